// Orders between their begin and their end, as the log tells them.
//
// An order counts when it is known where it goes: at its begin, or when its first request goes out, or with its end; at the latest with
// the last segment.

import { type EventLog } from '../../model/log/event-log.js';
import { FAILED, NUMBER_MASK } from '../../model/log/log-layout.js';
import { ORDER_BEGINS, ORDER_MASK, ORDER_SENT, UNANSWERED } from '../../model/log/order-records.js';
import { orderOfKey, type OrderName } from '../../model/orders.js';
import { RecentMap } from '../../model/recent-map.js';
import type { Nanoseconds } from '../../model/units.js';
import type { OrderAccumulator } from '../order-accumulator.js';
import type { DrainSink } from './drain-sink.js';
import type { OpenTraces } from './open-traces.js';

/** Orders that are followed. Beyond, the oldest stay open for ever. */
const FOLLOWED_ORDERS = 4_096;

interface OpenOrder {
  name: OrderName;
  /** NaN outside ticks. */
  readonly tickNanos: number;
  readonly decidedNanos: number;
  /** NaN until something has gone out. */
  sentNanos: number;
  isCounted: boolean;
}

export class OpenOrders {
  readonly #sink: DrainSink;
  readonly #log: EventLog;
  readonly #traces: OpenTraces;
  /** By the position of their begin. */
  readonly #open = new Map<number, OpenOrder>();
  /** Orders that have ended as a success. */
  readonly #ended = new RecentMap<number, OrderName>();

  constructor(sink: DrainSink, log: EventLog, traces: OpenTraces) {
    this.#sink = sink;
    this.#log = log;
    this.#traces = traces;
  }

  /** @param position of the record */
  read(code: number, scope: number, position: number, atNanos: number): void {
    const name = orderOfKey(this.#log.texts.textOf(code & NUMBER_MASK) ?? '');
    const step = code & ORDER_MASK;
    if (step === ORDER_BEGINS) {
      if (name !== undefined) this.#begins(name, scope, position, atNanos);
      return;
    }
    const order = this.#open.get(scope);
    const isFailed = (code & FAILED) !== 0;
    if (order !== undefined) {
      // The symbol may be that of the tick.
      if (name !== undefined && !order.isCounted) order.name = { ...order.name, ...name };
      if (step === ORDER_SENT) this.#sent(order, atNanos);
      else this.#ends(order, scope, atNanos, code);
    } else if (step !== ORDER_SENT && isFailed) this.#turnedOutFailed(scope);
  }

  /** Nothing more will be told of the orders that are open. */
  finish(): void {
    for (const order of this.#open.values()) this.#count(order);
  }

  #begins(name: OrderName, scope: number, position: number, atNanos: number): void {
    const trace = this.#traces.traceOf(scope);
    const tickNanos = trace === undefined ? this.#beginOfTick(scope) : trace.isTick ? trace.startNanos : NaN;
    const symbol = name.symbol ?? trace?.symbol;
    const order: OpenOrder = {
      name: symbol === undefined ? name : { ...name, symbol },
      tickNanos,
      decidedNanos: atNanos,
      sentNanos: NaN,
      isCounted: false,
    };
    this.#open.set(position, order);
    if (this.#open.size > FOLLOWED_ORDERS) this.#giveUpOldest();
    if (name.venue !== undefined) this.#count(order);
  }

  #sent(order: OpenOrder, atNanos: number): void {
    if (!Number.isNaN(order.sentNanos)) return;
    order.sentNanos = atNanos;
    this.#count(order)?.sendings.record(between(order.decidedNanos, atNanos));
  }

  #ends(order: OpenOrder, position: number, atNanos: number, code: number): void {
    const isFailed = (code & FAILED) !== 0;
    this.#open.delete(position);
    const sums = this.#count(order);
    if (!isFailed) this.#ended.set(position, order.name);
    if (sums === undefined) return;
    sums.ended++;
    if (isFailed) sums.failed++;
    else if ((code & UNANSWERED) === 0)
      sums.acknowledgements.record(
        between(Number.isNaN(order.sentNanos) ? order.decidedNanos : order.sentNanos, atNanos),
      );
  }

  #turnedOutFailed(position: number): void {
    const name = this.#ended.get(position);
    const sums = name && this.#sink.orderOf(name);
    if (sums !== undefined) sums.failed++;
  }

  #count(order: OpenOrder): OrderAccumulator | undefined {
    const sums = this.#sink.orderOf(order.name);
    if (order.isCounted) return sums;
    order.isCounted = true;
    if (sums === undefined) return undefined;
    sums.count++;
    if (!Number.isNaN(order.tickNanos)) sums.decisions.record(between(order.tickNanos, order.decidedNanos));
    return sums;
  }

  /** Of a tick that has closed, where the ring remembers it. @returns NaN where there was none */
  #beginOfTick(scope: number): number {
    const log = this.#log;
    if (scope <= 0) return NaN;
    const tick = log.scopesAround(scope).find((each) => each > 0 && log.tickAt(each) !== undefined);
    return tick === undefined ? NaN : Math.round((log.times[(tick & log.mask) << 1] as number) * 1e6);
  }

  #giveUpOldest(): void {
    const [position, order] = this.#open.entries().next().value as [number, OpenOrder];
    this.#open.delete(position);
    this.#count(order);
  }
}

function between(fromNanos: number, toNanos: number): Nanoseconds {
  return Math.max(0, toNanos - fromNanos) as Nanoseconds;
}
