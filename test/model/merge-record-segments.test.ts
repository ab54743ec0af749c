import * as fc from 'fast-check';
import { mergeRecordSegments, slowestFirst } from '../../src/model/merge-record-segments.js';
import { SEED } from '../analysis/random-trace.js';
import { accumulate, anyStream, keptTick } from '../analysis/measured-stream.js';

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
