import { parseBudget, readBudgets } from '../../src/config/budgets.js';
import { checkConfig } from '../../src/config/check-config.js';

it.each([
  ['2ms', 'duration', { most: 2_000_000 }],
  ['500us', 'duration', { most: 500_000 }],
  ['100MB', 'size', { most: 100_000_000 }],
  ['1.5 GB', 'size', { most: 1_500_000_000 }],
  ['50%', 'share', { most: 0.5 }],
  [3, 'number', { most: 3 }],
  ['0', 'number', { most: 0 }],
  ['+10%', 'duration', { increase: 0.1 }],
  ['+0 %', 'number', { increase: 0 }],
  ['+12.5%', 'size', { increase: 0.125 }],
] as const)('reads %j as a %s', (text, amount, budget) => {
  expect(parseBudget(text, amount)).toEqual(budget);
});

it.each([
  ['2', 'duration'],
  [2, 'duration'],
  ['-1ms', 'duration'],
  ['+10', 'duration'],
  ['10%', 'duration'],
  ['-10%', 'duration'],
  ['100', 'size'],
  ['100MiB', 'size'],
  ['0.5', 'share'],
  ['3ms', 'number'],
  [Number.NaN, 'number'],
  [-1, 'number'],
  ['', 'number'],
] as const)('does not read %j as a %s', (text, amount) => {
  expect(parseBudget(text, amount)).toBeUndefined();
});

it('reads what the configuration file has', () => {
  const budgets = {
    responseP95: '2ms',
    queriesPerTick: 3,
    operations: { '*': '+10%', 'query SELECT 1': '300us' },
    findings: ['held-loop'],
  };
  const { settings, warnings } = checkConfig({ budgets });
  expect(warnings).toEqual([]);
  expect(readBudgets(settings.budgets ?? {})).toEqual({
    measures: { responseP95: { most: 2_000_000 }, queriesPerTick: { most: 3 } },
    operations: { '*': { increase: 0.1 }, 'query SELECT 1': { most: 300_000 } },
    findings: ['held-loop'],
  });
});

it.each([
  [
    { tickP95: 'fast' },
    'budgets[tickP95] "fast" is no budget such as "2ms" or, against a baseline, "+10%". It is left out.',
  ],
  [
    { memory: true },
    'budgets[memory] true is no budget such as "100MB" or, against a baseline, "+10%". It is left out.',
  ],
  [
    { operations: { 'query X': '1 week' } },
    'budgets[operations.query X] "1 week" is no budget such as "2ms" or, against a baseline, "+10%". It is left out.',
  ],
  [{ findings: 'none' }, 'budgets[findings] "none" is no list of ids such as ["held-loop"]. It is left out.'],
])('quotes what is wrong in %j', (budgets, warning) => {
  expect(checkConfig({ budgets }).warnings).toEqual([warning]);
});

it('does not know a budget by another name', () => {
  expect(checkConfig({ budgets: { responsep95: '2ms' } }).warnings).toHaveLength(1);
});
