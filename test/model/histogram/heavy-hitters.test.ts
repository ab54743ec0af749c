import * as fc from 'fast-check';
import { HEAVY_HITTERS, HeavyHitters, type HeavyHittersData } from '../../../src/model/histogram/heavy-hitters.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { SEED } from '../../aggregate/random-trace.js';

interface Call {
  readonly key: string;
  readonly nanos: number;
}

/** Up to 300 names for 64 counters, the low ones far more often, as statements and symbols are. */
const anyCalls = fc.array(
  fc.record({
    key: fc.double({ min: 0, max: 1, noNaN: true }).map((position) => `name ${Math.floor(300 * position ** 3)}`),
    nanos: fc.nat(1_000),
  }),
  { minLength: 100, maxLength: 600, size: 'max' },
);

function hittersOf(calls: readonly Call[]): HeavyHittersData {
  const hitters = new HeavyHitters();
  for (const { key, nanos } of calls) hitters.add(key, nanos as Nanoseconds);
  return hitters.toData();
}

function truthOf(calls: readonly Call[]): Map<string, { count: number; total: number }> {
  const truth = new Map<string, { count: number; total: number }>();
  for (const { key, nanos } of calls) {
    const { count, total } = truth.get(key) ?? { count: 0, total: 0 };
    truth.set(key, { count: count + 1, total: total + nanos });
  }
  return truth;
}

/** Names whose true total lies outside the interval that the data gives for them. */
function wrongNames(data: HeavyHittersData, calls: readonly Call[]): string[] {
  const present = new Map(data.entries.map((entry) => [entry.key, entry]));
  const absent = { count: 0, totalNanos: data.floorNanos, errorNanos: data.floorNanos };
  return [...truthOf(calls)]
    .filter(([key, { count, total }]) => {
      const { count: counted, totalNanos, errorNanos } = present.get(key) ?? absent;
      return total > totalNanos || total < totalNanos - errorNanos || count < counted;
    })
    .map(([key]) => key);
}

describe('heavy hitters', () => {
  it('are exact while the names fit', () => {
    expect(
      hittersOf([
        { key: 'a', nanos: 3 },
        { key: 'b', nanos: 9 },
        { key: 'a', nanos: 4 },
      ]),
    ).toEqual({
      floorNanos: 0,
      entries: [
        { key: 'b', count: 1, totalNanos: 9, errorNanos: 0 },
        { key: 'a', count: 2, totalNanos: 7, errorNanos: 0 },
      ],
    });
  });

  it('give every name an interval that holds its true total, and leave out none that is heavier than the floor', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const data = hittersOf(calls);
        expect(data.entries.length).toBeLessThanOrEqual(HEAVY_HITTERS);
        expect(wrongNames(data, calls)).toEqual([]);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('keep the intervals true when merged, with names that both, one or neither of them counts', () => {
    fc.assert(
      fc.property(anyCalls, anyCalls, anyCalls, (some, others, more) => {
        const merged = new HeavyHitters();
        merged.merge(hittersOf(some));
        merged.merge(hittersOf(others));
        for (const { key, nanos } of more) merged.add(key, nanos as Nanoseconds);
        expect(merged.toData().entries.length).toBeLessThanOrEqual(HEAVY_HITTERS);
        expect(wrongNames(merged.toData(), [...some, ...others, ...more])).toEqual([]);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('hold a name that is heavier than a 64th of the time, whatever else comes by', () => {
    const calls: Call[] = [];
    for (let call = 0; call < 100_000; call++) calls.push({ key: `once ${call}`, nanos: 10 });
    for (let call = 0; call < 1_000; call++) calls.splice(call * 90, 0, { key: 'heavy', nanos: 40 });
    const heavy = hittersOf(calls).entries.find(({ key }) => key === 'heavy');
    expect(heavy?.totalNanos).toBeGreaterThanOrEqual(40_000);
    expect(heavy!.totalNanos - heavy!.errorNanos).toBeLessThanOrEqual(40_000);
  });
});
