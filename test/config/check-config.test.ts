import { checkConfig } from '../../src/config/check-config.js';

const NAME = 'is no name such as "OrderRouter.handle", "feed.js#consume" or "some-package#fetchQuotes"';

it('takes every key', () => {
  const settings = {
    $schema: './schema.json',
    ticks: ['OrderRouter.handle', 'onFrame', 'src/*.js#*', '@scope/pkg#Client.send', { event: 'snapshot' }],
    indicators: [],
    database: ['Ledger.*'],
    strategies: ['Momentum.*'],
    external: ['Broker.send'],
    exclude: [{ event: 'heartbeat' }],
    symbol: 'data.instrument',
    time: () => 0,
    tickBudget: '500us',
    directory: 'runs',
    segmentMillis: 100,
    flushMillis: 0,
    ticksPerSecond: 20,
  };
  expect(checkConfig(settings)).toEqual({ settings, warnings: [] });
});

it.each<[settings: unknown, warning: string]>([
  [{ tick: [] }, '"tick" is not known; did you mean "ticks"?'],
  [{ strategy: [] }, '"strategy" is not known; did you mean "strategies"?'],
  [
    { colour: 'red' },
    '"colour" is not known; the keys are ticks, indicators, database, strategies, external, orders, caches, exclude, symbol, time, tickBudget, directory, segmentMillis, flushMillis, ticksPerSecond, eventLoop, export, propagate, profile, memory, alerts, budgets, $schema.',
  ],
  [
    { ticks: 'onFrame' },
    'ticks "onFrame" is no list of names and events such as ["OrderRouter.handle", { "event": "snapshot" }]. It is left out.',
  ],
  [{ database: [5] }, `database[0] 5 ${NAME}. It is left out.`],
  [{ external: ['a b'] }, `external[0] "a b" ${NAME}. It is left out.`],
  [
    { exclude: [{ evnt: 'x' }] },
    `exclude[0] {"evnt":"x"} ${NAME}, and no event such as { "event": "snapshot" }. It is left out.`,
  ],
  [
    { symbol: 5 },
    'symbol 5 is neither a path such as "data.instrument" nor a function of the arguments. It is left out.',
  ],
  [{ tickBudget: '1 fortnight' }, 'tickBudget "1 fortnight" is no duration such as "1ms" or "500us". It is left out.'],
  [{ segmentMillis: 99 }, 'segmentMillis 99 is no whole number from 100 to 3600000. It is left out.'],
  [{ directory: () => 'x' }, 'directory a function is no text. It is left out.'],
  [['ticks'], '["ticks"] is no object with settings. The defaults hold.'],
  [undefined, 'undefined is no object with settings. The defaults hold.'],
])('quotes what is wrong in %j, and what would be right', (settings, warning) => {
  expect(checkConfig(settings).warnings).toEqual([warning]);
});

it('keeps what is right beside what is wrong', () => {
  const { settings, warnings } = checkConfig({ ticks: ['onFrame', 7, 'x#y#z'], tickBudget: '2ms', wrong: 1 });
  expect(settings).toEqual({ ticks: ['onFrame'], tickBudget: '2ms' });
  expect(warnings).toHaveLength(3);
});
