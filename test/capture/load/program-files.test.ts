// Which files are the program's, and what files and texts go by.

import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  displayNameOf,
  fileNameOf,
  nameOfScript,
  packageFileOf,
  ProgramFiles,
} from '../../../src/capture/load/program-files.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

it.each([
  ['/app/bot.js', undefined],
  ['/app/node_modules/desk/lib/bot.js', ['desk', 'lib/bot.js', '/app/node_modules/desk']],
  ['/app/node_modules/@acme/desk/bot.js', ['@acme/desk', 'bot.js', '/app/node_modules/@acme/desk']],
  [
    '/app/node_modules/.pnpm/desk@1.0.0/node_modules/desk/bot.js',
    ['desk', 'bot.js', '/app/node_modules/.pnpm/desk@1.0.0/node_modules/desk'],
  ],
])('%s in its package', (filename, expected) => {
  const found = packageFileOf(filename);
  expect(found && [found.packageName, found.file, found.folder]).toEqual(expected);
});

it.each([
  ['/app/bot.js', '/app/bot.js'],
  ['file:///app/my%20bot.mjs?version=2', '/app/my bot.mjs'],
  ['file:///app/a%2Fb.mjs', undefined],
  ['node:fs', undefined],
  ['', undefined],
  ['evalmachine.<anonymous>', undefined],
  ['[eval]', '[eval]'],
  ['[worker eval]', '[worker eval]'],
  ['[eval]-wrapper', undefined],
  ['data:text/javascript,export const secret = 1', 'data:text/javascript'],
  ['data:text/javascript;charset=utf-8;base64,c2VjcmV0', 'data:text/javascript'],
  ['data:,secret', 'data:'],
  ['bot:spot?key=secret#secret', 'bot:spot'],
  [`virtual:${'x'.repeat(200)}`, `virtual:${'x'.repeat(72)}`],
])('a script %s goes by %s', (script, name) => {
  expect(nameOfScript(script)).toBe(name);
});

it.each([
  ['/app/src/db/index.js', 'db.js', 'src/db/index.js'],
  ['/app/bot.js', 'bot.js', 'bot.js'],
  ['/elsewhere/bot.js', 'bot.js', 'bot.js'],
  ['/elsewhere/feed/index.js', 'feed.js', 'feed/index.js'],
  ['[stdin]', '[stdin]', '[stdin]'],
  ['data:text/javascript', 'data:text/javascript', 'data:text/javascript'],
])('%s is called %s, and shown as %s', (filename, fileName, displayName) => {
  expect([fileNameOf(filename), displayNameOf(filename, '/app')]).toEqual([fileName, displayName]);
});

describe('the program', () => {
  const isProgramFile = (main: unknown, filename: string): boolean =>
    new ProgramFiles('/opt/tickscope', () => main).isProgramFile(filename);

  it.each([
    ['/app/bot.js', '/app/lib/feed.js', true],
    ['/app/bot.js', '/app/node_modules/desk/bot.js', false],
    ['/app/bot.js', '/opt/tickscope/register.js', false],
    ['/app/bot.js', '/opt/tickscope-bot/bot.js', true],
    ['/app/node_modules/desk/bin/run', '/app/node_modules/desk/lib/bot.js', true],
    ['/app/node_modules/desk/bin/run', '/app/node_modules/desk/node_modules/feed/index.js', false],
    ['/app/node_modules/desk/bin/run', '/app/node_modules/feed/index.js', false],
    ['/app/node_modules/@acme/desk/run', '/app/node_modules/@acme/core/index.js', false],
    ['/usr/lib/node_modules/npm/bin/npm-cli.js', '/usr/lib/node_modules/npm/lib/cli.js', false],
    [undefined, '/app/node_modules/desk/bot.js', false],
    [42, '/app/node_modules/desk/bot.js', false],
  ])('started with %s has %s: %s', (main, filename, expected) => {
    expect(isProgramFile(main, filename)).toBe(expected);
  });

  it('is looked for again while it is not known, and kept then', () => {
    const mains = ['/app/node_modules/pm2/lib/start.js', '/app/node_modules/desk/bot.js', 'desk'];
    const files = new ProgramFiles('/opt/tickscope', () => mains[0]);
    const isKnown = (): boolean => files.isProgramFile('/app/node_modules/desk/lib.js');
    expect(isKnown()).toBe(false);
    mains.shift();
    expect(isKnown()).toBe(true);
    mains.shift();
    expect(isKnown()).toBe(true);
  });

  it('is found behind a link', () => {
    const folder = realpathSync(temporaryFolder());
    const store = path.join(folder, 'store/node_modules/desk');
    mkdirSync(store, { recursive: true });
    writeFileSync(path.join(store, 'bot.js'), '');
    symlinkSync(path.join(store, 'bot.js'), path.join(folder, 'desk'));
    expect(isProgramFile(path.join(folder, 'desk'), path.join(store, 'lib.js'))).toBe(true);
  });
});
