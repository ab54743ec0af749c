// A sink that writes down what it is told, one line a call, and the tree of every trace that closed.

import type { CameEvent, DrainSink } from '../../../src/aggregate/drain/drain-sink.js';
import { type OrderAccumulator, orderIn, type OrderSums } from '../../../src/aggregate/order-accumulator.js';
import type { RecorderSink } from '../../../src/capture/recorder/log-reader.js';
import type { Losses, LossId } from '../../../src/model/losses.js';
import type { OrderName } from '../../../src/model/orders.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK } from '../../../src/model/tick-trace.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import type { TickBuffer } from '../../../src/model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../../src/model/units.js';

const FLAG_WORDS = [
  [FLAG_FAILED, 'failed'],
  [FLAG_LATE, 'late'],
  [FLAG_OUTSIDE_TICK, 'outside'],
] as const;

/** One tree, position after position. */
export interface ClosedTrace {
  readonly operationIds: readonly number[];
  readonly parents: readonly number[];
  readonly startNanos: readonly number[];
  readonly endNanos: readonly number[];
  readonly flags: readonly number[];
}

export class RecordedCalls implements DrainSink, RecorderSink {
  readonly lines: string[] = [];
  readonly closed: ClosedTrace[] = [];
  readonly lost: LossId[] = [];
  readonly came: CameEvent[] = [];
  readonly orders: OrderSums = new Map();
  /** When `onDue` was called. */
  readonly due: number[] = [];
  /** What `onDue` answers. */
  nextDueNanos: number = Infinity;
  /** Operations that ask a database. */
  readonly statements: Set<number> = new Set();
  /** How often the log was said to fill. */
  filled = 0;
  /** Called when a trace closes, with what is valid then. */
  onClosed: (trace: OpenTrace, tree: TickBuffer) => void = () => {};
  readonly losses: Losses = { add: (id, count = 1) => void this.lost.push(...Array<LossId>(count).fill(id)) };

  isStatement(operationId: number): boolean {
    return this.statements.has(operationId);
  }

  tickStarted(operationId: number): void {
    this.lines.push(`tick ${operationId} starts`);
  }

  tickReturned(atNanos: number): void {
    this.lines.push(`tick returned at ${atNanos}`);
  }

  operationEnded(id: number, nanos: Nanoseconds, flags: number): void {
    const words = [...FLAG_WORDS].filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word);
    this.lines.push([`operation ${id} took ${nanos}`, ...words].join(', '));
  }

  traceClosed(trace: OpenTrace, tree: TickBuffer): void {
    const { count } = tree;
    this.lines.push(`${trace.isTick ? 'tick' : 'tree'} ${trace.operationId} closed${trace.failed ? ', failed' : ''}`);
    // Copies: the buffer is used again.
    this.closed.push({
      operationIds: [...tree.operationIds.subarray(0, count)],
      parents: [...tree.parents.subarray(0, count)],
      startNanos: [...tree.startNanos.subarray(0, count)],
      endNanos: [...tree.endNanos.subarray(0, count)],
      flags: [...tree.flags.subarray(0, count)],
    });
    this.onClosed(trace, tree);
  }

  operationFailed(id: number): void {
    this.lines.push(`operation ${id} has failed`);
  }

  tickFailed(id: number, symbol: string | undefined): void {
    this.lines.push(`tick ${id} has failed${symbol === undefined ? '' : ` for ${symbol}`}`);
  }

  eventCame(event: CameEvent): void {
    this.came.push({ ...event, times: event.times.slice(), replacedNanos: event.replacedNanos.slice() });
  }

  sequenceGap(missing: number): void {
    this.lines.push(`${missing} missing in a sequence`);
  }

  orderOf(name: OrderName): OrderAccumulator {
    return orderIn(this.orders, name);
  }

  logFills(): void {
    this.filled++;
  }

  spanCost(nanos: number): void {
    this.lines.push(`an operation cost ${nanos}`);
  }

  watchingCost(nanos: number, callbacks: number): void {
    this.lines.push(`looking at each of ${callbacks} callbacks cost ${nanos}`);
  }

  onDue(atNanos: number): number {
    this.due.push(atNanos);
    return this.nextDueNanos;
  }

  eventsReceived(count: number): void {
    this.lines.push(`${count} received`);
  }

  eventsHandled(count: number): void {
    this.lines.push(`${count} handled`);
  }
}
