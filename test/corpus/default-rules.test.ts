// How well the default rules tell trading from what looks like it, by the programs' own counts.
//
// Calls: of a program that counts t ticks and has r recorded, min(r, t) are right, r - t too many, t - r missed; the sums over
// all programs give the precision (right of recorded) and the recall (right of counted). Programs: one with ticks is found
// where r = t. Precision is the found ones of those and of all in which ticks were recorded that are none (r > t); recall is
// the found ones of those that have ticks.

import { installFixture } from '../support/installed-fixture.js';
import { type CorpusRun, runAll, total } from './corpus-programs.js';

const LEAST_SHARE = 0.98;

let named: CorpusRun[];
let lookAlikes: CorpusRun[];

beforeAll(async () => {
  await installFixture('corpus');
  named = await runAll('named');
  lookAlikes = await runAll('look-alikes');
  process.stdout.write(`${tableOf([...named, ...lookAlikes])}\n`);
}, 300_000);

interface Quality {
  readonly precision: number;
  readonly recall: number;
}

function qualityOfCalls(runs: readonly CorpusRun[]): Quality {
  const right = sum(runs, ({ truth, found }) => Math.min(truth.ticks, found.ticks));
  return {
    precision: right / sum(runs, ({ found }) => found.ticks),
    recall: right / sum(runs, ({ truth }) => truth.ticks),
  };
}

function qualityOfPrograms(runs: readonly CorpusRun[]): Quality {
  const withTicks = runs.filter(({ truth }) => truth.ticks > 0);
  const found = withTicks.filter(({ truth, found: { ticks } }) => ticks === truth.ticks).length;
  const tooMany = runs.filter(({ truth, found: { ticks } }) => ticks > truth.ticks).length;
  return { precision: found / (found + tooMany), recall: found / withTicks.length };
}

function sum(runs: readonly CorpusRun[], pick: (run: CorpusRun) => number): number {
  return runs.reduce((all, run) => all + pick(run), 0);
}

/** Counted by the program / recorded, for each program. */
function tableOf(runs: readonly CorpusRun[]): string {
  const pair = (truth: number, found: number): string => `${truth}/${found}`.padStart(11);
  const rows = runs.map(({ program, truth, found }) => {
    const differs = truth.ticks === found.ticks ? ' ' : '*';
    const indicators = pair(total(truth.indicators), total(found.indicators));
    const database = pair(total(truth.database), total(found.database));
    return `${differs} ${program.padEnd(36)}${pair(truth.ticks, found.ticks)}${indicators}${database}${pair(truth.queries, found.queries)}`;
  });
  const heading = ['ticks', 'indicators', 'database', 'queries'].map((title) => title.padStart(11)).join('');
  const quality = (what: string, { precision, recall }: Quality): string =>
    `${what}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
  return [
    `  ${'program, counted/recorded'.padEnd(36)}${heading}`,
    ...rows,
    quality('programs', qualityOfPrograms(runs)),
    quality('calls', qualityOfCalls(runs)),
  ].join('\n');
}

it('are tried on 60 trading programs and 40 others', () => {
  expect([named.length, lookAlikes.length]).toEqual([60, 40]);
  expect(named.filter(({ truth }) => truth.ticks === 0)).toEqual([]);
  expect(lookAlikes.filter(({ truth }) => truth.ticks > 0)).toEqual([]);
});

it('find the ticks of trading programs, and none elsewhere', () => {
  const runs = [...named, ...lookAlikes];
  for (const { precision, recall } of [qualityOfPrograms(runs), qualityOfCalls(runs)]) {
    expect(precision).toBeGreaterThanOrEqual(LEAST_SHARE);
    expect(recall).toBeGreaterThanOrEqual(LEAST_SHARE);
  }
});

it.each(['named', 'look-alikes'])('leave the behaviour of all programs in %s as it is', (group) => {
  for (const { program, bare, recorded } of group === 'named' ? named : lookAlikes) {
    expect({ program, ...recorded }).toEqual({ program, ...bare });
    expect([bare.code, bare.stderr]).toEqual([0, '']);
  }
});

it('count every indicator call and every database call', () => {
  const callsOf = (side: 'truth' | 'found'): object[] =>
    [...named, ...lookAlikes].map(({ program, [side]: { indicators, database, queries } }) => ({
      program,
      indicators,
      database,
      queries,
    }));
  expect(callsOf('found')).toEqual(callsOf('truth'));
});
