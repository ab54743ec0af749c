// The SDKs that programs use: two projects of their own, because their ranges of @opentelemetry/api exclude each other.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, run } from '../support/programs.js';

export const SDKS = ['sdk-2', 'sdk-3'] as const;
export type Sdk = (typeof SDKS)[number];

/** Installs what its lock file says, unless that has been done. About 5 s each. */
export async function install(sdk: Sdk): Promise<void> {
  const folder = fixture(sdk);
  const lock = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(folder, 'node_modules/.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { code, stderr } = await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]);
  if (code !== 0) throw new Error(`npm ci in ${folder} ended with ${code}:\n${stderr}`);
  writeFileSync(stamp, lock);
}
