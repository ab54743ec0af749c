// The whole tape through every copy of the bot: nothing changes for the program, and every count is exact.

import { countsOf } from '../support/programs.js';
import { COPIES, embeddedDatabase, makeCopiesFirst, runBotBare, runBotRecorded } from './bot-runs.js';

const KEPT_TICKS_BEYOND: ReadonlySet<string> = new Set(['kept_ticks_beyond_segment', 'kept_ticks_thinned_with_age']);

makeCopiesFirst();
const database = embeddedDatabase();

/** How the bot calls an indicator, and how the report does: `sma` and `SMA.calculate` are one function. */
const REPORTED_AS: Readonly<Record<string, string>> = {
  volumeprofile: 'technicalindicators.volumeprofile',
  'SMA.nextValue': 'technicalindicators.SMA.nextValue',
  'RSI.calculate': 'technicalindicators.rsi',
  'ROC.nextValue': 'technicalindicators.ROC.nextValue',
  sma: 'technicalindicators.sma',
  MACD: 'technicalindicators.MACD',
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((left, right) => left + right, 0);

it.each(Object.entries(COPIES))(
  'the %s copy: same output, same exit code, and counts equal to its own',
  async (_name, bot) => {
    const flags = ['--rate', '0', '--habits', 'none'];
    const bare = await runBotBare(bot, database.url, flags);
    const recorded = await runBotRecorded(bot, database.url, flags);
    expect(bare.code).toBe(0);
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, bare.code]);

    const { report, log } = recorded;
    expect(log.counts.ticks).toBe(1_500);
    expect(report.ticks).toMatchObject({ started: log.counts.ticks, count: log.counts.ticks, failed: 0, late: 0 });
    expect(report.ticks.byName).toMatchObject([{ name: 'TradingOrchestrator.onTick', count: log.counts.ticks }]);
    expect(report.ticks.bySymbol).toMatchObject([{ name: 'BTC-USD', count: log.counts.ticks }]);

    const indicators = Object.entries(log.counts.indicatorCalls).map(([name, count]) => [
      REPORTED_AS[name] ?? name,
      count,
    ]);
    expect(countsOf(report, 'indicator')).toEqual(Object.fromEntries(indicators));

    // The bot writes its log before it closes the database.
    const methods = Object.entries({ ...log.counts.databaseCalls, close: 1 });
    expect(countsOf(report, 'database')).toEqual(
      Object.fromEntries(methods.map(([method, count]) => [`DatabaseService.${method}`, count])),
    );

    const statements = countsOf(report, 'query');
    expect(sum(statements)).toBe(log.counts.statements);
    expect(Object.keys(statements)).toContain('SELECT price FROM reference_prices WHERE code = $1');
    expect(report.losses.filter(({ cause }) => !KEPT_TICKS_BEYOND.has(cause))).toEqual([]);
  },
  60_000,
);
