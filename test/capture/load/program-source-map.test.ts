// Source maps: every token of a measured file is where it was, by Node's own reading of the map.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { tokenizer } from 'acorn';
import { transformSync } from 'esbuild';
import { ProgramSourceMap } from '../../../src/capture/load/program-source-map.js';
import { SourceTransformer } from '../../../src/capture/load/transform-source.js';
import type { Insertion } from '../../../src/capture/rewrite/edits.js';
import { InsertionSites } from '../../../src/capture/rewrite/insertion-sites.js';
import { DEFAULT_RULES } from '../instrumentations/default-rules.js';
import { measureEverything } from '../rewrite/measure-everything.js';

const PROGRAM = `interface Tick { readonly price: number }
enum Side { Buy, Sell }
export class Bot<Input extends Tick> {
  readonly #ticks: Input[] = [];
  onTick(tick: Input, callback?: (side: Side) => void): number {
    const prices: number[] = this.#ticks.map((each: Input): number => each.price);
    if (tick.price > 0) return callback?.(Side.Buy) as unknown as number;
    this.#ticks.push(tick);
    return prices.reduce((sum, price) => sum + price, 0);
  }
}
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickscope-map-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function compiled(options: object): { code: string; map: string } {
  return transformSync(PROGRAM, { loader: 'ts', format: 'cjs', sourcefile: 'bot.ts', ...options });
}

/** The map that a text has in itself. */
function mapOf(text: string): SourceMap {
  const [, data = ''] = /sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(text) ?? [];
  return new SourceMap(JSON.parse(Buffer.from(data, 'base64').toString()));
}

/** Where each token of a text comes from. */
function originsOf(text: string, map: SourceMap, isOwn: (start: number, word: string) => boolean): string[] {
  const origins: string[] = [];
  for (const { start, end } of tokenizer(text, { ecmaVersion: 'latest' })) {
    const before = text.slice(0, start).split('\n');
    const word = text.slice(start, end);
    const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    if (isOwn(start, word))
      origins.push(
        'originalSource' in entry
          ? `${word} ${entry.originalSource}:${entry.originalLine}:${entry.originalColumn}`
          : word,
      );
  }
  return origins;
}

/** Where the program's tokens come from, in the bare text and in the measured one. */
function bothOrigins(
  code: string,
  bareMap: SourceMap,
  text: string,
  insertions: readonly Insertion[],
): { bare: string[]; measured: string[] } {
  const inserted: [start: number, end: number][] = [];
  const overwritten: [start: number, end: number][] = [];
  let shift = 0;
  for (const { at, was, length } of insertions) {
    inserted.push([at + shift, at + shift + length]);
    overwritten.push([at, at + was.length]);
    shift += length - was.length;
  }
  const isIn = (ranges: readonly [number, number][], start: number): boolean =>
    ranges.some(([from, to]) => start >= from && start < to);
  // `return` is a keyword in the one and a property in the other: both are there.
  const measured = originsOf(text, mapOf(text), (start) => !isIn(inserted, start));
  const bare = originsOf(code, bareMap, (start) => !isIn(overwritten, start));
  return { bare, measured };
}

function movedInto(text: string, source: string, insertions: readonly Insertion[]): string {
  return ProgramSourceMap.of(source, path.join(folder, 'bot.js'))?.moveInto(text, source, insertions) ?? text;
}

it.each([
  ['on its lines', {}],
  ['minified to one line', { minify: true }],
  ['with its spaces taken away', { minifyWhitespace: true }],
])('composes the map in a file that is compiled %s', (_how, options) => {
  const { code } = compiled({ ...options, sourcemap: 'inline' });
  const { text, insertions } = measureEverything(code);
  const moved = movedInto(text, code, insertions);
  const { bare, measured } = bothOrigins(code, mapOf(code), moved, insertions);
  expect(measured).toEqual(bare);
  expect(bare.length).toBeGreaterThan(50);
  expect(mapOf(moved).payload.sourcesContent).toEqual([PROGRAM]);
});

it('composes a map beside the file, and puts it into it', () => {
  const { code, map } = compiled({ sourcemap: 'external' });
  writeFileSync(path.join(folder, 'bot.js.map'), map);
  const source = `${code}//# sourceMappingURL=bot.js.map\n`;
  const { text, insertions } = measureEverything(source);
  const moved = movedInto(text, source, insertions);
  const { bare, measured } = bothOrigins(source, new SourceMap(JSON.parse(map)), moved, insertions);
  expect(measured).toEqual(bare);
  expect(bare.length).toBeGreaterThan(50);
});

it('names the sources of a map in another folder as they are seen from there', () => {
  const { code, map } = compiled({ sourcemap: 'external' });
  mkdirSync(path.join(folder, 'maps'));
  writeFileSync(path.join(folder, 'maps', 'bot.js.map'), JSON.stringify({ ...JSON.parse(map), sourceRoot: '../src/' }));
  const source = `${code}//# sourceMappingURL=maps/bot.js.map\n`;
  const { text, insertions } = measureEverything(source);
  const moved = movedInto(text, source, insertions);
  expect(mapOf(moved).payload.sources).toEqual([pathToFileURL(path.join(folder, 'src', 'bot.ts')).href]);
});

it('composes a map that is put together from others', () => {
  const { code, map } = compiled({ minify: true, sourcemap: 'external' });
  const first = code.trimEnd();
  const twice = `${first}{${first}}\n`;
  const sections = [
    { offset: { line: 0, column: 0 }, map: JSON.parse(map) },
    { offset: { line: 0, column: first.length + 1 }, map: JSON.parse(map) },
  ];
  const json = JSON.stringify({ version: 3, sections });
  const source = `${twice}//# sourceMappingURL=data:application/json,${encodeURIComponent(json)}\n`;
  const { text, insertions } = measureEverything(source);
  const moved = movedInto(text, source, insertions);
  const { bare, measured } = bothOrigins(source, new SourceMap(JSON.parse(json)), moved, insertions);
  expect(measured).toEqual(bare);
  expect(bare.length).toBeGreaterThan(50);
});

it.each([
  ['that is not there', 'missing.js.map'],
  ['that is no JSON', 'data:application/json;base64,e30tLQ=='],
  ['of another kind', 'data:text/plain,x'],
  ['whose mappings are none', `data:application/json,${encodeURIComponent('{"mappings":1}')}`],
  ['from the network', 'https://example.com/bot.js.map'],
])('leaves a map %s as it is', (_what, url) => {
  const source = `function onTick() { return 1; }\n//# sourceMappingURL=${url}\n`;
  const { text, insertions } = measureEverything(source);
  expect(movedInto(text, source, insertions)).toBe(text);
});

it('names a function by its line in the TypeScript that it was made of', () => {
  const sites = new InsertionSites();
  const transformer = new SourceTransformer(
    DEFAULT_RULES,
    sites,
    () => {},
    folder,
    () => {},
    () => {},
    () => {},
  );
  const { code } = compiled({ minifyWhitespace: true, sourcemap: 'inline' });
  transformer.transform(code, path.join(folder, 'src', 'bot.ts'), 'script');
  expect(sites.function(0).location).toBe(path.join('src', 'bot.ts:5'));
});
