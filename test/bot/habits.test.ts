// Each habit that costs time, alone: its operation leads the ranking. With all of them fixed, none of those does.

import type { RankedOperation } from '../../src/model/report/ranking-report.js';
import type { Report } from '../../src/model/report/report.js';
import { type BotLog, type BotRun, COPIES, embeddedDatabase, runBotRecorded } from './bot-runs.js';

const database = embeddedDatabase();
const run = (flags: string): Promise<BotRun> => runBotRecorded(COPIES.CommonJS, database.url, flags.split(' '));

const HABITS = [
  {
    habit: 'sync-write',
    flags: '--rate 50 --ticks 450 --state-every 10 --state-bytes 36000000',
    kind: 'internal',
    name: 'fs.writeFileSync',
  },
  {
    habit: 'insert-per-trade',
    flags: '--rate 50 --ticks 450 --review-every 1000 --reference-every 1000',
    kind: 'query',
    name: 'INSERT INTO trades (id, symbol, price, size, side, traded_at) VALUES ($1, $2, $3, $4, $5, $6)',
  },
  {
    habit: 'query-per-position',
    // Ten seconds are warm-up: some more, so that the verdict has slow ticks too.
    flags: '--rate 50 --ticks 650',
    kind: 'query',
    name: 'SELECT size * price AS risk FROM positions WHERE id = $1',
  },
  {
    habit: 'redundant-indicators',
    flags: '--rate 50 --ticks 450 --profile-every 10 --window 2500',
    kind: 'indicator',
    name: 'technicalindicators.volumeprofile',
  },
  {
    habit: 'unindexed-lookup',
    // Ten seconds are warm-up: some more, so that the verdict has slow ticks too.
    flags: '--rate 50 --ticks 650',
    kind: 'query',
    name: 'SELECT price FROM reference_prices WHERE code = $1',
  },
] as const;

/** Statements beside the one that the habit is called after. */
const ALSO_AWAITED: Readonly<Record<string, readonly string[]>> = {
  'insert-per-trade': [
    'SELECT count(*)::int AS orders FROM orders WHERE strategy = $1',
    'INSERT INTO orders (number, strategy, side, price, size, trade_id) VALUES ($1, $2, $3, $4, $5, $6)',
    'UPDATE positions SET strategy = $2, profit = $3 WHERE id = $1',
  ],
};

/** By the bot's own stopwatch: how much of the time of its slow ticks (p95 and above) a habit takes. */
function ownShare({ tickNanos, habits }: BotLog, habit: string): number {
  const slow = tickNanos.toSorted((left, right) => left - right)[Math.ceil(tickNanos.length * 0.95) - 1] as number;
  let inTicks = 0;
  let inHabit = 0;
  for (const [tick, nanos] of tickNanos.entries()) {
    if (nanos < slow) continue;
    inTicks += nanos;
    inHabit += habits[habit]?.[tick] ?? 0;
  }
  return inHabit / inTicks;
}

const isFair = (log: BotLog, habit: string): boolean =>
  log.databaseBusyNanos / log.wallNanos < 0.7 && ownShare(log, habit) >= 0.5;

/** A run in which the habit does what it is meant to do. Other work on the machine can spoil one; the report is not asked. */
async function fairRun(flags: string, habit: string): Promise<BotRun> {
  const once = (): Promise<BotRun> => run(`${flags} --habits ${habit}`);
  const first = await once();
  return isFair(first.log, habit) ? first : once();
}

function shareOf(operations: readonly RankedOperation[]): number {
  return operations.reduce((sum, { share }) => sum + share, 0);
}

/**
 * In each tick, by the median of its calls, which other work on the machine does not change. Not its share: what is left of a fixed bot's
 * slow ticks may be just the fixed look-up.
 */
function nanosOf({ operations, ticks }: Report, kind: string, name: string): number {
  const { p50Nanos = 0, count = 0 } = operations.find((row) => row.kind === kind && row.name === name) ?? {};
  return (p50Nanos * count) / ticks.count;
}

describe('a habit that costs time', () => {
  let fixed: BotRun;
  beforeAll(async () => {
    fixed = await run('--rate 50 --ticks 450 --profile-every 10 --habits none');
  }, 60_000);

  it.each(HABITS)(
    '$habit alone leads the ranking, and does not when it is fixed',
    async ({ habit, flags, kind, name }) => {
      const { report, log } = await fairRun(flags, habit);
      expect(log.databaseBusyNanos / log.wallNanos).toBeLessThan(0.7);
      expect(ownShare(log, habit)).toBeGreaterThanOrEqual(0.5);
      expect(['takes-long', 'waits', 'starts-late']).toContain(report.verdict.kind);
      // The bot's stopwatch has all that it awaits for the habit, and which statement of these leads is chance in twenty slow ticks.
      const names = [name, ...(ALSO_AWAITED[habit] ?? [])];
      const isOfHabit = (operation: RankedOperation): boolean =>
        operation.kind === kind && names.includes(operation.name);
      expect(report.ranking.findIndex(isOfHabit)).toBe(0);
      const others = report.ranking.filter((operation) => !isOfHabit(operation));
      expect(shareOf(report.ranking.filter(isOfHabit))).toBeGreaterThan(Math.max(...others.map(({ share }) => share)));
      expect(nanosOf(fixed.report, kind, name)).toBeLessThan(nanosOf(report, kind, name) / 5);
    },
    90_000,
  );
});

it('the unbounded cache shows as growth of memory, and the bounded one does not', async () => {
  const flags = '--rate 300 --loops 3 --habits';
  const growing = await run(`${flags} unbounded-cache`);
  const bounded = await run(`${flags} none`);
  const growthOf = ({ report }: BotRun): number => report.memory.rssGrowthBytesPerThousandTicks ?? Number.NaN;
  // 1,000 entries of 16 KiB are 16 MB; the garbage collector adds and takes some.
  expect(growthOf(growing)).toBeGreaterThan(10_000_000);
  expect(growthOf(bounded)).toBeLessThan(growthOf(growing) / 2);
}, 90_000);
