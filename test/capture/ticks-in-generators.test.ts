// Generators that handle market events: a tick from the first step to the last, or one for each event that is sent.

import { countsOf } from '../support/programs.js';
import { runCounted } from './counted-run.js';

it('records every step of a generator, and leaves function and generator what they are', async () => {
  const { report, segments, counts } = await runCounted('generators.cjs');
  expect(report.losses).toEqual([]);
  expect(report.ticks).toMatchObject({
    started: counts['ticks'],
    count: counts['ticks'],
    failed: counts['failed'],
    late: 0,
  });
  expect(Object.fromEntries(report.ticks.byName.map(({ name, count }) => [name, count]))).toEqual({
    'GridStrategy.onCandle': 9,
    'StrategyRunner.run': 4,
    'TradingEngine.onTick': 3,
    onTrade: 3,
  });
  expect(countsOf(report, 'indicator')).toEqual({ 'EmaIndicator.update': counts['inner'] });
  // A step for each row, and the one that says that there is none.
  expect(countsOf(report, 'database')).toEqual({ 'TradeRepository.findAll': (counts['rows'] ?? 0) + 1 });
  // 5 x 3 driven to the end, 1 + 1 left early, 1 + 1 stopped, 2 failing, 1 + 1 thrown into, 3 x 3 inside other ticks.
  expect(countsOf(report, 'internal')).toEqual({ 'GridStrategy.onCandle': 32, onTrade: 9 });
  const whole = segments.flatMap(({ kept }) => kept).find(({ name }) => name === 'GridStrategy.onCandle');
  expect(whole?.operations.map(({ name, parent }) => `${name} ${parent}`)).toEqual([
    'GridStrategy.onCandle -1',
    'GridStrategy.onCandle 0',
    'EmaIndicator.update 1',
    'GridStrategy.onCandle 0',
    'GridStrategy.onCandle 0',
    'EmaIndicator.update 4',
  ]);
});
