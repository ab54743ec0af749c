// Of many kept ticks so many are sent in a second: rare reasons among them, and the slowest.

import { KeptRate } from '../../src/aggregate/kept-rate.js';
import type { SentReason } from '../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { uniform } from '../harness/keyed-random.js';

const SECOND = 1_000_000_000;

interface Tick {
  readonly reason: SentReason;
  readonly durationNanos: number;
  readonly atNanos: number;
}

/** @returns those that are sent */
function sent(perSecond: number, ticks: readonly Tick[], seed = 1): Tick[] {
  let draws = 0;
  const rate = new KeptRate(perSecond, () => uniform(seed, draws++));
  return ticks.filter(({ reason, durationNanos, atNanos }) =>
    rate.admits(reason, durationNanos as Nanoseconds, atNanos),
  );
}

/** Slow ticks, evenly over some seconds, with durations that have no order. */
function slowTicks(perSecond: number, seconds: number): Tick[] {
  return Array.from({ length: perSecond * seconds }, (_, index) => ({
    reason: 'slow',
    durationNanos: Math.floor(2_000_000 + 1_000_000 * uniform(7, index)),
    atNanos: Math.floor((index * SECOND) / perSecond),
  }));
}

const bySecond = (ticks: readonly Tick[]): number[] => {
  const counts: number[] = [];
  for (const { atNanos } of ticks) {
    const second = Math.floor(atNanos / SECOND);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
};

it('sends all of them while there are no more than so many in a second', () => {
  const ticks = slowTicks(16, 5);
  expect(sent(20, ticks)).toEqual(ticks);
});

it('sends no more than so many in any second, however many there are', () => {
  for (const perSecond of [1, 2, 7, 20, 100]) {
    expect(Math.max(...bySecond(sent(perSecond, slowTicks(1_000, 5))))).toBeLessThanOrEqual(perSecond);
    expect(Math.min(...bySecond(sent(perSecond, slowTicks(1_000, 5))))).toBeGreaterThanOrEqual(
      Math.floor(perSecond / 4),
    );
  }
});

it('has room for rare reasons at the end of a second that is full of others', () => {
  const ticks = slowTicks(1_000, 3);
  const rare = (reason: SentReason, second: number): Tick => ({
    ...{ reason, durationNanos: 1_000 },
    atNanos: second * SECOND + 999_999_999,
  });
  const all = [0, 1, 2].flatMap((second) => [
    ...ticks.slice(1_000 * second, 1_000 * (second + 1)),
    ...[rare('failed', second), rare('failed', second), rare('random', second), rare('random', second)],
  ]);
  const rareOnes = sent(20, all).filter(({ reason }) => reason !== 'slow');
  expect(rareOnes).toHaveLength(12);
});

it('takes the slowest of a second, though not the first ones', () => {
  const ticks = slowTicks(500, 40);
  const taken = new Set(sent(20, ticks));
  let found = 0;
  const places: number[] = [];
  for (let second = 1; second < 40; second++) {
    const ofSecond = ticks.slice(500 * second, 500 * (second + 1));
    const slowest = Math.max(...ofSecond.map(({ durationNanos }) => durationNanos));
    found += ofSecond.some((tick) => taken.has(tick) && tick.durationNanos === slowest) ? 1 : 0;
    places.push(...ofSecond.flatMap((tick, place) => (taken.has(tick) ? [place] : [])));
  }
  expect(found).toBeGreaterThan(36);
  // By chance alone the middle of the places is 250; of the first ones it would be 8.
  const middle = places.toSorted((left, right) => left - right)[places.length >> 1]!;
  expect(middle).toBeGreaterThan(50);
});
