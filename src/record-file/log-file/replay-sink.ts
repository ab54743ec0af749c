// Takes what the drain makes of a log file into a segment, from the cut on.

import type { DrainSink } from '../../aggregate/drain/drain-sink.js';
import { keptTickOf } from '../../aggregate/kept-tick.js';
import type { OrderAccumulator } from '../../aggregate/order-accumulator.js';
import type { RunningSegment } from '../../aggregate/running-segment.js';
import type { Losses } from '../../model/losses.js';
import type { OrderName } from '../../model/orders.js';
import type { NameTable } from '../../model/name-table.js';
import type { KeptReason, KeptTick } from '../../model/record/record-segment.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import type { TickBuffer } from '../../model/tree/tick-buffer.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';

/** Trees of the ticks before the end, whatever they took. */
const LAST_TICKS = 32;

export class ReplaySink implements DrainSink {
  /** False until the cut: what is before it was counted by the process. */
  counts = false;
  readonly processId: string;
  /** The trees of the last ticks, but of those that were kept anyway. */
  readonly last: KeptTick[] = [];
  readonly losses: Losses = {
    add: (id, count) => {
      if (this.counts) this.#running.losses.add(id, count);
    },
  };
  readonly #running: RunningSegment;
  readonly #names: NameTable;
  readonly #originUnixNanos: bigint;

  constructor(running: RunningSegment, names: NameTable, processId: string, originUnixMillis: UnixMilliseconds) {
    this.#running = running;
    this.#names = names;
    this.processId = processId;
    this.#originUnixNanos = BigInt(Math.round(originUnixMillis * 1e6));
  }

  isStatement(operationId: number): boolean {
    return this.#names.entry(operationId).kind === 'query';
  }

  tickStarted(): void {
    if (this.counts) this.#running.tickStarted();
  }

  tickReturned(): void {}

  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    if (this.counts) this.#running.operationEnded(operationId, durationNanos, flags);
  }

  operationFailed(operationId: number): void {
    if (this.counts) this.#running.operationFailed(operationId);
  }

  tickFailed(operationId: number, symbol: string | undefined): void {
    if (this.counts) this.#running.accumulator.tickFailed(operationId, symbol);
  }

  traceClosed(trace: OpenTrace, buffer: TickBuffer): void {
    if (!this.counts) return;
    if (!trace.isTick) return this.#running.accumulator.outermostClosed(buffer);
    const { startNanos, stampedNanos, endNanos } = trace;
    // Without its wait: who held the event loop is not in the log, and somebody would be blamed for it.
    this.#running.tickClosed(buffer, trace.symbol);
    // Ages are relative to the smallest that the process has seen, which the log does not know.
    const arrival = { startNanos, stampedNanos, earliestNanos: NaN, eventUnixMillis: NaN };
    this.#running.eventHandled(arrival, (endNanos - startNanos) as Nanoseconds);
    const reason = this.#running.reasonToKeep(buffer);
    if (reason !== undefined) return this.#running.accumulator.keep(this.#treeOf(trace, buffer, reason));
    this.last.push(this.#treeOf(trace, buffer, 'last'));
    if (this.last.length > LAST_TICKS) this.last.shift();
  }

  /** A feed is followed from its first event on, which the log does not know. */
  eventCame(): void {}

  sequenceGap(): void {}

  orderOf(name: OrderName): OrderAccumulator | undefined {
    return this.counts ? this.#running.orderOf(name) : undefined;
  }

  #treeOf(trace: OpenTrace, buffer: TickBuffer, reason: KeptReason): KeptTick {
    const unixNanos = (nanos: number): bigint => this.#originUnixNanos + BigInt(nanos);
    return keptTickOf(trace, buffer, this.#names, { process: this.processId, reason, unixNanos });
  }
}
