// Takes what the event loop, the garbage collector and the resource sampler measure into the running segment.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { now } from '../capture/recorder/clock.js';
import type { LoopWatch, LoopWatchSink } from '../capture/runtime/loop-watch.js';
import type { ResourceSampler } from '../capture/runtime/resource-sampler.js';
import { TicksInPauses } from '../capture/runtime/ticks-in-pauses.js';
import type { KeptTick } from '../model/record/record-segment.js';
import type { GcKind, StallRow } from '../model/record/runtime-rows.js';
import { ROOT } from '../model/tick-trace.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import type { TickBuffer } from '../model/tree/tick-buffer.js';
import type { Nanoseconds } from '../model/units.js';

/** A tree that is kept, and when its tick started. */
interface KeptTree {
  readonly tick: KeptTick;
  readonly startNanos: number;
}

export class LiveRuntime implements LoopWatchSink {
  readonly #running: RunningSegment;
  #loop: LoopWatch | undefined;
  #resources: ResourceSampler | undefined;
  readonly #ticksInPauses = new TicksInPauses<KeptTree>((kind, fromNanos, toNanos, tree) =>
    this.#onTickPaused(kind, fromNanos, toNanos, tree),
  );

  constructor(running: RunningSegment) {
    this.#running = running;
  }

  /** @param loop absent where nothing watches the event loop */
  start(loop: LoopWatch | undefined, resources: ResourceSampler): void {
    this.#loop = loop;
    this.#resources = resources;
  }

  tickStarted(operationId: number, atNanos: number): void {
    this.#loop?.tickStarted(operationId, atNanos);
  }

  tickReturned(atNanos: number): void {
    this.#loop?.tickReturned(atNanos);
  }

  /** @param kept the tick's tree, where the segment keeps it */
  tickClosed(trace: OpenTrace, { startNanos, endNanos }: TickBuffer, kept: KeptTick | undefined): void {
    const start = startNanos[ROOT] as number;
    const end = endNanos[ROOT] as number;
    // The handler of an asynchronous tick has returned before.
    if (trace.returnedNanos === Infinity) this.#loop?.tickReturned(end);
    this.#ticksInPauses.addTick(start, end, kept && { tick: kept, startNanos: start });
  }

  /** Called every second, when the log has been read. */
  onSecond(): void {
    this.#loop?.settle(now());
    const sample = this.#resources?.onSecond();
    if (sample !== undefined) this.#running.resources(sample);
  }

  /** Passes on everything that is still open, before the process ends. */
  finish(): void {
    this.#loop?.finish(now());
    if (this.#resources !== undefined) this.#running.resources(this.#resources.sample());
  }

  onCollected(kind: GcKind, fromNanos: number, toNanos: number): void {
    this.#running.accumulator.runtime.collected(kind, (toNanos - fromNanos) as Nanoseconds);
    this.#ticksInPauses.addPause(kind, fromNanos, toNanos);
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

  #onTickPaused(kind: GcKind, fromNanos: number, toNanos: number, tree: KeptTree | undefined): KeptTree | undefined {
    const { runtime, kept } = this.#running.accumulator;
    const durationNanos = (toNanos - fromNanos) as Nanoseconds;
    runtime.hitTick(kind, durationNanos);
    if (tree === undefined) return undefined;
    const startNanos = (fromNanos - tree.startNanos) as Nanoseconds;
    const tick = kept.paused(tree.tick, { kind, startNanos, durationNanos });
    return tick && { tick, startNanos: tree.startNanos };
  }
}
