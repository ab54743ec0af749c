// Handlers that are known by their names, in every form in which a program can have them.

import { runCounted } from './counted-run.js';

jest.setTimeout(30_000);

it('methods, fields, statics, overridden, bound, replaced, in blocks, on prototypes, as callbacks', async () => {
  const { report, counts } = await runCounted('forms.cjs');
  expect(report.losses).toEqual([]);
  expect(report.coverage.notSeen).toEqual([]);
  const { ticks, failed } = counts;
  expect(report.ticks).toMatchObject({ started: ticks, count: ticks, failed, late: 0 });
  const byName = Object.fromEntries(report.ticks.byName.map(({ name, count }) => [name, count]));
  // The base class's own is called by what overrides it, inside its tick.
  expect(byName).toMatchObject({ 'BaseStrategy.onTick': 1, 'Momentum.onTick': 3, 'Momentum.onCandle': 2 });
  expect(byName).toMatchObject({ 'Warming.onPrice': 5, 'Fields.onBar': 1, 'Bound.onQuote': 1 });
  // Two functions of one name, in the blocks of one file; the second is called twice.
  const ofName = report.ticks.byName.filter(({ name }) => name.startsWith('onTick'));
  const lines = ofName.map(({ name, count }) => [name.replace(/ \(.*:(\d+)\)/, ' in line $1'), count]);
  expect(Object.fromEntries(lines)).toEqual({ onTick: 1, 'onTick in line 98': 2 });
  expect(byName).toMatchObject({ 'trades(...)': 1, 'onStockTrade(...)': 2 });
});
