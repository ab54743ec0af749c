import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { LoadedTexts } from '../../../src/capture/load/loaded-texts.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const FOLDER = path.resolve('/work');

function texts(files: Readonly<Record<string, string>>, packages: Readonly<Record<string, string>> = {}): LoadedTexts {
  const loaded = new LoadedTexts(FOLDER);
  for (const [name, text] of Object.entries(files)) loaded.addFile(path.join(FOLDER, name), text);
  for (const [name, text] of Object.entries(packages)) {
    loaded.addPackageFile(path.join(FOLDER, 'node_modules', name), text);
  }
  return loaded;
}

const LONG = `() => { ${'a.very.long.call(); '.repeat(5)}}`;
const NATIVE = 'function () { [native code] }';

it('says where a function stands, in lines of every kind', () => {
  const loaded = texts({ 'bot.js': `\r\n\r\na(${LONG})`, 'lib/feed.js': '\n\u2028() => short()' });
  expect(loaded.placeOf('', LONG)).toBe('bot.js:3');
  expect(loaded.placeOf('', '() => short()')).toBe(`${path.join('lib', 'feed.js')}:3`);
  expect(loaded.placeOf('', '() => other()')).toBeUndefined();
});

it('names all places of equal functions', () => {
  expect(texts({ 'bot.js': `${LONG}\n${LONG}` }).placeOf('', LONG)).toBe('bot.js:1 or 2');
  expect(texts({ 'bot.js': LONG, 'feed.js': LONG }).placeOf('', LONG)).toBe('bot.js:1 or feed.js:1');
  expect(texts({ 'bot.js': `${LONG}\n${LONG}\n${LONG}` }).placeOf('', LONG)).toBe('bot.js:1 or 2 others');
  expect(texts({ 'bot.js': `${LONG}\n`.repeat(20) }).placeOf('', LONG)).toBe('bot.js:1 or 7 or more others');
});

it('says of a short function that a package has it too', () => {
  const loaded = texts({ 'bot.js': '() => go()' }, { 'ws/lib/sender.js': '\n() => go()' });
  expect(loaded.placeOf('', '() => go()')).toBe('bot.js:1 or ws/lib/sender.js:2');
});

it('finds a bound function by its name, where one alone has it', () => {
  const bot = 'class Bot {\n  poll() {}\n  flush() {}\n}';
  expect(texts({ 'bot.js': bot }).placeOf('bound poll', NATIVE)).toBe('bot.js:2');
  expect(texts({ 'bot.js': bot, 'feed.js': 'function poll() {}' }).placeOf('bound poll', NATIVE)).toBeUndefined();
  const withPackage = texts({ 'bot.js': bot }, { 'ws/lib/sender.js': 'class Sender { poll() {} }' });
  expect([withPackage.placeOf('bound poll', NATIVE), withPackage.placeOf('bound flush', NATIVE)]).toEqual([
    undefined,
    'bot.js:3',
  ]);
  expect(texts({ 'bot.js': bot }).placeOf('resolve', NATIVE)).toBeUndefined();
});

it('claims nothing of short functions when it has searched in packages too often', () => {
  const loaded = texts({ 'bot.js': `() => go();\n${LONG}` });
  for (let search = 0; search < 32; search++) expect(loaded.placeOf('', '() => go()')).toBe('bot.js:1');
  expect(loaded.placeOf('', '() => go()')).toBeUndefined();
  expect(loaded.placeOf('', LONG)).toBe('bot.js:2');
});

it('goes by the latest text of a file, and leaves out what is too much', () => {
  const loaded = texts({ 'bot.js': LONG });
  loaded.addFile(path.join(FOLDER, 'bot.js'), `\n${LONG}`);
  loaded.addFile(path.join(FOLDER, 'bundle.js'), LONG + ' '.repeat(32_000_000));
  expect(loaded.placeOf('', LONG)).toBe('bot.js:2');
});

describe('of a compiled file', () => {
  const functions = Array.from({ length: 3 }, (_, at) => `() => { ${`compiled.${at}.call(); `.repeat(5)}}`);
  /** Line n of the file is line n + 10 of what its author wrote. */
  const mappings = encode(functions.map((_, line) => [[0, 0, line + 10, 0] as SourceMapSegment]));
  const compiled = `${functions.join('\n')}\n//# sourceMappingURL=bot.js.map`;

  function compiledIn(folder: string, text: string): LoadedTexts {
    writeFileSync(
      path.join(folder, 'bot.js.map'),
      JSON.stringify({ version: 3, sources: ['bot.ts'], names: [], mappings }),
    );
    const loaded = new LoadedTexts(folder);
    loaded.addFile(path.join(folder, 'bot.js'), text);
    return loaded;
  }

  it('reads the map once, whatever is asked for', () => {
    const folder = temporaryFolder();
    const loaded = compiledIn(folder, compiled);
    expect(loaded.placeOf('', functions[0] as string)).toBe('bot.ts:11');
    rmSync(path.join(folder, 'bot.js.map'));
    expect([functions[1], functions[2]].map((text) => loaded.placeOf('', text as string))).toEqual([
      'bot.ts:12',
      'bot.ts:13',
    ]);
  });

  it('that is long leaves the place in it', () => {
    const loaded = compiledIn(temporaryFolder(), `${compiled}\n${' '.repeat(500_000)}`);
    expect(loaded.placeOf('', functions[1] as string)).toBe('bot.js:2');
  });
});
