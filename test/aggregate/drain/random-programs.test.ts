// The drain says of random programs what they know of themselves: which tick a call belongs to, its parent, begin, end, failure.
//
// `RANDOM_PROGRAMS=400 RANDOM_PROGRAMS_SEED=7 npx jest test/aggregate/drain/random-programs` runs 400 programs of each variant, and
// prints what they had. A failure names the variant, the seed and the number of the program, and has the smallest one that differs.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../../support/temporary-folder.js';

const PROGRAMS = Number(process.env.RANDOM_PROGRAMS ?? 12);
const SEED = Number(process.env.RANDOM_PROGRAMS_SEED ?? 1);

const outdir = temporaryFolder();

beforeAll(() => {
  for (const name of ['drain-library', 'random-programs']) {
    const entryPoints = [path.join(__dirname, `${name}.ts`)];
    const external = ['./drain-library.js'];
    buildSync({ entryPoints, external, outdir, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  }
});

it.each([
  ['slices', 'the log of 1,024 records is read in slices'],
  ['asked', 'the log is read when it is half full'],
  ['wraps', 'positions begin anew'],
  ['enters', 'every tick has a context'],
  ['loses', 'ends are lost'],
])(
  '%s: the drain says what the program knows where %s',
  (variant) => {
    const args = [path.join(outdir, 'random-programs.js'), variant, String(SEED), String(PROGRAMS)];
    const { differences, ...figures } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    if (process.env.RANDOM_PROGRAMS !== undefined) console.log(variant, SEED, figures);
    expect({ variant, seed: SEED, differences }).toEqual({ variant, seed: SEED, differences: [] });
    expect(figures.ticks).toBeGreaterThan(PROGRAMS * 20);
  },
  60_000 + PROGRAMS * 5_000,
);
