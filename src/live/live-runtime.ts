// Takes what the event loop, the garbage collector and the resource sampler measure into the running segment.

import { ClosedTicks } from '../aggregate/closed-ticks.js';
import { CollectionsInTicks, type LoopTime } from '../aggregate/collections-in-ticks.js';
import type { RunningSegment } from '../aggregate/running-segment.js';
import { now } from '../capture/recorder/clock.js';
import type { LoopWatch, LoopWatchSink } from '../capture/runtime/loop-watch.js';
import type { ResourceSampler } from '../capture/runtime/resource-sampler.js';
import { TicksInPauses } from '../capture/runtime/ticks-in-pauses.js';
import type { GcKind, StallRow } from '../model/record/runtime-rows.js';
import type { TickTrace } from '../model/tick-trace.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import type { WorkInTrace } from '../model/tree/work-in-trace.js';
import type { Nanoseconds } from '../model/units.js';
import type { Kept } from './kept-ticks.js';

/** A tick of an hour would collect thousands of pauses. */
const PAUSES_PER_SPAN = 16;

/** What is remembered of a tick that is kept, or in which Tickscope worked. */
interface RememberedTick {
  readonly kept: Kept | undefined;
  readonly startNanos: number;
  readonly work: WorkInTrace | undefined;
}

export class LiveRuntime implements LoopWatchSink {
  readonly #running: RunningSegment;
  #loop: LoopWatch | undefined;
  #resources: ResourceSampler | undefined;
  /** All three number ticks alike. */
  readonly #closedTicks = new ClosedTicks();
  readonly #collections: CollectionsInTicks;
  readonly #ticksInPauses = new TicksInPauses<RememberedTick>((kind, fromNanos, toNanos, remembered, number) =>
    this.#onTickPaused(kind, fromNanos, toNanos, remembered, number),
  );
  /** From when each tick could have started to when it did. */
  readonly #waitsInPauses = new TicksInPauses<never>((_kind, fromNanos, toNanos, _kept, number) => {
    const { nextNumber, accumulator } = this.#running;
    this.#collections.collectedBefore(number, { fromNanos, toNanos }, nextNumber, accumulator);
    return undefined;
  });

  /** @param stretches absent where nobody sees every callback of the event loop */
  constructor(running: RunningSegment, stretches: LoopTime | undefined) {
    this.#running = running;
    this.#collections = new CollectionsInTicks(this.#closedTicks, stretches);
  }

  /** @param loop absent where nothing watches the event loop */
  start(loop: LoopWatch | undefined, resources: ResourceSampler): void {
    this.#loop = loop;
    this.#resources = resources;
  }

  tickStarted(operationId: number, atNanos: number, traceNumber: number): void {
    this.#loop?.tickStarted(operationId, atNanos, traceNumber);
  }

  tickReturned(atNanos: number): void {
    this.#loop?.tickReturned(atNanos);
  }

  /** @param waitNanos as in `SegmentAccumulator.tickClosed` @param kept what is kept of the tick */
  tickClosed(
    { number, startNanos, endNanos, returnedNanos, work }: OpenTrace,
    buffer: TickTrace,
    waitNanos: number,
    kept: Kept | undefined,
  ): void {
    // The handler of an asynchronous tick has returned before.
    if (returnedNanos === Infinity) this.#loop?.tickReturned(endNanos);
    this.#closedTicks.add(buffer, number, this.#running.nextNumber, waitNanos);
    this.#waitsInPauses.addTick(waitNanos > 0 ? startNanos - waitNanos : startNanos, startNanos, undefined);
    const isRemembered = kept !== undefined || work !== undefined;
    this.#ticksInPauses.addTick(startNanos, endNanos, isRemembered ? { kept, startNanos, work } : undefined);
  }

  /** Stalls are in the sums once they are settled, a tenth of a second after their end. */
  settleStalls(): void {
    this.#loop?.settle(now());
  }

  /** Called every second, when the log has been read. */
  onSecond(): void {
    this.settleStalls();
    const sample = this.#resources?.onSecond();
    if (sample !== undefined) this.#running.resources(sample);
  }

  /** Passes on everything that is still open, before the process ends. */
  finish(): void {
    this.#loop?.finish(now());
    const sample = this.#resources?.sample();
    if (sample !== undefined) this.#running.resources(sample);
  }

  onCollected(kind: GcKind, fromNanos: number, toNanos: number): void {
    this.#running.accumulator.runtime.collected(kind, (toNanos - fromNanos) as Nanoseconds);
    this.#ticksInPauses.addPause(kind, fromNanos, toNanos);
    this.#waitsInPauses.addPause(kind, fromNanos, toNanos);
  }

  onHeld(ownerId: number, nanos: Nanoseconds): void {
    this.#running.accumulator.runtime.held(ownerId, nanos);
  }

  onStall(ownerId: number, stall: StallRow): void {
    this.#running.accumulator.runtime.stalled(ownerId, stall);
  }

  onCollectedIn(ownerId: number, nanos: Nanoseconds): void {
    this.#running.accumulator.runtime.collectedIn(ownerId, nanos);
  }

  #onTickPaused(
    kind: GcKind,
    fromNanos: number,
    toNanos: number,
    remembered: RememberedTick | undefined,
    number: number,
  ): RememberedTick | undefined {
    const { runtime, kept } = this.#running.accumulator;
    const work = remembered?.work;
    const from = work === undefined ? fromNanos : fromNanos - work.before(fromNanos);
    const durationNanos = (toNanos - (work?.before(toNanos) ?? 0) - from) as Nanoseconds;
    // A collection within Tickscope's work is none of the tick's time.
    if (durationNanos === 0) return remembered;
    runtime.hitTick(kind, durationNanos);
    const pause = { fromNanos: from, toNanos: from + durationNanos };
    const realTime = (nanos: number): number => work?.timeAt(nanos) ?? nanos;
    this.#collections.collected(number, pause, realTime, this.#running.nextNumber, this.#running.accumulator);
    if (remembered?.kept === undefined) return remembered;
    const { tick, pauses } = remembered.kept;
    const inTick = { kind, startNanos: (from - remembered.startNanos) as Nanoseconds, durationNanos };
    if (pauses !== undefined && pauses.length < PAUSES_PER_SPAN) pauses.push(inTick);
    return tick === undefined ? remembered : { ...remembered, kept: { tick: kept.paused(tick, inTick), pauses } };
  }
}
