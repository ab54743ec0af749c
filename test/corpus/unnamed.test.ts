// Trading programs whose names no default rule knows: nothing is found, and nothing else changes for them.

import { readFileSync } from 'node:fs';
import { installFixture } from '../support/installed-fixture.js';
import { fixture } from '../support/programs.js';
import { type CorpusRun, programsOf, runAll } from './corpus-programs.js';

const EXPECTED_CONFIG = fixture('corpus/unnamed/expected-config.json');

let runs: CorpusRun[];

beforeAll(async () => {
  await installFixture('corpus');
  runs = await runAll('unnamed');
}, 300_000);

it('are 40, each with the line of configuration that would find its ticks', () => {
  const config = JSON.parse(readFileSync(EXPECTED_CONFIG, 'utf8')) as Record<string, { ticks: unknown[] }>;
  expect(Object.keys(config)).toEqual([...programsOf('unnamed').keys()].toSorted());
  expect(runs).toHaveLength(40);
  for (const line of Object.values(config)) expect([Object.keys(line), line.ticks.length]).toEqual([['ticks'], 1]);
});

it('have ticks, of which none is found', () => {
  expect(runs.filter(({ truth }) => truth.ticks === 0)).toEqual([]);
  expect(runs.filter(({ found }) => found.ticks > 0).map(({ program }) => program)).toEqual([]);
});

it('do what they do without the preload', () => {
  for (const { program, bare, recorded } of runs) {
    expect({ program, ...recorded }).toEqual({ program, ...bare });
    expect([bare.code, bare.stderr]).toEqual([0, '']);
  }
});
