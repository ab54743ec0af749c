// The context of a measured call is in force in the call and in what it starts, and nowhere else; and every call ends once, not
// before its work is done.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../../support/temporary-folder.js';

it('is that of the call, whatever waits for what', () => {
  const outdir = temporaryFolder();
  for (const name of ['body-library', 'random-contexts']) {
    const entryPoints = [path.join(__dirname, `${name}.ts`)];
    const external = ['./body-library.js'];
    buildSync({ entryPoints, external, outdir, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  }
  for (const seed of [1, 2, 3]) {
    const { calls, ...result } = JSON.parse(
      execFileSync(process.execPath, [path.join(outdir, 'random-contexts.js'), String(seed)], { encoding: 'utf8' }),
    );
    expect(result).toEqual({ differences: [], watched: 0, depth: 0 });
    expect(calls).toBeGreaterThan(1_000);
  }
}, 60_000);
