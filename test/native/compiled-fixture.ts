// Fixtures with native packages, which are compiled here: what comes from the registry is their source, and the headers of Node.js.

import { existsSync, globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installFixture } from '../support/installed-fixture.js';
import { fixture, run } from '../support/programs.js';

/** Compiles with the script of the fixture, unless that has been done for this version of Node.js: half a minute. */
export async function compileFixture(name: string): Promise<void> {
  await installFixture(name);
  const folder = fixture(name);
  const stamp = path.join(folder, `node_modules/.compiled-${process.version}`);
  if (existsSync(stamp)) return;
  const compile = ['npm', 'run', 'compile', '--prefix', folder];
  const { code, stdout, stderr } = await run(compile, { environment: { npm_config_nodedir: headersFolder() } });
  if (code !== 0) throw new Error(`compiling ${name} ended with ${code}:\n${stdout}\n${stderr}`);
  writeFileSync(stamp, '');
}

/** Of the Node.js that runs this; that of the package `node` brings its own. */
function headersFolder(): string {
  const root = path.join(__dirname, '../..');
  const places = [
    path.join(path.dirname(process.execPath), '..'),
    ...globSync(path.join(root, 'node_modules/node/node_modules/node-*')),
  ];
  const folder = places.find((place) => existsSync(path.join(place, 'include/node/node_version.h')));
  if (folder === undefined) throw new Error(`no headers of Node.js in ${places.join(' or ')}`);
  return path.resolve(folder);
}
