// A configuration file for a trial: the program's own with the proposed names behind.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from '../../config/config-file.js';
import type { ProposedNames } from '../../model/report/diagnosis.js';

/** Runs `use` while the file is there, outside the program's folders. */
export async function withConfigOf<Result>(
  names: ProposedNames,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tickscope-doctor-'));
  try {
    const file = join(folder, 'tickscope.config.cjs');
    const { file: own } = readConfigFile(process.env, process.cwd());
    writeFileSync(file, textOf(names, own));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program's own may be a module, and have functions in it. */
function textOf(names: ProposedNames, own: string | undefined): string {
  return `const proposed = ${JSON.stringify(names)};
const loaded = ${own === undefined ? '{}' : `require(${JSON.stringify(own)})`};
const isModule = Object.prototype.toString.call(loaded) === '[object Module]' || Object.hasOwn(loaded, '__esModule');
const own = (isModule ? loaded.default : loaded) ?? {};
const both = Object.entries(proposed).map(([key, more]) => [key, [...(own[key] ?? []), ...more]]);
module.exports = { ...own, ...Object.fromEntries(both) };
`;
}
