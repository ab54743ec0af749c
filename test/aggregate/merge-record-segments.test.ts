import * as fc from 'fast-check';
import { slowestFirst } from '../../src/aggregate/kept-selection.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import type { Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';
import { SEED } from './random-trace.js';
import { accumulate, anyStream, keptTick } from './measured-stream.js';
import { sampleOf, segmentOf } from '../analysis/segment-builder.js';

const PARTS = 4;

describe('merging record segments', () => {
  it('gives nothing for nothing', () => {
    expect(mergeRecordSegments([])).toBeUndefined();
  });

  it('gives bit for bit what one segment would have recorded, however the stream was split', () => {
    fc.assert(
      fc.property(anyStream(PARTS), (events) => {
        const whole = mergeRecordSegments(accumulate(events, 1));
        expect(mergeRecordSegments(accumulate(events, PARTS))).toEqual(whole);
        expect(whole?.heavyHitters).toEqual({ floorNanos: 0, entries: [] });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('does not depend on the order of the segments, down to the text of the JSON', () => {
    fc.assert(
      fc.property(anyStream(PARTS), fc.shuffledSubarray([0, 1, 2, 3], { minLength: PARTS }), (events, order) => {
        const parts = accumulate(events, PARTS);
        const shuffled = order.map((part) => parts[part] as (typeof parts)[number]);
        expect(JSON.stringify(mergeRecordSegments(shuffled))).toBe(JSON.stringify(mergeRecordSegments(parts)));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('can be done in groups: merging merged segments changes nothing', () => {
    fc.assert(
      fc.property(anyStream(PARTS), (events) => {
        const [a, b, c, d] = accumulate(events, PARTS).map((part) => mergeRecordSegments([part]));
        const inGroups = mergeRecordSegments([mergeRecordSegments([a!, b!])!, mergeRecordSegments([c!, d!])!]);
        expect(inGroups).toEqual(mergeRecordSegments([a!, b!, c!, d!]));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('leaves its inputs as they are', () => {
    fc.assert(
      fc.property(anyStream(PARTS), (events) => {
        const parts = accumulate(events, PARTS);
        const before = structuredClone(parts);
        mergeRecordSegments(parts);
        expect(parts).toEqual(before);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('keeps which machine it was, which the first segments of a process do not say, in any order', () => {
    const process = { id: 'p1', pid: 1, name: 'bot.js', nodeVersion: '24', startedAtUnixMillis: 0 as UnixMilliseconds };
    const machine = { model: 'Some CPU', cores: 2, architecture: 'x64', platform: 'linux' };
    const without = { ...segmentOf([]), processes: [process] };
    const told = { ...segmentOf([]), processes: [{ ...process, machine }] };
    for (const segments of [
      [without, told, without],
      [told, without],
      [without, told],
    ]) {
      expect(mergeRecordSegments(segments)?.processes).toEqual([{ ...process, machine }]);
    }
  });

  it('keeps the 256 slowest trees of all', () => {
    const [part] = accumulate([], 1);
    const segments = [0, 1, 2].map((at) => ({
      ...part!,
      kept: Array.from({ length: 100 }, (_, place) => keptTick(100 * at + place, 10 * ((100 * at + place) % 97))),
    }));
    const all = segments.flatMap(({ kept }) => kept);
    expect(mergeRecordSegments(segments)?.kept).toEqual(all.toSorted(slowestFirst).slice(0, 256));
  });
});

describe('the order of rows', () => {
  const few = fc.integer({ min: 0, max: 1 });
  const sample = fc
    .record({ second: few, process: few, elapsed: few, rss: few })
    .map(({ second, process, elapsed, rss }) => ({
      ...sampleOf({ second, process: `p${process}`, rssBytes: rss }),
      elapsedNanos: elapsed as Nanoseconds,
    }));
  const tick = fc
    .record({ trace: few, nanos: few, process: few, start: few })
    .map(({ trace, nanos, process, start }) => ({
      ...keptTick(trace, nanos),
      process: `p${process}`,
      startedAtUnixNanos: String(start),
    }));
  const segment = fc
    .record({ samples: fc.array(sample, { maxLength: 4 }), kept: fc.array(tick, { maxLength: 4 }) })
    .map((rows): RecordSegment => segmentOf([], rows));

  it('does not depend on the order in which equal keys come', () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 2, maxLength: 5 }), (segments) => {
        expect(mergeRecordSegments(segments.toReversed())).toEqual(mergeRecordSegments(segments));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('is a true order: 0 for a tick and itself, and opposite where the two change places', () => {
    fc.assert(
      fc.property(tick, tick, (left, right) => {
        expect(slowestFirst(left, { ...left })).toBe(0);
        expect(Math.sign(slowestFirst(left, right)) + Math.sign(slowestFirst(right, left))).toBe(0);
      }),
      { seed: SEED },
    );
  });

  it('puts the sample at exit behind the one of the same millisecond', () => {
    const [regular, atExit] = [1_000_000_000, 400_000].map((elapsedNanos) => ({
      ...sampleOf({ second: 7 }),
      elapsedNanos: elapsedNanos as Nanoseconds,
    }));
    const segments = [atExit, regular].map((one) => segmentOf([], { samples: [one!] }));
    expect(mergeRecordSegments(segments)?.samples).toEqual([regular, atExit]);
  });
});
