import { CollectionsBeforeTicks, WAITS_REMEMBERED } from '../../src/aggregate/collections-before-ticks.js';
import type { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';

/** Rows by owner, of which a segment can give so much. */
function sumsOf(waits: Record<number, number>): { sums: SegmentAccumulator; moved: { gc: number } } {
  const moved = { gc: 0 };
  const sums = {
    takeFromWait: (ownerId: number, _responseNanos: number, nanos: number): number => {
      const taken = Math.min(nanos, waits[ownerId] ?? 0);
      waits[ownerId] = (waits[ownerId] ?? 0) - taken;
      return taken;
    },
    collectedInTick: (_responseNanos: number, nanos: number): void => void (moved.gc += nanos),
  };
  return { sums: sums as unknown as SegmentAccumulator, moved };
}

/** Owner 1 held the loop from 0 to 100, owner 2 from 100 to 200. */
const holders = {
  holdersBetween: (from: number, to: number, visit: (ownerId: number, nanos: number) => void): void => {
    const first = Math.min(to, 100) - from;
    if (first > 0) visit(1, first);
    const second = to - Math.max(from, 100);
    if (second > 0) visit(2, second);
  },
};

it('moves a pause from those who held the loop to the collections, and no more than they were blamed for', () => {
  const waits = { 1: 60, 2: 5 };
  const { sums, moved } = sumsOf(waits);
  const collections = new CollectionsBeforeTicks(holders);
  collections.add(500, 3);
  collections.collected(0, 80, 110, 3, sums);
  expect([waits, moved.gc]).toEqual([{ 1: 40, 2: 0 }, 25]);
});

it('leaves segments alone that were cut meanwhile, and ticks that are forgotten', () => {
  const waits = { 1: 60 };
  const { sums, moved } = sumsOf(waits);
  const collections = new CollectionsBeforeTicks(holders);
  collections.add(500, 3);
  collections.collected(0, 10, 20, 4, sums);
  for (let tick = 0; tick < WAITS_REMEMBERED; tick++) collections.add(500, 3);
  collections.collected(0, 10, 20, 3, sums);
  expect([waits[1], moved.gc]).toEqual([60, 0]);
});
