// Whether the text of a function says that its result depends on its arguments alone.

import { type Function as FunctionNode, parse } from 'acorn';
import { isAnyFunction, visitAllNodes } from '../../../src/capture/rewrite/own-nodes.js';
import { PureFunctions } from '../../../src/capture/rewrite/pure-functions.js';

/** @returns the verdict on every function of that name, in order */
function verdicts(text: string, name: string = 'f'): boolean[] {
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const pure = new PureFunctions(program);
  const found: boolean[] = [];
  visitAllNodes(program, (node, parent) => {
    if (!isAnyFunction(node)) return;
    const { id } = node as FunctionNode;
    const isNamed =
      id?.name === name ||
      (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' && parent.id.name === name) ||
      (parent.type === 'MethodDefinition' && parent.key.type === 'Identifier' && parent.key.name === name);
    if (isNamed) found.push(pure.has(node as FunctionNode));
  });
  return found;
}

it.each([
  ['reads its arguments', 'function f(a, { b = 1, ...rest }) { return a.x + b + rest.c; }'],
  ['changes its own variables', 'function f(a) { let s = 0; for (let i = 0; i < a.length; i++) s += a[i]; return s; }'],
  [
    'writes into what it makes',
    'function f(a) { const out = new Array(a.length); out[0] = a[0]; out.push(1); return out; }',
  ],
  ['sorts a copy', 'const f = (a) => [...a].sort((x, y) => x - y)[0];'],
  ['sorts a copy that has a name', 'function f(a) { const b = a.slice(); b.sort(); return b; }'],
  ['calls itself', 'function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); }'],
  [
    'calls another one, and that one calls it',
    'function f(n) { return n ? g(n - 1) : 1; } function g(n) { return n ? f(n - 1) : 0; }',
  ],
  ['has constants of the file', 'const DAYS = 365 * 2, SIGN = -1; function f(a) { return DAYS * SIGN * a; }'],
  ['calls a function of its own', 'function f(a) { const half = (x) => x / 2; return a.map(half); }'],
  ['is a method without this', 'class C { static f(a) { return Math.max(...a); } }'],
  [
    'has a variable with a name of the file',
    'let sum = 0; function f(a) { let sum = 1; sum += a; return sum; } sum++;',
  ],
  ['throws', 'function f(a) { if (!a) throw new RangeError(`no ${a}`); try { return a; } catch { return 0; } }'],
  ['is exported', 'export default function f(a) { return a; }'],
])('takes one for pure that %s', (_what, text) => {
  expect(verdicts(text)).toEqual([true]);
});

it.each([
  ['has a this', 'class C { f(a) { return a + this.b; } }'],
  ['has a this in an arrow function', 'function f(a) { return a.map((x) => x + this.b); }'],
  ['asks for all its arguments', 'function f() { return arguments[0]; }'],
  ['reads what nobody declares', 'function f(a) { return a * factor; }'],
  ['reads an object of the file', 'const config = {}; function f(a) { return a * config.x; }'],
  ['reads a variable that may change', 'let x = 1; function f(a) { return a * x; }'],
  ['calls a function that is replaced', 'function g() { return 1; } function f(a) { return g(a); } g = Date.now;'],
  ['calls an import', 'import { g } from "./g.js"; function f(a) { return g(a); }'],
  ['sorts what it is given', 'function f(a) { return a.sort(); }'],
  ['sorts it under another name', 'function f(a) { const b = a; b.sort(); return b; }'],
  ['sorts what is now another thing', 'function f(a) { let b = []; b = a; b.sort(); return b; }'],
  ['writes through a copy', 'function f(a) { const b = a.slice(); b[0].x = 1; return b; }'],
  ['writes to a part', 'function f(a) { a.x = 1; return a; }'],
  ['writes to a part in a pattern', 'function f(a) { [a.x, a.y] = [a.y, a.x]; return a; }'],
  ['deletes', 'function f(a) { delete a.x; return a; }'],
  ['counts in a part', 'function f(a) { a.n++; return a.n; }'],
  ['calls what it is given', 'function f(a, g) { return g(a); }'],
  ['calls a method that it does not know', 'function f(a) { return a.next(); }'],
  ['calls by a name that is computed', 'function f(a, name) { return a[name](); }'],
  ['makes a class of the file', 'class C {} function f(a) { return new C(a); }'],
  ['draws by chance', 'function f(a) { return a + Math.random(); }'],
  ['has a Math of its own', 'const Math = { max: Date.now }; function f(a) { return Math.max(a); }'],
  ['gets at the constructor of functions', 'function f(a) { return a.constructor.constructor("return Date.now()"); }'],
  ['waits', 'async function f(a) { return a; }'],
  ['yields', 'function* f(a) { yield a; }'],
  ['tags a template', 'function f(a, tag) { return tag`${a}`; }'],
  ['loads', 'function f(a) { return import(a); }'],
  ['is in a function', 'function make(x) { return function f(a) { return a + x; }; }'],
  ['is in a block', '{ let x = 1; function f(a) { return a; } }'],
  [
    'reads a name that is its own only in a block',
    'let x = 1; function f(a) { { const x = 2; a += x; } return a * x; }',
  ],
  [
    'is in a cycle with one that is not',
    'function f(n) { return n ? g(n) : 0; } function g(n) { return f(n - 1) + Date.now(); }',
  ],
])('takes one for none that %s', (_what, text) => {
  expect(verdicts(text)).toEqual([false]);
});

it('does not keep the verdict on one that it looked at inside of one that is none', () => {
  const text = 'function g(n) { return n ? f(n) : 0; } function f(n) { return n ? g(n - 1) : Date.now(); }';
  const program = parse(text, { ecmaVersion: 'latest' });
  const pure = new PureFunctions(program);
  const [g, f] = program.body as unknown as readonly FunctionNode[];
  expect([pure.has(f as FunctionNode), pure.has(g as FunctionNode)]).toEqual([false, false]);
});
