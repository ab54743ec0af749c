// By symbol every value counts once, in a few series that stay.

import * as fc from 'fast-check';
import { SymbolTotals } from '../../src/aggregate/symbol-totals.js';
import { TopNames } from '../../src/aggregate/top-names.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { uniform } from '../harness/keyed-random.js';
import { SEED } from './random-trace.js';

function sumOf(histograms: Iterable<ExponentialHistogram>): object {
  const sum = new ExponentialHistogram(6);
  for (const each of histograms) sum.merge(each);
  return sum.toData();
}

it('adds up to the total, whatever the symbols', () => {
  const anyTick = fc.record({
    name: fc.constantFrom('onTick', 'onTrade'),
    symbol: fc.option(fc.nat(200), { nil: undefined }),
    nanos: fc.nat(5_000_000),
    basis: fc.constantFrom('stamped' as const, 'bound' as const, undefined),
  });
  fc.assert(
    fc.property(fc.array(anyTick, { maxLength: 400 }), (ticks) => {
      const totals = new SymbolTotals();
      const [durations, waits, ages] = [6, 6, 6].map(() => new ExponentialHistogram(6));
      for (const { name, symbol, nanos, basis } of ticks) {
        const duration = nanos as Nanoseconds;
        totals.tickClosed(name, symbol === undefined ? undefined : `S${symbol}`, duration);
        durations!.record(duration);
        if (basis === undefined) continue;
        totals.waited(basis, duration, duration);
        waits!.record(duration);
        totals.aged(duration);
        ages!.record(duration);
      }
      const events = [...totals.events()];
      expect(sumOf([...totals.ticks()].map((each) => each.durations))).toEqual(durations!.toData());
      expect(sumOf(events.flatMap((each) => [each.waits.stamped, each.waits.bound]))).toEqual(waits!.toData());
      expect(sumOf(events.map((each) => each.ages))).toEqual(ages!.toData());
      // 32 symbols, `__other__` and none; of each a series for each of the two names.
      expect([...totals.ticks()].length).toBeLessThanOrEqual(2 * 34);
    }),
    { seed: SEED, numRuns: 100 },
  );
});

it('counts a wait with the symbol of its tick', () => {
  const totals = new SymbolTotals();
  for (const [symbol, waitNanos] of [
    ['BTC', 10],
    ['ETH', 20],
    [undefined, 30],
  ] as const) {
    totals.tickClosed('onTick', symbol, 1 as Nanoseconds);
    totals.waited('stamped', waitNanos as Nanoseconds, 5 as Nanoseconds);
  }
  const sums = [...totals.events()].map(({ symbol, waits, responses }) => [
    symbol,
    waits.stamped.sumNanos,
    responses.stamped.sumNanos,
  ]);
  expect(sums).toEqual([
    ['BTC', 10, 15],
    ['ETH', 20, 25],
    ['', 30, 35],
  ]);
});

describe('names with a series of their own', () => {
  it('are those that come often, though a hundred others came before them, and no more than 32', () => {
    const names = new TopNames();
    for (let place = 0; place < 100; place++) names.bounded(`snapshot ${place}`);
    const often = ['BTC', 'ETH', 'SOL', 'XRP'];
    const seen = new Set<string>();
    for (let place = 0; place < 20_000; place++) {
      const isOften = uniform(3, place) < 0.8;
      const name = isOften ? often[place % 4]! : `rare ${Math.floor(uniform(4, place) * 50_000)}`;
      seen.add(names.bounded(name));
    }
    expect(often.filter((name) => !seen.has(name))).toEqual([]);
    expect(seen.size).toBeLessThanOrEqual(33);
  });

  it('keep it for ever', () => {
    const names = new TopNames();
    names.bounded('BTC');
    for (let place = 0; place < 10_000; place++) names.bounded(`other ${place % 40}`);
    expect(names.bounded('BTC')).toBe('BTC');
  });
});
