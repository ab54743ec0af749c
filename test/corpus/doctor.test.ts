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
const lines = new Map<string, string>();

async function firstProposal(file: string): Promise<string> {
  const args = ['doctor', '--format', 'json', '--', process.execPath, file];
  const { stdout, stderr } = await tickscope(args, { cwd: fixture('corpus') });
  if (stdout === '') throw new Error(stderr);
  const { candidates } = JSON.parse(stdout) as Diagnosis;
  return candidates.find(({ kind }) => kind === 'tick')?.configLine ?? '';
}

beforeAll(async () => {
  await installFixture('corpus');
  const folder = temporaryFolder();
  for (const [program, file] of programsOf('unnamed')) {
    lines.set(program, await firstProposal(file));
    writeFileSync(path.join(folder, `${program}.json`), `{ ${lines.get(program)} }`);
  }
  runs = await runAll('unnamed', (program) => ({ TICKSCOPE_CONFIG: path.join(folder, `${program}.json`) }));
}, 600_000);

it('proposes the line that counts every tick of at least 30 of the 40', () => {
  const right = runs.filter(({ truth, found }) => truth.ticks > 0 && found.ticks === truth.ticks);
  const wrong = runs.filter((each) => !right.includes(each)).map(({ program }) => `${program}: ${lines.get(program)}`);
  console.info(`doctor: the first line is right for ${right.length} of ${runs.length}; not for\n${wrong.join('\n')}`);
  expect(right.length).toBeGreaterThanOrEqual(LEAST);
});
