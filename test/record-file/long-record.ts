// A process that records for long, in a clock of its own: what it had counted by itself, and the files that it leaves.

import path from 'node:path';
import { SegmentTiers } from '../../src/aggregate/segment-tiers.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { Tier } from '../../src/model/record/tiers.js';
import { MINUTE, SECOND, type Nanoseconds } from '../../src/model/units.js';
import { encodeHeader } from '../../src/record-file/encode.js';
import { RecordWriter, type RecordWriterOptions } from '../../src/record-file/record-writer.js';
import { BOT, sampleSegment, START } from './sample-segments.js';

const times = (count: number, unit: number): Nanoseconds => (count * unit) as Nanoseconds;

/** As the real ones, and shorter: a "day" is an hour, an "hour" ten minutes. */
export const SHORT_TIERS: readonly Tier[] = [
  { name: '', unitNanos: times(0, 1), fileNanos: times(2, MINUTE), keptNanos: times(3, MINUTE), sampleNanos: SECOND },
  {
    name: 'minutes',
    unitNanos: MINUTE,
    fileNanos: times(10, MINUTE),
    keptNanos: times(20, MINUTE),
    sampleNanos: SECOND,
  },
  {
    name: 'hours',
    unitNanos: times(10, MINUTE),
    fileNanos: times(60, MINUTE),
    keptNanos: times(120, MINUTE),
    sampleNanos: MINUTE,
  },
  {
    name: 'days',
    unitNanos: times(60, MINUTE),
    fileNanos: times(240, MINUTE),
    keptNanos: times(9_999, MINUTE),
    sampleNanos: MINUTE,
  },
];

/** A segment as the process itself counted it. */
export interface Counted {
  readonly number: number;
  readonly fromUnixMillis: number;
  readonly ticks: number;
}

export class LongRecord {
  readonly counted: Counted[] = [];
  readonly lost: Map<string, number> = new Map();
  readonly #writer: RecordWriter;
  readonly #tiers: SegmentTiers;
  #atUnixMillis: number = START;

  constructor(folder: string, options: Partial<RecordWriterOptions> = {}) {
    const tiers = options.tiers ?? SHORT_TIERS;
    this.#writer = new RecordWriter({
      path: path.join(folder, '4711-c0ffee00.tks'),
      header: encodeHeader(BOT),
      now: () => 0 as Nanoseconds,
      wrote: () => {},
      failed: () => {},
      losses: { add: (id, count = 1) => this.lost.set(id, (this.lost.get(id) ?? 0) + count) },
      tiers,
      ...options,
    });
    this.#tiers = new SegmentTiers((unit, tier) => this.#writer.write(unit, tier), tiers);
  }

  /** Ten seconds of a process with so many ticks. */
  async cut(ticks: number, length = 10_000, warmup = false): Promise<void> {
    const segment = this.#segment(ticks, length, warmup);
    this.#writer.write(segment);
    this.#tiers.add(segment);
    while (this.#tiers.mergeSlice(16));
    while (this.#writer.overdueNanos !== Infinity) await new Promise((resolve) => setImmediate(resolve));
  }

  finish(ticks: number): void {
    this.#writer.finish({ ...this.#segment(ticks, 3_000, false), final: true });
  }

  #segment(ticks: number, length: number, warmup: boolean): StoredSegment {
    const fromUnixMillis = this.#atUnixMillis;
    this.#atUnixMillis += length;
    const number = this.counted.length;
    this.counted.push({ number, fromUnixMillis, ticks });
    const tickNanos = tickNanosOf({ number, ticks });
    const segment = sampleSegment({ atUnixMillis: fromUnixMillis, tickNanos, warmup, final: false });
    return { number, ...segment, toUnixMillis: this.#atUnixMillis as StoredSegment['toUnixMillis'] };
  }
}

/** How long the ticks of a segment took. */
export function tickNanosOf({ number, ticks }: Pick<Counted, 'number' | 'ticks'>): number[] {
  return Array.from({ length: ticks }, (_, place) => 1_000 * (1 + ((number * 7 + place * 13) % 997)));
}

export function ticksOf(counted: readonly Counted[]): number {
  return counted.reduce((sum, { ticks }) => sum + ticks, 0);
}
