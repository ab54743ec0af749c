// Services, repositories and helpers over pg inside ticks: every layer once, each under the one that called it.

import type { Report, SlowTick } from '../../src/model/report/report.js';
import { countsOf, fixture, withoutTickscopeLines } from '../support/programs.js';
import { asReported, Postgres } from './postgres.js';

jest.setTimeout(60_000);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start();
}, 120_000);
afterAll(() => postgres?.stop());

/** Every tick is kept with its tree. */
const environment = { TICKSCOPE_TICK_BUDGET: '0.001us' };

function ticksOf(report: Report, name: string): readonly SlowTick[] {
  return report.slowest.filter((tick) => tick.name === name);
}

/**
 * Operations behind those that they belong to; a connection is opened when the pool needs one, by whoever comes first, and
 * garbage is collected when there is enough of it.
 */
function treeOf({ spans }: SlowTick): string[] {
  const pathOf = (position: number): string => {
    const { kind, name, parent } = spans[position] as SlowTick['spans'][number];
    return `${parent < 0 ? '' : `${pathOf(parent)} > `}${kind} ${name}`;
  };
  return spans
    .map((_span, position) => pathOf(position))
    .filter((path) => !/external pg\.connect|^untraced|> untraced|wait gc/.test(path));
}

const TREES: Record<string, readonly string[]> = {
  onTrade: [
    'database DatabaseService.saveTrade',
    'database DatabaseService.saveTrade > database TradeRepository.insert',
    'database DatabaseService.saveTrade > database TradeRepository.insert > wait pool',
    'database DatabaseService.saveTrade > database TradeRepository.insert > query INSERT INTO trades VALUES ($1, $2)',
    'database DatabaseService.saveTrade > database TradeRepository.countOf',
    'database DatabaseService.saveTrade > database TradeRepository.countOf > wait pool',
    'database DatabaseService.saveTrade > database TradeRepository.countOf > ' +
      'query SELECT count(*)::int AS trades FROM trades WHERE symbol = $1',
    'database db.query',
    'database db.query > wait pool',
    'database db.query > query SELECT max(price) FROM trades',
    'database DatabaseService.deleteTrade',
    'database DatabaseService.deleteTrade > database db.query',
    'database DatabaseService.deleteTrade > database db.query > wait pool',
    'database DatabaseService.deleteTrade > database db.query > ' +
      'query DELETE FROM trades WHERE symbol = $1 AND price / $2::float8 > ?',
  ],
  onQuote: [
    'database DatabaseService.loadLast',
    'database DatabaseService.loadLast > wait pool',
    'database DatabaseService.loadLast > query SELECT price FROM trades WHERE symbol = $1 LIMIT ?',
    'database db.query',
    'database db.query > wait pool',
    'database db.query > query SELECT $1::text AS called_back',
    'database db.query',
    'database db.query > wait pool',
    'database db.query > query SELECT true AS called_back_again',
  ],
  onCandle: [
    'query SELECT g AS event FROM generate_series(?, ?) g',
    'query SELECT true AS in_a_row',
    'query SELECT true AS in_a_row',
    'query SELECT true AS at_the_end',
  ],
  onBar: [
    'query SELECT g AS portion FROM generate_series(?, ?) g',
    'database db.query',
    'database db.query > wait pool',
    'database db.query > query SELECT true AS between_portions',
    'query SELECT true AS after_the_cursor',
  ],
  onTicker: [
    'query SELECT g AS flowing FROM generate_series(?, ?) g',
    'database db.query',
    'database db.query > wait pool',
    'database db.query > query SELECT true AS in_a_stream',
    'database db.query',
    'database db.query > wait pool',
    'database db.query > query SELECT true AS in_a_stream',
  ],
};

it('puts every call under the one that made it, whichever way the program goes on', async () => {
  const bare = await postgres.bare('ticks.cjs');
  const { told, executed, connections, outcome } = await postgres.recorded('ticks.cjs', { environment });
  const { report } = outcome;
  expect(told).toEqual(bare.told);
  expect(report.ticks).toMatchObject({ count: told['ticks'], failed: 0 });
  expect(executed).toEqual(told.counts);
  expect(countsOf(report, 'query')).toEqual(asReported(told.counts));
  expect(countsOf(report, 'database')).toEqual(told['calls']);
  expect(countsOf(report, 'external')).toEqual({ 'pg.connect': connections });
  for (const [name, below] of Object.entries(TREES)) {
    const tick = `tick TradingBot.${name}`;
    const expected = [tick, ...below.map((path) => `${tick} > ${path}`)].toSorted();
    const trees = ticksOf(report, `TradingBot.${name}`).map((kept) => treeOf(kept).toSorted());
    expect(trees).toEqual([expected, expected, expected]);
  }
});

it('keeps calls apart that run beside each other with callbacks, however often they were called before', async () => {
  const { told, outcome } = await postgres.recorded('callbacks-beside-each-other.cjs', { environment });
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  const tick = 'tick TradingBot.onQuote';
  const expected = [
    tick,
    `${tick} > database QuoteRepository.findAsk`,
    `${tick} > database QuoteRepository.findAsk > query SELECT $1::text AS ask`,
    `${tick} > database QuoteRepository.findAsk > wait pool`,
    `${tick} > database QuoteRepository.findBid`,
    `${tick} > database QuoteRepository.findBid > query SELECT $1::text AS bid`,
    `${tick} > database QuoteRepository.findBid > wait pool`,
  ];
  // The twenty slowest of forty: not only those from before it was learned.
  const trees = ticksOf(outcome.report, 'TradingBot.onQuote').map((kept) => treeOf(kept).toSorted());
  expect(trees).toEqual(Array(20).fill(expected));
});

it('opens a connection beside the wait for one, not inside it', async () => {
  const { outcome } = await postgres.recorded('ticks.cjs', { environment });
  const spans = outcome.report.slowest.flatMap((tick) => tick.spans.map((span) => ({ ...span, tick })));
  const opened = spans.filter(({ kind, tick }) => kind === 'external' && tick.name === 'TradingBot.onQuote');
  expect(opened.length).toBeGreaterThan(0);
  for (const { parent, startNanos, tick } of opened) {
    expect(tick.spans[parent]?.kind).toBe('database');
    const wait = tick.spans.find((span) => span.name === 'pool' && span.parent === parent);
    // The wait ends when the pool begins to open: times of one record, no limit on either.
    expect((wait?.startNanos ?? Infinity) + (wait?.durationNanos ?? 0)).toBeLessThanOrEqual(startNanos);
  }
});

it.each([
  [
    'an SDK and an instrumentation of pg of its own',
    {},
    { 'pg.connect': 2, 'pg.query:SELECT postgres': 12, 'pg-pool.connect': 6 },
  ],
  [
    'both in a preload before',
    { NODE_OPTIONS: `--require ${JSON.stringify(fixture('database/instrumented-first.cjs'))}` },
    { 'pg.connect': 2, 'pg.query:SELECT postgres': 12, 'pg-pool.connect': 6 },
  ],
  ['an instrumentation of pg of its own and no SDK', { NO_SDK: 'yes' }, {}],
])('counts once where the program has %s, and leaves it its spans', async (_what, more, spans) => {
  const bare = await postgres.bare('instrumented-by-itself.cjs', { environment: more });
  const { told, executed, outcome } = await postgres.recorded('instrumented-by-itself.cjs', {
    environment: { ...environment, ...more },
  });
  const { report } = outcome;
  expect(told).toEqual(bare.told);
  expect(withoutTickscopeLines(outcome.stderr)).toBe(bare.outcome.stderr);
  expect(told['spans']).toEqual(spans);
  expect(executed).toEqual(told.counts);
  expect(countsOf(report, 'query')).toEqual(asReported(told.counts));
  expect(countsOf(report, 'database')).toEqual({ 'db.query': told['calls'] });
  expect(countsOf(report, 'wait')).toMatchObject({ pool: told['calls'] });
  // Behind callbacks too: the program's SDK sees no spans of Tickscope's to bind them to.
  const [tick] = ticksOf(report, 'TradingBot.onQuote');
  expect(treeOf(tick as SlowTick)).toEqual([
    'tick TradingBot.onQuote',
    'tick TradingBot.onQuote > query SELECT true AS called',
    'tick TradingBot.onQuote > database db.query',
    'tick TradingBot.onQuote > database db.query > wait pool',
    'tick TradingBot.onQuote > database db.query > query SELECT true AS called_again',
  ]);
});
