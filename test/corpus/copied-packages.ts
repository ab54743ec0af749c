// Packages as if they were the program's own: a copy of an installed project in which no path says `node_modules`.

import { cpSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { installFixture } from '../support/installed-fixture.js';
import { fixture } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** @returns the copy's folder: its programs, and their packages in `vendor` */
export async function copyOutsideNodeModules(name: string): Promise<string> {
  await installFixture(name);
  const folder = temporaryFolder();
  cpSync(fixture(name), folder, { recursive: true, filter: (source) => path.basename(source) !== '.bin' });
  renameInstalled(folder);
  return folder;
}

/** Node resolves through the link, and a module goes by the path behind it. */
function renameInstalled(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const isInstalled = entry.name === 'node_modules';
    const inside = path.join(folder, isInstalled ? 'vendor' : entry.name);
    if (isInstalled) {
      renameSync(path.join(folder, entry.name), inside);
      symlinkSync('vendor', path.join(folder, entry.name), 'dir');
    }
    renameInstalled(inside);
  }
}
