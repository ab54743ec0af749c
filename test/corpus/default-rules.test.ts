// What the default rules find in trading programs and in what looks like them, by the programs' own counts.

import { installFixture } from '../support/installed-fixture.js';
import { type CorpusRun, runAll } from './corpus-programs.js';
import { qualityOfCalls, qualityOfPrograms, tableOf } from './quality.js';

const LEAST_SHARE = 0.98;

let named: CorpusRun[];
let lookAlikes: CorpusRun[];

beforeAll(async () => {
  await installFixture('corpus');
  named = await runAll('named');
  lookAlikes = await runAll('look-alikes');
  process.stdout.write(`${tableOf([...named, ...lookAlikes])}\n`);
}, 300_000);

it('are tried on 104 trading programs and 40 others', () => {
  expect([named.length, lookAlikes.length]).toEqual([104, 40]);
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
