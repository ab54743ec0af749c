// `tickscope doctor --try` on the programs whose names no rule knows: what it proposes, taken as it is, counts their ticks.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnosis } from '../../src/model/report/diagnosis.js';
import { tickscope } from '../cli/tickscope.js';
import { installFixture } from '../support/installed-fixture.js';
import { fixture } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type CorpusRun, programsOf, runAll } from './corpus-programs.js';

/** The least that have to be found; what is not is named, so that a change is seen. */
const LEAST = 30;

let runs: CorpusRun[];
const proposals = new Map<string, Diagnosis>();

async function diagnosed(file: string): Promise<Diagnosis> {
  const args = ['doctor', '--try', '--format', 'json', '--', process.execPath, file];
  const { stdout, stderr } = await tickscope(args, { cwd: fixture('corpus') });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Diagnosis;
}

const ticksOf = (program: string): string => JSON.stringify({ ticks: proposals.get(program)?.proposed['ticks'] ?? [] });

beforeAll(async () => {
  await installFixture('corpus');
  const folder = temporaryFolder();
  for (const [program, file] of programsOf('unnamed')) {
    proposals.set(program, await diagnosed(file));
    writeFileSync(path.join(folder, `${program}.json`), ticksOf(program));
  }
  runs = await runAll('unnamed', (program) => ({ TICKSCOPE_CONFIG: path.join(folder, `${program}.json`) }));
}, 600_000);

const isRight = ({ truth, found }: CorpusRun): boolean => truth.ticks > 0 && found.ticks === truth.ticks;

it('proposes the line that counts every tick of at least 30 of the 40', () => {
  const wrong = runs.filter((run) => !isRight(run)).map(({ program }) => `${program}: ${ticksOf(program)}`);
  const right = runs.length - wrong.length;
  console.info(`doctor: the line is right for ${right} of ${runs.length}; not for\n${wrong.join('\n')}`);
  expect(right).toBeGreaterThanOrEqual(LEAST);
});

it('has tried the line, with the same ticks', () => {
  for (const { program, truth } of runs.filter(isRight)) {
    expect([program, proposals.get(program)?.trial?.ticks]).toEqual([program, truth.ticks]);
  }
});
