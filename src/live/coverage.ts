// What was reached in the program since the last segment, what was not, and what it asked caches and servers.

import type { RunningSegment, SegmentCoverage } from '../aggregate/running-segment.js';
import type { IndicatorInputs } from '../model/indicator.js';
import { CacheCounters } from '../model/cache-counters.js';
import { AskedValues } from '../model/reuse/asked-values.js';
import { ExternalCounters } from '../model/external-counters.js';
import type { MemoryReading } from '../model/record/memory-rows.js';
import type { ProfileRow } from '../model/record/profile-rows.js';
import type { InstrumentedRow, NotSeenRow } from '../model/record/record-segment.js';
import type { OperationSizes } from '../model/sizes/size-sums.js';
import { notSeenText } from '../model/rules.js';

/** Each thing that could not be seen is listed once, up to this many. */
const NOT_SEEN_ROWS = 256;

/** Rows since the last call. */
export interface CoverageSource {
  takeInstrumented(): InstrumentedRow[];
  takeInputs(): readonly IndicatorInputs[];
  takeSizes(): readonly OperationSizes[];
}

/** Rows since the last call. */
export interface ProfileSource {
  take(): ProfileRow[];
}

export class Coverage {
  readonly caches: CacheCounters = new CacheCounters();
  readonly askedValues: AskedValues = new AskedValues(this.caches.reuse);
  readonly externals: ExternalCounters = new ExternalCounters();
  #source: CoverageSource | undefined;
  /** Absent where the processor is not sampled. */
  profile: ProfileSource | undefined;
  /** Absent where the memory is not looked at. */
  memory: { take(): MemoryReading[] } | undefined;
  readonly #listed = new Set<string>();
  #notSeen: NotSeenRow[] = [];

  /** Called once, when the program's functions can be instrumented. */
  readFrom(source: CoverageSource): void {
    this.#source = source;
  }

  notSeen(row: NotSeenRow): void {
    const key = `${notSeenText(row)}: ${row.why}`;
    if (this.#listed.has(key) || this.#listed.size >= NOT_SEEN_ROWS) return;
    this.#listed.add(key);
    this.#notSeen.push(row);
  }

  /** Adds the statistics of indicators' inputs to the segment that is about to be cut. @returns its lists */
  take({ accumulator, isWarmup }: RunningSegment): SegmentCoverage {
    this.caches.reuse.read();
    for (const { operationId, row } of this.#source?.takeInputs() ?? []) accumulator.inputsSeen(operationId, row);
    for (const { operationId, row } of this.#source?.takeSizes() ?? []) accumulator.sizesSeen(operationId, row);
    for (const { operationId, reuse } of this.askedValues.take()) accumulator.valuesAsked(operationId, reuse);
    const notSeen = this.#notSeen;
    this.#notSeen = [];
    return {
      caches: this.caches.take(isWarmup),
      externals: this.externals.take(),
      instrumented: this.#source?.takeInstrumented() ?? [],
      notSeen,
      profiles: this.profile?.take() ?? [],
      memory: this.memory?.take() ?? [],
    };
  }
}
