// Functions that call themselves: they keep the depth that they can reach, and are told from those that do not.

import { spawnSync } from 'node:child_process';
import { measureEverything } from './measure-everything.js';

function isRecursive(program: string): boolean {
  const { chosen } = measureEverything(program);
  return chosen.find(({ id }) => id === 0)?.isRecursive === true;
}

it.each([
  ['by its name', 'function f(n) { return n && f(n - 1) }'],
  ['by the name of its variable', 'const f = (n) => n && f(n - 1)'],
  ['by a name of its own', 'x.y = function f(n) { return n && f(n - 1) }'],
  ['by `this`', 'class A { f(n) { return n && this.f(n - 1) } }'],
  ['by `super`', 'class A extends B { f(n) { return super.f(n) } }'],
  ['by a #private name', 'class A { #f(n) { return n && this.#f(n - 1) } }'],
  ['by `call`', 'function f(n) { return n && f.call(this, n - 1) }'],
  ['by an optional call', 'class A { f(n) { return this.f?.(n - 1) } }'],
  ['in a closure', 'function f(n) { return n.map((x) => f(x)) }'],
  ['by another function', 'function f(n) { return n && g(n - 1) } function g(n) { return f(n) }'],
  [
    'by two other methods',
    'class A { f(n) { return this.g(n) } g(n) { return this.h(n) } h(n) { return n && this.f(n - 1) } }',
  ],
])('takes a function that calls itself %s without `try`', (_how, program) => {
  expect(isRecursive(program)).toBe(true);
});

it.each([
  ['one that does not', 'function f(n) { return g(n) } function g(n) { return n }'],
  ['one that calls a recursive one', 'function f(n) { return g(n) } function g(n) { return n && g(n - 1) }'],
  ['a method of another object', 'class A { f(n) { return n.f() } }'],
  ['one that only catches', 'function f(n) { try { return f(n - 1) } catch { return 0 } }'],
  ['an async one', 'async function f(n) { return n && f(n - 1) }'],
  ['one that makes objects', 'function F(n) { return n && new F(n - 1) && F(n) }'],
  ['one that is called back', 'function f(n, cb) { if (n) f(n - 1, cb); else cb() }'],
])('measures %s with `try`', (_how, program) => {
  expect(isRecursive(program)).toBe(false);
});

const PROGRAM = `
function calculateEMA(values, index, k) {
  return index === 0 ? values[0] : values[index] * k + calculateEMA(values, index - 1, k) * (1 - k);
}
class Bot {
  onTick(tick) {
    return calculateEMA(tick.history, tick.history.length - 1, 0.1);
  }
}
const history = Array.from({ length: 7_000 }, (_, i) => 100 + Math.sin(i));
try {
  console.log(new Bot().onTick({ history }).toFixed(9));
} catch (error) {
  console.log(error.message);
}`;

/** The host of the child, which does nothing. */
const HOST = `
class Entry { set return(value) {} }
class Recursion { j() {} ja() {} set return(value) {} }
class Host { n = new Entry(); i() { return this.n; } a() { return this.n; } u() { return this.n; } v() { return this.n; } o() {} }
const $tk = new Host();
let $tkv;`;

it.each([false, true])('reaches 7,000 levels, as bare (arguments looked at: %s)', (needsArguments) => {
  const { text, recursiveIds } = measureEverything(PROGRAM, 'commonjs', needsArguments);
  expect(recursiveIds).toHaveLength(1);
  const constants = recursiveIds.map((id) => `const $tkr${id} = new Recursion();`).join('');
  const outputOf = (script: string): string => spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout;
  const bare = outputOf(PROGRAM);
  expect(bare).toMatch(/^\d+\.\d{9}\n$/);
  expect(outputOf(`${HOST}${constants}${text}`)).toBe(bare);
});
