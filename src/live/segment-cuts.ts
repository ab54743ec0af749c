// Cuts the running segment for the record writer: periodically, when the warm-up ends, and when the process ends.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { now } from '../capture/recorder/clock.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { WARMUP_NANOS } from '../model/targets.js';
import type { Bytes, Nanoseconds } from '../model/units.js';
import { startImmediate, startInterval, startTimeout } from '../primordials.js';
import type { RecordWriter } from '../record-file/record-writer.js';
import type { Coverage } from './coverage.js';

/** Rows of a cut segment that are added to the sums of the whole run at once: cold, 90 rows took 0.9 ms. */
const ROWS_PER_SLICE = 16;

export class SegmentCuts {
  readonly #running: RunningSegment;
  readonly #coverage: Coverage;
  #writer: RecordWriter | undefined;

  constructor(running: RunningSegment, coverage: Coverage) {
    this.#running = running;
    this.#coverage = coverage;
  }

  startWriting(writer: RecordWriter, intervalMillis: number): void {
    this.#writer = writer;
    startTimeout(() => this.#running.isWarmup && this.endWarmup(), WARMUP_NANOS / 1e6).unref();
    startInterval(() => writer.write(this.#cut()), intervalMillis).unref();
  }

  /** The warm-up gets a segment of its own. */
  endWarmup(): void {
    asTickscopeWork(() => {
      const segment = this.#cut();
      this.#running.endWarmup();
      this.#writer?.write(segment);
    });
  }

  /** Writes the last segment of the process, synchronously. */
  finish(writer: RecordWriter): void {
    writer.finish({ ...this.#cut(), final: true });
  }

  #cut(): SegmentInParts {
    const atNanos = now();
    const segment = this.#running.cut(atNanos, this.#coverage.take(this.#running));
    startImmediate(() => this.#absorbSlice()).unref();
    return segment;
  }

  #absorbSlice(): void {
    const startNanos = now();
    const isMore = this.#running.absorbSlice(ROWS_PER_SLICE);
    this.#running.accumulator.ledger.writingCost((now() - startNanos) as Nanoseconds, 0 as Bytes);
    if (isMore) startImmediate(() => this.#absorbSlice()).unref();
  }
}
