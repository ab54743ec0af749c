// Market events that a loop takes: `for await`, and pulls as from ccxt.

import { countsOf } from '../support/programs.js';
import { runCounted } from './counted-run.js';

it('for await: every run of the body is a tick, and what it awaits is in that tick', async () => {
  const { report, segments, counts } = await runCounted('for-await.mjs');
  expect(counts).toEqual({ ticks: 94, inner: 79 });
  expect(report.ticks).toMatchObject({ started: counts['ticks'], count: counts['ticks'], failed: 1, late: 0 });
  expect(Object.fromEntries(report.ticks.bySymbol.map(({ name, count }) => [name, count]))).toEqual({
    A: 40,
    B: 30,
    D: 4,
    E: 5,
    L: 5,
    R: 3,
    S: 3,
    T: 2,
  });
  expect(countsOf(report, 'database')).toEqual({ 'PriceDatabase.savePrice': counts['inner'] });
  const trees = segments.flatMap(({ kept }) => kept);
  expect(trees.length).toBeGreaterThan(0);
  for (const { symbol, operations } of trees) {
    const saves = symbol !== undefined && 'ABDE'.includes(symbol) ? 1 : 0;
    expect(operations).toHaveLength(1 + saves);
  }
});

it('pull loops: a tick from what watch* brings until the next pull, in every form of loop', async () => {
  const { report, segments, counts } = await runCounted('pull-loops.cjs');
  expect(report.ticks).toMatchObject({ started: counts['pulls'], count: counts['pulls'], failed: 1, late: 0 });
  expect(countsOf(report, 'database')).toEqual({ 'PriceRepository.savePrice': counts['saved'] });
  expect(report.operations.filter(({ kind }) => kind === 'tick').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['watchTrades', 'watchTicker', 'watchOrderBook', 'watchOHLCV', 'watchTickers']),
  );
  for (const { operations } of segments.flatMap(({ kept }) => kept)) {
    expect(operations).toHaveLength(operations[0]?.name === 'watchTrades' ? 2 : 1);
  }
});
