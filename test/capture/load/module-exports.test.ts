// What an ES module of a package hands over: its own bindings, and nothing that it only passes on.

import { withRegistration, withoutUnreadable } from '../../../src/capture/load/module-exports.js';

/** What stands behind the source: the names outside, each with the one inside. */
function handedOver(source: string): string[] {
  const result = withRegistration(source, '/app/node_modules/library/index.js');
  if (result === undefined) return [];
  expect(result.startsWith(`${source}\n`)).toBe(true);
  const accessors = result.slice(source.length).matchAll(/get "([^"]*)"\(\)\{return (.*?)\},set "\1"\(\w+\)\{\2=/g);
  return [...accessors].map(([, outside, inside]) => `${outside}: ${inside}`);
}

it.each([
  ['export class SMA {}', ['SMA: SMA']],
  ['export class RSI extends SMA {}\nexport async function rsi() {}', ['RSI: RSI', 'rsi: rsi']],
  ['  export function* sma() {}', ['sma: sma']],
  ['export const sma = () => 1;', ['sma: sma']],
  ['class A {}\nexport { A as B, C };', ['B: A', 'C: C']],
  ['class A {}\nexport {\n  A as "a b",\n};', ['a b: A']],
  ['var a=1,b=2;export{a as SMA,b as default};', ['SMA: a', 'default: b']],
  ['export default class A {}', ['default: A']],
  ['#!/usr/bin/env node\nexport let a;\n//# sourceMappingURL=a.js.map', ['a: a']],
])('%s', (source, names) => {
  expect(handedOver(source)).toEqual(names);
});

it.each([
  'export * from "./sma.js";',
  'export { SMA } from "./sma.js";',
  'export default function () {}',
  'export default class extends SMA {}',
  'export default { sma: 1 };',
  'module.exports = {};',
  '// export class SMA {}',
])('has none of its own: %s', (source) => {
  expect(handedOver(source)).toEqual([]);
});

it('leaves out what only looked like an export', () => {
  const source = 'const text = `\nexport class Missing {}`;\nexport function sma() {}';
  expect(handedOver(source)).toEqual(['Missing: Missing', 'sma: sma']);
  const accessors = {
    get Missing() {
      throw new ReferenceError('Missing is not defined');
    },
    get sma() {
      return 1;
    },
  };
  expect(Object.keys(withoutUnreadable(accessors))).toEqual(['sma']);
});
