// Whose a sampled function is, and where its author wrote it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { ProgramFiles } from '../../../src/capture/load/program-files.js';
import { FilePlaces } from '../../../src/capture/profiling/file-places.js';
import type { FilePlace } from '../../../src/model/sampled-stacks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const APP = '/app';
const places = new FilePlaces(new ProgramFiles('/app/node_modules/tickscope/dist', () => '/app/bot.js'), APP);

function textOf(place: FilePlace, line = 12, column = 1): string {
  if (place.owner === 'program') return place.locationOf(line, column);
  return 'name' in place ? `${place.owner} ${place.name}` : place.owner;
}

it.each([
  ['/app/bot.js', 'bot.js:12'],
  ['/app/lib/sign.js', 'lib/sign.js:12'],
  [pathToFileURL('/app/lib/sign.mjs').href, 'lib/sign.mjs:12'],
  ['/elsewhere/shared.js', 'shared.js:12'],
  ['[eval]', '[eval]:12'],
  ['/app/node_modules/pg/lib/client.js', 'package pg'],
  ['/app/node_modules/@scope/ta/index.js', 'package @scope/ta'],
  ['/app/node_modules/tickscope/dist/preload/core.js', 'tickscope'],
  ['node:internal/crypto/hash', 'node node:crypto'],
  ['node:events', 'node node:events'],
  ['', 'none'],
  ['evalmachine.<anonymous>', 'none'],
])('%s is %s', (url, expected) => {
  expect(textOf(places.placeOf(url))).toBe(expected);
});

describe('a compiled file', () => {
  const SOURCE = `interface Order {
  readonly id: number;
}

export function first(order: Order): number {
  return order.id;
}

export function sign(order: Order): string {
  return String(order.id);
}
`;

  function compiled(folder: string, sourcemap: 'inline' | 'external', padding = ''): string {
    const { code, map } = transformSync(SOURCE, {
      loader: 'ts',
      format: 'cjs',
      sourcemap,
      sourcefile: '../src/orders.ts',
    });
    mkdirSync(path.join(folder, 'dist'));
    const file = path.join(folder, 'dist/orders.js');
    writeFileSync(file, sourcemap === 'inline' ? code : `${code}${padding}//# sourceMappingURL=orders.js.map\n`);
    writeFileSync(`${file}.map`, map);
    return file;
  }

  function lineOfSign(file: string): readonly [number, number] {
    const lines = readFileSync(file, 'utf8').split('\n');
    const line = lines.findIndex((text) => text.startsWith('function sign('));
    return [line + 1, (lines[line] as string).indexOf('(') + 1];
  }

  it.each(['inline', 'external'] as const)(
    'goes by the places of what it was compiled from, with a map that is %s',
    (kind) => {
      const folder = temporaryFolder();
      const file = compiled(folder, kind);
      const [line, column] = lineOfSign(file);
      expect(line).not.toBe(9);
      const place = new FilePlaces(new ProgramFiles('/tickscope', () => undefined), folder).placeOf(file);
      expect(textOf(place, line, column)).toBe('src/orders.ts:9');
      expect(textOf(place, line, column)).toBe('src/orders.ts:9');
    },
  );

  it.each([
    ['is too large to be read meanwhile', '// padding\n'.repeat(20_000), undefined],
    ['has a map that is none', '', 'no json'],
  ])('stays what it is where it %s', (_why, padding, map) => {
    const folder = temporaryFolder();
    const file = compiled(folder, 'external', padding);
    if (map !== undefined) writeFileSync(`${file}.map`, map);
    const [line, column] = lineOfSign(file);
    const place = new FilePlaces(new ProgramFiles('/tickscope', () => undefined), folder).placeOf(file);
    expect(textOf(place, line, column)).toBe(`dist/orders.js:${line}`);
  });
});
