// What the runtime does, from those who watch it into the sums of the running segment.

import type { CumulativeTotals } from '../aggregate/running-totals.js';
import type { SegmentAccumulator } from '../aggregate/segment-accumulator.js';
import { now } from '../capture/recorder/clock.js';
import type { OpenTrace } from '../capture/recorder/open-trace.js';
import { observePauses } from '../capture/runtime/gc-pauses.js';
import type { LoopSink } from '../capture/runtime/loop-holder.js';
import type { LoopWatch } from '../capture/runtime/loop-watch.js';
import type { ResourceSampler } from '../capture/runtime/resource-sampler.js';
import { TicksInPauses } from '../capture/runtime/ticks-in-pauses.js';
import type { KeptTick } from '../model/record/record-segment.js';
import type { GcKind, ResourceSample, StallRow } from '../model/record/runtime-rows.js';
import { ROOT, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';

/** A tree that is kept, and when its tick began. */
interface Held {
  readonly tick: KeptTick;
  readonly startNanos: number;
}

export class LiveRuntime implements LoopSink {
  readonly #accumulator: () => SegmentAccumulator;
  readonly #totals: CumulativeTotals;
  #loop: LoopWatch | undefined;
  #resources: ResourceSampler | undefined;
  readonly #ticksInPauses = new TicksInPauses<Held>((kind, from, to, held) => this.#hitTick(kind, from, to, held));

  constructor(accumulator: () => SegmentAccumulator, totals: CumulativeTotals) {
    this.#accumulator = accumulator;
    this.#totals = totals;
  }

  /** @param loop absent where nothing watches it */
  start(loop: LoopWatch | undefined, resources: ResourceSampler): void {
    this.#loop = loop;
    this.#resources = resources;
    observePauses(
      () => loop?.isTickscopeCallback(),
      (kind, from, to) => {
        this.#accumulator().runtime.collected(kind, (to - from) as Nanoseconds);
        loop?.collected(from, to);
        this.#ticksInPauses.collected(kind, from, to);
      },
    );
  }

  tickStarting(operationId: number): void {
    this.#loop?.tickStarting(operationId);
  }

  tickReturned(atNanos: number): void {
    this.#loop?.tickReturned(atNanos);
  }

  /** @param kept its tree, where the segment keeps it */
  tickClosed(trace: OpenTrace, { startNanos, endNanos }: TickTrace, kept: KeptTick | undefined): void {
    const start = startNanos[ROOT] as number;
    const end = endNanos[ROOT] as number;
    // One that goes on has returned before.
    if (trace.returnedNanos === Infinity) this.#loop?.tickReturned(end);
    this.#ticksInPauses.tickClosed(start, end, kept && { tick: kept, startNanos: start });
    this.#loop?.tickscopeWork(end, now());
  }

  /** Once a second. */
  second(): void {
    this.#loop?.settle();
    const sample = this.#resources?.second();
    if (sample !== undefined) this.#resourcesAre(sample);
  }

  /** The process ends: everything that is still to be told. */
  finish(): void {
    this.#loop?.finish();
    if (this.#resources !== undefined) this.#resourcesAre(this.#resources.sample());
  }

  held(ownerId: number, nanos: Nanoseconds): void {
    this.#accumulator().runtime.held(ownerId, nanos);
  }

  stalled(ownerId: number, stall: StallRow): void {
    this.#accumulator().runtime.stalled(ownerId, stall);
  }

  collectedIn(ownerId: number, nanos: Nanoseconds): void {
    this.#accumulator().runtime.collectedIn(ownerId, nanos);
  }

  #hitTick(kind: GcKind, fromNanos: number, toNanos: number, held: Held | undefined): Held | undefined {
    const accumulator = this.#accumulator();
    accumulator.runtime.hitTick(kind, (toNanos - fromNanos) as Nanoseconds);
    if (held === undefined) return undefined;
    const startNanos = (fromNanos - held.startNanos) as Nanoseconds;
    const durationNanos = (toNanos - fromNanos) as Nanoseconds;
    const tick = accumulator.kept.paused(held.tick, { kind, startNanos, durationNanos });
    return tick && { tick, startNanos: held.startNanos };
  }

  #resourcesAre(sample: ResourceSample): void {
    this.#accumulator().runtime.resources(sample);
    this.#totals.resources(sample);
  }
}
