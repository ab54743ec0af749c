// Fixtures that are projects of their own, with packages that the repository's own project cannot have.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fixture, run } from './programs.js';

/** Installs what its lock file says, unless that has been done. About 5 s each; two test files that ask at once take turns. */
export async function installFixture(name: string): Promise<void> {
  const folder = fixture(name);
  const lock = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(folder, 'node_modules/.installed-lock');
  const isInstalled = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;
  const turn = path.join(folder, '.installing');
  while (!isInstalled()) {
    if (!takes(turn)) {
      await setTimeout(200);
      continue;
    }
    try {
      const ci = ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
      const { code, stderr } = await run(ci);
      if (code !== 0) throw new Error(`npm ci in ${folder} ended with ${code}:\n${stderr}`);
      writeFileSync(stamp, lock);
    } finally {
      rmdirSync(turn);
    }
  }
}

/** Making a folder either succeeds or finds it made: of two processes one gets the turn. */
function takes(turn: string): boolean {
  try {
    mkdirSync(turn);
    return true;
  } catch {
    return false;
  }
}
