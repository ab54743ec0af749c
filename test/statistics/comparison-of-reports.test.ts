// How often comparison and check are right, from simulated ticks to the verdict. The counts are printed.

import { checkReport } from '../../src/analysis/check/check-report.js';
import { compareReports } from '../../src/analysis/comparison/compare-reports.js';
import type { CheckStatus } from '../../src/model/report/check-report.js';
import type { ComparisonReport } from '../../src/model/report/comparison-report.js';
import { noisyReport, type NoisyRun, type Planted } from '../harness/noisy-runs.js';

jest.setTimeout(300_000);

const PAIRS = 12;
const SLOWER_CANDLES: Planted = { operation: 'fetch candles', factor: 1.1 };

function print(text: string): void {
  process.stdout.write(`    ${text}\n`);
}

/** Both runs of a pair have in common 20 %, and each has 3 % of its own. */
function comparison(trial: number, ticks: number, planted?: Planted): ComparisonReport {
  const runOf = (pair: number, side: number): NoisyRun => ({
    seed: trial * 1_000 + pair * 2 + side,
    ticks,
    runSpread: 0.03,
    pair: { seed: trial * 1_000 + pair, spread: 0.2 },
  });
  const pairs = Array.from({ length: PAIRS }, (_, pair) => pair);
  return compareReports({
    before: pairs.map((pair) => noisyReport(runOf(pair, 0))),
    after: pairs.map((pair) => noisyReport({ ...runOf(pair, 1), ...(planted !== undefined && { planted }) })),
    isPaired: true,
  });
}

function verdictsOf({ measures, operations }: ComparisonReport): string[] {
  return [...measures, ...operations].map(({ verdict }) => verdict);
}

it('shows no change of a bot compared with itself in at least 95 of 100', () => {
  const trials = Array.from({ length: 100 }, (_, trial) => verdictsOf(comparison(trial + 1, 150)));
  const shown = trials.filter((verdicts) => verdicts.some((verdict) => !/^no/.test(verdict))).length;
  print(`a bot against itself, ${PAIRS} pairs: no change shown in ${100 - shown} of 100`);
  expect(shown).toBeLessThanOrEqual(5);
  // And it did judge: both percentiles of the tick, and its four operations.
  const judged = trials.map((verdicts) => verdicts.filter((verdict) => verdict !== 'not judged').length);
  expect(new Set(judged)).toEqual(new Set([6]));
});

it('names the operation that became 10 % slower in at least 19 of 20, and no other as slower', () => {
  let found = 0;
  for (let trial = 1; trial <= 20; trial++) {
    const { operations } = comparison(10_000 + trial, 400, SLOWER_CANDLES);
    const slower = operations.filter(({ verdict }) => verdict === 'slower').map(({ name }) => name);
    if (slower.length === 1 && slower[0] === SLOWER_CANDLES.operation) found++;
  }
  print(`10 % more of one operation, ${PAIRS} pairs: it alone is called slower in ${found} of 20`);
  expect(found).toBeGreaterThanOrEqual(19);
});

describe('a check of each operation, at most 5 % more than the baseline', () => {
  /** One run each, as a build has it; runs differ by 0.5 %. */
  function check(trial: number, planted?: Planted): CheckStatus {
    const run = { ticks: 4_000, runSpread: 0.005 };
    const baseline = noisyReport({ ...run, seed: 50_000 + trial * 2 });
    const now = noisyReport({ ...run, seed: 50_001 + trial * 2, ...(planted !== undefined && { planted }) });
    // How often the book is asked for is chance.
    const operations = { '*': { increase: 0.05 }, 'external fetch book': { increase: 0.15 } };
    return checkReport(now, { measures: {}, operations }, baseline).status;
  }
  const trials = Array.from({ length: 20 }, (_, trial) => trial);

  it('fails in at least 19 of 20 where one operation takes 10 % more', () => {
    const failed = trials.filter((trial) => check(trial, SLOWER_CANDLES) === 'fail').length;
    print(`10 % more of one operation: the check fails in ${failed} of 20`);
    expect(failed).toBeGreaterThanOrEqual(19);
  });

  it('passes in at least 19 of 20 where nothing changed', () => {
    const passed = trials.filter((trial) => check(trial + 100) === 'pass').length;
    print(`nothing changed: the check passes in ${passed} of 20`);
    expect(passed).toBeGreaterThanOrEqual(19);
  });
});
