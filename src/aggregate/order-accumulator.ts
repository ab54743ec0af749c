// Adds up what became of orders. Merges bit for bit, in any order.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { orderKey, type OrderName } from '../model/orders.js';
import type { OrderRow } from '../model/record/order-rows.js';

export class OrderAccumulator {
  readonly name: OrderName;
  count = 0;
  ended = 0;
  failed = 0;
  readonly decisions: ExponentialHistogram = new ExponentialHistogram(4);
  readonly sendings: ExponentialHistogram = new ExponentialHistogram(4);
  readonly acknowledgements: ExponentialHistogram = new ExponentialHistogram(4);

  constructor({ action, venue, symbol }: OrderName) {
    this.name = { action, ...(venue !== undefined && { venue }), ...(symbol !== undefined && { symbol }) };
  }

  merge(other: OrderRow | OrderAccumulator): void {
    this.count += other.count;
    this.ended += other.ended;
    this.failed += other.failed;
    this.decisions.merge(other.decisions);
    this.sendings.merge(other.sendings);
    this.acknowledgements.merge(other.acknowledgements);
  }

  toRow(): OrderRow {
    return {
      ...this.name,
      count: this.count,
      ended: this.ended,
      failed: this.failed,
      decisions: this.decisions.toData(),
      sendings: this.sendings.toData(),
      acknowledgements: this.acknowledgements.toData(),
    };
  }
}

/** The orders of a segment. */
export type OrderSums = Map<string, OrderAccumulator>;

export function orderIn(sums: OrderSums, name: OrderName): OrderAccumulator {
  const key = orderKey(name);
  let order = sums.get(key);
  if (order === undefined) sums.set(key, (order = new OrderAccumulator(name)));
  return order;
}
