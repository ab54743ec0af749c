// Code that other people wrote, with every function measured: it still parses, prints as it was written, and works.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { type Node, parse } from 'acorn';
import { originalOffset } from '../../../src/capture/rewrite/edits.js';
import { measureEverything, type Measured } from './measure-everything.js';
import { defineStubHost } from './stub-host.js';

const root = path.join(__dirname, '../../..');

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)));
}

/** A file, as script or as module. */
function measure(file: string): { source: string; measured: Measured; sourceType: 'commonjs' | 'module' } {
  const source = readFileSync(path.join(root, file), 'utf8');
  try {
    return { source, measured: measureEverything(source, 'commonjs', false, file), sourceType: 'commonjs' };
  } catch {
    return { source, measured: measureEverything(source, 'module', false, file), sourceType: 'module' };
  }
}

it.each([
  'test/fixtures/corpus',
  'examples/bot',
  'node_modules/acorn/dist',
  'node_modules/commander/lib',
  'node_modules/pg/lib',
  'node_modules/ws/lib',
  'node_modules/lodash',
  'node_modules/technicalindicators/dist',
])('parses, line by line as it was, and knows each function’s own text: %s', (folder) => {
  const files = filesIn(folder);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const { source, measured, sourceType } = measure(file);
    const functions = functionsOf(parse(measured.text, { ecmaVersion: 'latest', sourceType, allowHashBang: true }));
    const bare = functionsOf(parse(source, { ecmaVersion: 'latest', sourceType, allowHashBang: true }));
    const back = functions.map(({ start, end }) =>
      source.slice(originalOffset(measured.insertions, start), originalOffset(measured.insertions, end)),
    );
    expect([file, back]).toEqual([file, bare.map(({ start, end }) => source.slice(start, end))]);
    expect([file, measured.text.split('\n').length]).toEqual([file, source.split('\n').length]);
  }
});

/** In the order of the text. */
function functionsOf(node: Node): Node[] {
  const inside = Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value?.type === 'string');
  const below = inside.toSorted((left, right) => left.start - right.start).flatMap(functionsOf);
  return /^(?:Function|Arrow)/.test(node.type) ? [node, ...below] : below;
}

/** The exports of a package of one file, bare and measured. */
function load(file: string, text: string, recursiveIds: readonly number[]): { exports: any; calls: () => number } {
  const realm = vm.createContext({ console, setTimeout, clearTimeout, TextDecoder, Buffer, process });
  const host = defineStubHost(realm, recursiveIds);
  const module = { exports: {} };
  const main = vm.compileFunction(text, ['module', 'exports', 'require'], { filename: file, parsingContext: realm });
  main(module, module.exports, createRequire(path.join(root, file)));
  return { exports: module.exports, calls: () => host.calls.length };
}

it.each<[file: string, use: (exports: any) => unknown]>([
  [
    'node_modules/acorn/dist/acorn.js',
    (acorn) =>
      acorn.parse(readFileSync(path.join(root, 'node_modules/pg/lib/client.js'), 'utf8'), { ecmaVersion: 2024 }),
  ],
  [
    'node_modules/lodash/lodash.js',
    (_) => [
      _.chain([3, 1, 2])
        .sortBy()
        .map((x: number) => x * 2)
        .value(),
      _.cloneDeep({ a: [1, { b: new Date(0) }], c: new Map([[1, 2]]) }),
      _.template('<% for (const x of list) { %><%- x %>,<% } %>')({ list: ['a', '<b>'] }),
      _.groupBy(['one', 'two', 'three'], 'length'),
      _.merge({ a: { b: 1 } }, { a: { c: [1, 2] } }),
      _.memoize((x: number) => x + 1)(1),
      _.curry((a: number, b: number) => a + b)(1)(2),
      _.isEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }),
      _.words('one twoThree_four'),
    ],
  ],
  [
    'node_modules/lodash/lodash.min.js',
    (_) => [_.range(5), _.zip([1, 2], [3, 4]), _.camelCase('one two'), _.partition([1, 2, 3], (x: number) => x > 1)],
  ],
  [
    'node_modules/technicalindicators/dist/index.js',
    (indicators) => {
      const values = Array.from({ length: 60 }, (_, index) => 100 + 10 * Math.sin(index / 3));
      const candles = {
        high: values.map((v) => v + 1),
        low: values.map((v) => v - 1),
        close: values,
        open: values,
        volume: values,
      };
      return [
        indicators.EMA.calculate({ period: 9, values }),
        indicators.RSI.calculate({ period: 14, values }),
        indicators.MACD.calculate({
          values,
          fastPeriod: 5,
          slowPeriod: 8,
          signalPeriod: 3,
          SimpleMAOscillator: false,
          SimpleMASignal: false,
        }),
        indicators.ATR.calculate({ period: 14, ...candles }),
        indicators.BollingerBands.calculate({ period: 14, values, stdDev: 2 }),
        indicators.ADX.calculate({ period: 14, ...candles }),
      ];
    },
  ],
])('works: %s', (file, use) => {
  const { source, measured } = measure(file);
  const bare = load(file, source, []);
  const rewritten = load(file, measured.text, measured.recursiveIds);
  expect(JSON.stringify(use(rewritten.exports))).toBe(JSON.stringify(use(bare.exports)));
  expect(rewritten.calls()).toBeGreaterThan(10);
  expect(bare.calls()).toBe(0);
});
