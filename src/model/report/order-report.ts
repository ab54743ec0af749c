// What became of orders, as the report has it.

import type { OrderName } from '../orders.js';
import type { Nanoseconds } from '../units.js';

/** One leg of an order's way, of those orders in which it was seen. */
export interface OrderLeg {
  readonly count: number;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly p99Nanos: Nanoseconds;
}

export interface ReportOrder extends OrderName {
  readonly count: number;
  readonly failed: number;
  /** Of those that began in the report's time, the ones without an end in it. */
  readonly open: number;
  /** From the begin of the tick until the order began; absent where none was in a tick. */
  readonly decisionNanos?: OrderLeg;
  /** From there until its first request had gone out; absent where none was seen. */
  readonly sentNanos?: OrderLeg;
  /** From there until its end, of those that did not fail; absent where there was none. */
  readonly acknowledgedNanos?: OrderLeg;
}
