// Minutes, hours and days of a running process: whole finer units, and their sums exactly.

import * as fc from 'fast-check';
import { KeptByAge, slowestFirst } from '../../src/aggregate/kept-selection.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { ResourceWindows, SampleWindows } from '../../src/aggregate/sample-windows.js';
import { SegmentTiers } from '../../src/aggregate/segment-tiers.js';
import { wholeSegment } from '../../src/aggregate/segment-accumulator.js';
import type { KeptTick, StoredSegment } from '../../src/model/record/record-segment.js';
import type { SegmentInParts } from '../../src/model/record/segment-parts.js';
import { SECOND, type Nanoseconds, type UnixMilliseconds } from '../../src/model/units.js';
import { sampleOf } from '../analysis/segment-builder.js';
import { accumulate, anyStream, keptTick } from './measured-stream.js';
import { SEED } from './random-trace.js';

const PARTS = 24;
const NOON = Date.UTC(2026, 10, 23, 12);

/** A part every twenty seconds; the first three are warm-up. */
function numbered(events: Parameters<typeof accumulate>[0], startMillis: number): StoredSegment[] {
  return accumulate(events, PARTS).map((segment, number) => ({
    ...segment,
    number,
    warmup: number < 3,
    fromUnixMillis: (startMillis + number * 20_000) as UnixMilliseconds,
    toUnixMillis: (startMillis + (number + 1) * 20_000) as UnixMilliseconds,
  }));
}

function unitsOf(segments: readonly StoredSegment[], rowsAtOnce: number): SegmentInParts[][] {
  const units: SegmentInParts[][] = [[], [], [], []];
  const tiers = new SegmentTiers((unit, tier) => units[tier]?.push(unit));
  for (const segment of segments) {
    tiers.add(segment);
    while (tiers.mergeSlice(rowsAtOnce));
  }
  return units;
}

/** Lists that thin out with age are no sums. */
const sumsOf = (segment: SegmentInParts | undefined): object => ({
  ...(segment && mergeRecordSegments([wholeSegment(segment)])),
  kept: [],
  samples: [],
  resources: [],
  losses: [],
});

describe('units', () => {
  const ranges = (units: readonly SegmentInParts[] = []): unknown[] =>
    units.map(({ numbers, warmup }) => [numbers?.first, numbers?.last, warmup]);

  it('end where a segment crosses a full minute or hour, and with the warm-up', () => {
    const [, minutes, hours, days] = unitsOf(numbered([], NOON - 130_000), 1);
    // From 11:57:50 on, every twenty seconds.
    expect(ranges(minutes)).toEqual([
      [0, 0, true],
      [1, 2, true],
      [3, 3, false],
      [4, 6, false],
      [7, 9, false],
      [10, 12, false],
      [13, 15, false],
      [16, 18, false],
      [19, 21, false],
    ]);
    expect(ranges(hours)).toEqual([
      [0, 2, true],
      [3, 6, false],
    ]);
    expect(ranges(days)).toEqual([[0, 2, true]]);
  });

  it('have the sums of their segments, bit for bit, however small the slices', () => {
    fc.assert(
      fc.property(anyStream(PARTS, 60), fc.integer({ min: 1, max: 40 }), (events, rowsAtOnce) => {
        const segments = numbered(events, NOON - 130_000);
        for (const unit of unitsOf(segments, rowsAtOnce).flat()) {
          const { first = NaN, last = NaN } = unit.numbers ?? {};
          const whole = mergeRecordSegments(segments.slice(first, last + 1));
          expect(sumsOf(unit)).toEqual(sumsOf({ ...(whole as StoredSegment), warmup: unit.warmup }));
          // Rows are made anew for each who reads them.
          expect(sumsOf(unit)).toEqual(sumsOf(unit));
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});

describe('trees', () => {
  const ticks: KeptTick[] = Array.from({ length: 300 }, (_, place) => ({
    ...keptTick((place * 7_919) % 1_000, place % 97),
    reason: (['slow', 'random', 'failed'] as const)[place % 3] ?? 'slow',
  }));
  const keptOf = (given: readonly KeptTick[]): readonly KeptTick[] => {
    const kept = new KeptByAge();
    for (const tick of given) kept.add(tick);
    return kept.toList();
  };

  it('are the slowest, the slowest that failed, and ordinary ones by chance', () => {
    const kept = keptOf(ticks);
    const slowest = ticks.toSorted(slowestFirst);
    const failed = slowest.filter(({ reason }) => reason === 'failed').slice(0, 4);
    expect(kept).toEqual(expect.arrayContaining([...slowest.slice(0, 12), ...failed]));
    expect(kept.length).toBeLessThanOrEqual(24);
    const others = kept.filter((tick) => !slowest.slice(0, 12).includes(tick) && !failed.includes(tick));
    expect(others.length).toBeGreaterThan(4);
    expect(others.every(({ reason }) => reason === 'random')).toBe(true);
  });

  it('are the same in whatever groups they came', () => {
    const grouped = [0, 1, 2, 3].flatMap((group) => keptOf(ticks.slice(group * 75, (group + 1) * 75)));
    expect(keptOf(grouped)).toEqual(keptOf(ticks));
  });
});

describe('samples', () => {
  it('add up to windows, with the memory of the last', () => {
    const windows = new SampleWindows((10 * SECOND) as Nanoseconds);
    const samples = Array.from({ length: 25 }, (_, second) =>
      sampleOf({ second, rssBytes: second, ...(second % 10 !== 9 && { privateBytes: second }) }),
    );
    for (const sample of samples) windows.add(sample);
    expect(windows.list.map(({ rssBytes }) => rssBytes)).toEqual([9, 19, 24]);
    expect(windows.list.map(({ privateBytes }) => privateBytes)).toEqual([undefined, undefined, 24]);
    for (const field of ['elapsedNanos', 'cpuNanos', 'ticksStarted', 'ticksEnded', 'loopActiveNanos'] as const) {
      const sum = (list: readonly Record<typeof field, number>[]): number =>
        list.reduce((all, one) => all + one[field], 0);
      expect(sum(windows.list)).toBe(sum(samples));
    }
  });

  it('of what the process holds are the last of each window', () => {
    const windows = new ResourceWindows((10 * SECOND) as Nanoseconds);
    for (let second = 0; second < 25; second += 3) {
      const atUnixMillis = (NOON + second * 1_000) as UnixMilliseconds;
      windows.add({ process: 'p1', atUnixMillis, heapSpaces: [], arrayBuffersBytes: 0 as never, active: [] });
    }
    expect(windows.list.map(({ atUnixMillis }) => (atUnixMillis - NOON) / 1_000)).toEqual([9, 21, 24]);
  });
});
