// What the default rules find in trading programs and in what looks like them, by the programs' own counts.

import { installFixture } from '../support/installed-fixture.js';
import { type CorpusRun, runAll } from './corpus-programs.js';
import { tableOf } from './quality.js';

let named: CorpusRun[];
let lookAlikes: CorpusRun[];

beforeAll(async () => {
  await installFixture('corpus');
  named = await runAll('named');
  lookAlikes = await runAll('look-alikes');
  process.stdout.write(`${tableOf([...named, ...lookAlikes])}\n`);
}, 300_000);

it('are tried on 60 trading programs and 40 others', () => {
  expect([named.length, lookAlikes.length]).toEqual([60, 40]);
  expect(named.filter(({ truth }) => truth.ticks === 0)).toEqual([]);
  expect(lookAlikes.filter(({ truth }) => truth.ticks > 0)).toEqual([]);
});

it('find no tick where there is none', () => {
  const taken = lookAlikes.filter(({ found }) => found.ticks > 0);
  expect(taken.map(({ program, found }) => [program, found.ticks])).toEqual([]);
});

it.each(['named', 'look-alikes'])('leave the behaviour of all programs in %s as it is', (group) => {
  for (const { program, bare, recorded } of group === 'named' ? named : lookAlikes) {
    expect({ program, ...recorded }).toEqual({ program, ...bare });
    expect([bare.code, bare.stderr]).toEqual([0, '']);
  }
});
