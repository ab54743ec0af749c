// Cuts the running segment for the record writer: at its times, when the warm-up ends, and when the process ends.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { SegmentTiers } from '../aggregate/segment-tiers.js';
import { now } from '../capture/recorder/clock.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { WARMUP_NANOS } from '../model/targets.js';
import { MILLISECOND, MINUTE, type Nanoseconds, SECOND } from '../model/units.js';
import { piece } from '../measured-work.js';
import { startImmediate } from '../primordials.js';
import type { LogWriter } from '../record-file/log-file/log-writer.js';
import type { RecordWriter } from '../record-file/record-writer.js';
import type { Activity } from './activity.js';
import type { Coverage } from './coverage.js';
import { Periodic } from './periodic.js';
import type { TimedTask, TimedWork } from './timed-work.js';

/** For so long rows of a cut segment are added at once to the sums of the whole run, and to those of its minute. */
const SLICE_NANOS = 100_000;
/** An immediate that is so late waits for a loop that is held. */
const IMMEDIATE_LATE_NANOS = 100_000_000;
/** The first seconds are written at once, so that a program that ends early by a signal leaves a record. */
const EARLY_NANOS = [1 * SECOND, 2 * SECOND, 5 * SECOND];
/** A program that does nothing is written at least so often. A segment takes a millisecond of CPU time, and says nothing then. */
const IDLE_SEGMENT_NANOS = MINUTE;

export class SegmentCuts implements TimedTask {
  readonly #running: RunningSegment;
  readonly #coverage: Coverage;
  #writer: RecordWriter | undefined;
  #tiers: SegmentTiers | undefined;
  #logWriter: LogWriter | undefined;
  /** Where everything that was recorded has been read. */
  #logPosition: () => number = () => 0;
  #activity: Activity | undefined;
  #cutNanos = 0;
  /** Whether rows of cut segments are not in the sums of the whole run, or of their minute, yet. */
  #hasRows = false;
  /** Whether an immediate is on its way that adds rows, and when it was started. */
  #isExpected = false;
  #expectedNanos = 0;

  constructor(running: RunningSegment, coverage: Coverage) {
    this.#running = running;
    this.#coverage = coverage;
  }

  /** @param whenRead calls what it is given when the log has been read */
  startWriting(
    writer: RecordWriter,
    intervalMillis: number,
    timedWork: TimedWork,
    activity: Activity,
    whenRead: (cut: () => void) => void,
  ): void {
    this.#writer = writer;
    this.#tiers = new SegmentTiers((unit, tier) => writer.write(unit, tier));
    this.#activity = activity;
    const intervalNanos = intervalMillis * MILLISECOND;
    const extraNanos = [...EARLY_NANOS.filter((nanos) => nanos < intervalNanos), WARMUP_NANOS];
    const cuts = new Periodic('cutting segments', intervalNanos, () => whenRead(() => this.#cutAt(now())), {
      extraNanos,
    });
    cuts.start();
    timedWork.add(cuts);
    timedWork.add(this);
    timedWork.add(writer);
  }

  /** The warm-up gets segments of its own. @param atNanos the end of its last tick, or its time */
  endWarmup(atNanos: Nanoseconds): void {
    asTickscopeWork(() => {
      const segment = this.#cut(atNanos, true);
      this.#running.endWarmup();
      this.#writer?.write(segment);
    });
  }

  /** From now on every cut is noted in the log file. @param logPosition returns the position up to which the log was read */
  noteIn(logWriter: LogWriter, logPosition: () => number): void {
    this.#logWriter = logWriter;
    this.#logPosition = logPosition;
  }

  /** Cuts before its time where the log file has no more room. Called when the log has been read. */
  cutWhereLogFills(): void {
    // Not while earlier segments wait to be written: the log file has room for what cannot be written anyway.
    if (this.#logWriter?.isFilled === true && this.#writer?.isBehind === false) this.#writer.write(this.#cut(now()));
  }

  get overdueNanos(): number {
    return this.#hasRows ? this.#expectedNanos + IMMEDIATE_LATE_NANOS : Infinity;
  }

  proceed(): void {
    this.#absorbSlice();
  }

  /**
   * Writes the last segment, synchronously.
   *
   * @param isFinal whether nothing can follow
   */
  finish(writer: RecordWriter, isFinal = true): void {
    writer.finish({ ...this.#cut(now()), ...(isFinal && { final: true as const }) });
  }

  #cutAt(atNanos: Nanoseconds): void {
    if (this.#running.hasWarmupTime(atNanos)) this.endWarmup(atNanos);
    else if (this.#isDue(atNanos)) this.#writer?.write(this.#cut(atNanos));
  }

  #isDue(atNanos: Nanoseconds): boolean {
    const isActive = this.#activity?.take() !== false;
    return isActive || atNanos - this.#cutNanos >= IDLE_SEGMENT_NANOS;
  }

  #cut(atNanos: Nanoseconds, endsWarmup = false): SegmentInParts {
    this.#cutNanos = atNanos;
    const segment = this.#running.cut(atNanos, this.#coverage.take(this.#running));
    const warmup = this.#running.isWarmup && !endsWarmup;
    this.#logWriter?.cut({ number: this.#running.nextNumber, position: this.#logPosition(), atNanos, warmup });
    this.#tiers?.add(segment);
    this.#hasRows = true;
    if (!this.#isExpected) this.#absorbSoon();
    return segment;
  }

  #absorbSoon(): void {
    this.#isExpected = true;
    this.#expectedNanos = now();
    startImmediate(this.#onImmediate).unref();
  }

  readonly #onImmediate = piece('writing', 'adding up segments', () => {
    this.#isExpected = false;
    this.#absorbSlice();
    if (this.#hasRows) this.#absorbSoon();
  });

  /** By time and not by rows: one is done in 1 µs, or in 100 where its code runs for the first time. */
  #absorbSlice(): void {
    const fromNanos = now();
    do this.#hasRows = this.#running.absorbSlice(1) || this.#tiers?.mergeSlice(1) === true;
    while (this.#hasRows && now() - fromNanos < SLICE_NANOS);
  }
}
