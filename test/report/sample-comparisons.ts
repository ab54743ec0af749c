// Comparisons and checks for tests of whatever prints them.

import { checkReport } from '../../src/analysis/check/check-report.js';
import { compareReports } from '../../src/analysis/comparison/compare-reports.js';
import type { CheckReport } from '../../src/model/report/check-report.js';
import type { ComparisonReport } from '../../src/model/report/comparison-report.js';
import type { Report } from '../../src/model/report/report.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { measuredFinding, measuredOperation, measuredReport } from './measured-reports.js';
import { rich } from './sample-reports.js';

const LEVELS = [1, 1.03, 1.01, 1.05, 1.02, 1.04, 1.01, 1.03, 1, 1.02, 1.04, 1.05];
const STATEMENT = 'SELECT close, volume FROM candles WHERE symbol = $1 ORDER BY opened_at DESC LIMIT 200';

function runOf(level: number, place: number, isAfter: boolean): Report {
  const jitter = 1 + ((place * 5) % 7) / 200;
  const operations = isAfter
    ? [
        measuredOperation('query', STATEMENT, 90e6 * level, { count: 1_000, location: 'src/database.js:214' }),
        measuredOperation('indicator', 'EMA.calculate', 210e6 * level * jitter, { location: 'src/bot.js:41' }),
        measuredOperation('tick', 'onTick', 100e6 * level),
        measuredOperation('internal', 'Cache.get', 12e6 * level),
      ]
    : [
        measuredOperation('query', STATEMENT, 300e6 * level * jitter, {
          count: 12_000,
          location: 'src/database.js:212',
        }),
        measuredOperation('indicator', 'EMA.calculate', 200e6 * level, { location: 'src/bot.js:41' }),
        measuredOperation('tick', 'onTick', 100e6 * level * jitter),
      ];
  return measuredReport({
    p50: (isAfter ? 390_000 : 560_000) * level,
    p95: (isAfter ? 700_000 : 1_600_000) * level * jitter,
    response: (isAfter ? 720_000 : 1_900_000) * level,
    memory: 61e6 * level * (isAfter ? jitter : 1),
    operations,
    findings: isAfter
      ? [{ ...measuredFinding('cache-misses', 'src/bot.js:50'), gainNanos: 41_000 as Nanoseconds }]
      : [measuredFinding('queries-in-a-loop', 'src/database.js:212'), measuredFinding('held-loop', 'src/bot.js:8')],
  });
}

const before = LEVELS.map((level, place) => runOf(level, place, false));
const after = LEVELS.map((level, place) => runOf(level, place, true));

/** Something faster, something slower, something as it was, and something new. */
export const pairedComparison: ComparisonReport = compareReports({ before, after, isPaired: true });

export const singleComparison: ComparisonReport = compareReports({
  before: before.slice(0, 1),
  after: [{ ...(after[0] as Report), program: { ...(after[0] as Report).program, node: 'v24.21.0' } }],
  isPaired: false,
});

/** One of each status, and a name that means something in every format. */
export const check: CheckReport = checkReport(
  {
    ...rich,
    operations: [
      ...rich.operations,
      measuredOperation('query', 'SELECT "a" | `b` <c> & 50%\n::error::', 9e9, { location: 'src/bot.js:41:7' }),
    ],
  },
  {
    measures: {
      responseP95: { most: 2e6 },
      memory: { most: 200e6 },
      processor: { increase: 0.1 },
      queriesPerTick: { most: 12 },
    },
    operations: { 'query SELECT "a" | `b` <c> & 50%\n::error::': { most: 1_000 }, 'query gone': { most: 1_000 } },
    findings: ['held-loop'],
  },
);
