// Trading programs whose names no default rule knows: not found without a word, exactly counted with one line of configuration.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installFixture } from '../support/installed-fixture.js';
import { fixture } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type CorpusRun, programsOf, runAll } from './corpus-programs.js';

const LINES = JSON.parse(readFileSync(fixture('corpus/unnamed/expected-config.json'), 'utf8')) as Readonly<
  Record<string, { readonly ticks: readonly unknown[] }>
>;

let byDefault: CorpusRun[];
let configured: CorpusRun[];

beforeAll(async () => {
  await installFixture('corpus');
  byDefault = await runAll('unnamed');
  const folder = temporaryFolder();
  configured = await runAll('unnamed', (program) => {
    const file = path.join(folder, `${program}.json`);
    writeFileSync(file, JSON.stringify(LINES[program]));
    return { TICKSCOPE_CONFIG: file };
  });
}, 300_000);

it('are 40, each with one line', () => {
  expect(Object.keys(LINES)).toEqual([...programsOf('unnamed').keys()].toSorted());
  expect(configured).toHaveLength(40);
  for (const line of Object.values(LINES)) expect([Object.keys(line), line.ticks.length]).toEqual([['ticks'], 1]);
});

it('are not found by the default rules', () => {
  expect(byDefault.filter(({ truth }) => truth.ticks === 0)).toEqual([]);
  expect(byDefault.filter(({ found }) => found.ticks > 0).map(({ program }) => program)).toEqual([]);
});

it('are counted exactly with their line', () => {
  const counted = (side: 'truth' | 'found'): object[] =>
    configured.map(({ program, [side]: counts }) => ({ program, ...counts }));
  expect(counted('found')).toEqual(counted('truth'));
});

it.each(['default rules', 'their line'])('do with %s what they do without the preload', (how) => {
  for (const { program, bare, recorded } of how === 'their line' ? configured : byDefault) {
    expect({ program, ...recorded }).toEqual({ program, ...bare });
    expect([bare.code, bare.stderr]).toEqual([0, '']);
  }
});
