// What became of orders, as the report says it.

import { ExponentialHistogram, type HistogramData } from '../model/histogram/exponential-histogram.js';
import { orderKey } from '../model/orders.js';
import type { OrderRow } from '../model/record/order-rows.js';
import type { OrderLeg, ReportOrder } from '../model/report/order-report.js';

/** The most orders first. */
export function reportOrders(rows: readonly OrderRow[]): ReportOrder[] {
  return rows
    .map(reportOrder)
    .toSorted((left, right) => right.count - left.count || (orderKey(left) < orderKey(right) ? -1 : 1));
}

function reportOrder(row: OrderRow): ReportOrder {
  const { action, venue, symbol, count, ended, failed } = row;
  const decisionNanos = legOf(row.decisions);
  const sentNanos = legOf(row.sendings);
  const acknowledgedNanos = legOf(row.acknowledgements);
  return {
    ...(venue !== undefined && { venue }),
    ...(symbol !== undefined && { symbol }),
    action,
    count,
    failed,
    // In a part of the time, orders end that began before it.
    open: Math.max(0, count - ended),
    ...(decisionNanos && { decisionNanos }),
    ...(sentNanos && { sentNanos }),
    ...(acknowledgedNanos && { acknowledgedNanos }),
  };
}

function legOf(data: HistogramData): OrderLeg | undefined {
  const histogram = ExponentialHistogram.fromData(data);
  if (histogram.count === 0) return undefined;
  return {
    count: histogram.count,
    p50Nanos: histogram.quantile(0.5),
    p95Nanos: histogram.quantile(0.95),
    p99Nanos: histogram.quantile(0.99),
  };
}
