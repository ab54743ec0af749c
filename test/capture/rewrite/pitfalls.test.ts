// Every function of a small program is measured: what the program does, and where it fails, stays as it was.

import { parse } from 'acorn';
import { runBoth } from './run-both.js';

const PROGRAMS: readonly [what: string, program: string][] = [
  ['an empty function', 'function f() {} log(f()); const g = () => {}; log(g());'],
  ['`{return}` in one line', 'function f(){return} log(f());'],
  [
    'a value that is returned without a blank',
    'const f = (x) => { return(x).y }; log(f({ y: 1 }));\nfunction g(){return[1]} log(g()); function h(){return`t`} log(h());function i(){return/r/.source} log(i());function j(){return!0} log(j())',
  ],
  [
    'a sequence',
    'function f() { return log(1), 2; } log(f()); function g() { return (log(1), 2); } log(g()); function h() { return (1), (2) } log(h());\nfunction i() {\n  return log(1), 2;\n}\nlog(i());',
  ],
  ['an arrow with an object', 'const f = () => ({ a: 1 }); log(f()); const g = () => ((({ b: [] }))); log(g());'],
  [
    'arrows in arrows',
    'const f = a => b => c => a + b + c; log(f(1)(2)(3)); const g = (a) => (b) => { return (c) => a * b * c }; log(g(2)(3)(4));',
  ],
  [
    'an arrow over lines',
    'const f = (x) =>\n  x\n    .a\n    .b;\nlog(f({ a: { b: 1 } }));\nconst g = (\n  x,\n) =>\n  // a comment\n  (\n    x\n  );\nlog(g(2));',
  ],
  [
    'a `return` that a line break ends',
    'function f() { return\n(1) } log(f());\nfunction g() { return\n[1][0] } log(g());\nfunction h(x) { if (x) return\nelse return 2\n}\nlog(h(1), h(0));',
  ],
  [
    'a `return` between `if` and `else`',
    'function f(x) { if (x) return; else return 1; } log(f(0), f(1)); function g(x) { if (x) return x; else return 1 } log(g(0), g(2));\nfunction h(x) {\n  if (x)\n    return x;\n  else\n    return 3;\n}\nlog(h(0), h(1));',
  ],
  [
    'a last line without a semicolon',
    'let n = 0\nfunction f() {\n  n++\n}\nfunction g() { n++ }\nf()\ng()\nlog(n)\nfunction h(x) {\n  const y = x\n  return y\n}\nlog(h(1))',
  ],
  [
    'a last line with a comment',
    'function f() {\n  log(1) // and a comment\n}\nf();\nfunction g() { log(2) /* one */ }\ng();\nfunction h() {\n  // nothing but a comment\n}\nh();',
  ],
  [
    'a comment between a line and its `return`',
    'function f(x) {\n  log(x) // one\n  /* two\n  lines */ return x\n}\nlog(f(1));\nfunction g(x) {\n  // one\n  return /* two */ x // three\n}\nlog(g(2));',
  ],
  [
    'directives',
    'function f() { "use strict"; return this === undefined } log(f());\nfunction g() {\n  "use strict"\n  return this === undefined\n}\nlog(g());\nfunction h() { "a directive" }\nlog(h());function i() { "a"\n"b"\n;[1].map(log) }\ni();',
  ],
  [
    'labels and loops',
    'function f(n) { outer: for (let i = 0; i < n; i++) { for (;;) { if (i === 2) break outer; if (i % 2) continue outer; break; } if (i > 5) return i; } return -1 } log(f(9), f(1));',
  ],
  [
    'a `switch`',
    'function f(x) {\n  switch (x) {\n    case 1: return "one";\n    case 2:\n      return "two";\n    case 3: { return "three" }\n    case 4:\n    case 5:\n      log(x)\n      return "some"\n    default:\n      return "many"\n  }\n}\nlog(f(1), f(2), f(3), f(4), f(5), f(6));',
  ],
  [
    '`do` with a `return` in it',
    'function f() { do return 1; while (true) } log(f());\nfunction g() {\n  do\n    return 1;\n  while (true)\n}\nlog(g());',
  ],
  [
    '`try` and `finally`',
    'function f() { try { return log(1) } finally { log(2) } } f(); function g() { for (;;) { try { return 1 } finally { break } } return 2 } log(g());function h() { try { throw new Error("x") } catch (e) { return e.message } finally { log("end") } } log(h());',
  ],
  [
    '`this` and `super`',
    'class A { m() { return this.x } } class B extends A { x = 1; m() { const f = () => super.m() + this.x; return f() } static s() { return this.name } } log(new B().m(), B.s());',
  ],
  [
    'private methods, fields and static blocks',
    'class A { #x = 1; #m() { return this.#x } m() { return this.#m() } f = () => this.#x; static s; static { this.s = (() => 5)() } static #p() { return 7 } static q() { return A.#p() } get g() { return 2 } set g(v) { log(v) } } const a = new A(); log(a.m(), a.f(), A.s, A.q(), a.g); a.g = 3;',
  ],
  [
    'classes in functions, with computed keys',
    'const f = (k) => class { [(() => k)()]() { return 1 } static [k + "s"] = () => 2 }; const C = f("m"); log(new C().m(), C.ms());',
  ],
  [
    '`new.target` and `new`',
    'function F(x) { if (!new.target) return new F(x); this.x = x } log(F(1).x, new F(2).x, new F(3) instanceof F); const G = function () { return { y: 1 } }; log(new G().y);',
  ],
  [
    '`arguments`',
    'function f(a) { a = 2; return arguments[0] } log(f(1)); function g(a) { "use strict"; a = 2; return arguments[0] } log(g(1)); function h() { return (() => arguments.length)() } log(h(1, 2)); function i(a, b = 1) { return arguments.length } log(i(1)); log(i.length, h.length, f.length);',
  ],
  [
    'a function called `arguments`',
    'function f() { function arguments() { return 1 } return arguments() } log(f()); function g(arguments) { return arguments } log(g(3)); function h() { var arguments = 2; return arguments } log(h());',
  ],
  ['`callee`', 'const f = function (n) { return n ? n * arguments.callee(n - 1) : 1 }; log(f(5));'],
  [
    'parameters with patterns and defaults',
    'function f({ a, b: [c = 3] = [] } = {}, ...rest) { return [a, c, rest] } log(f(), f({ a: 1, b: [2] }, 4, 5)); const g = ({ a }, [b], ...c) => [a, b, c]; log(g({ a: 1 }, [2], 3)); const h = (x = (() => 9)()) => x; log(h());',
  ],
  ['a function in the place of a parameter', 'function f(a) { function a() { return 1 } return typeof a } log(f(2));'],
  [
    'a function in the place of a parameter, with `arguments`',
    'function f(a) { function a() { return 1 } return typeof arguments[0] } log(f(2));',
  ],
  [
    'hoisted functions',
    'function f() { return g(); function g() { return h() } function h() { return 1 } } log(f()); function i() { const x = j; { function j() { return 2 } } return [typeof x, j()] } log(i());',
  ],
  [
    'functions twice, in sloppy code',
    'function f() { function a() { return 1 } function a() { return 2 } return a() } log(f());',
  ],
  [
    'a function and a `var` of its name',
    'function f() { var a; function a() { return 1 } return typeof a } log(f()); function g() { function a() { return 1 } { var a = 2 } return a } log(g());',
  ],
  [
    'a function in a block that replaces one of the body',
    'function f() { function a() { return 1 } { function a() { return 2 } } return a() } log(f());',
  ],
  [
    'async functions twice',
    'function f() { async function a() {} async function a() { return 2 } return a.name } log(f());',
  ],
  [
    'direct `eval` over declarations',
    'function f() { function a() {} eval("var a = 1"); return typeof a } log(f()); function g() { eval("var b = 1"); return b } log(g()); function h() { let c = 1; return eval("c") } log(h());',
  ],
  [
    '`with`',
    'with (new Proxy({}, { has: (t, k) => k !== "log" && k !== "Proxy", get: (t, k) => t[k] })) { var k = function () { return 1 }; } log(typeof k);',
  ],
  [
    '`let` and `const` that hide parameters of closures',
    'function f(x) { const g = () => { const x = 2; return x }; return g() + x } log(f(1));',
  ],
  [
    'recursion',
    'function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) } log(fib(12)); const gcd = (a, b) => b ? gcd(b, a % b) : a; log(gcd(48, 18)); class T { sum(n) { if (n === 0) return 0; return n + this.sum(n - 1) } #p(n) { return n ? this.#p(n - 1) : "end" } p() { return this.#p(3) } } log(new T().sum(4), new T().p());',
  ],
  [
    'recursion of two',
    'function even(n) { if (n === 0) return true; return odd(n - 1) } function odd(n) { if (n === 0) return false; return even(n - 1) } log(even(10), odd(7));',
  ],
  [
    'recursion that throws and catches',
    'function f(n) { if (n === 0) throw new Error("end"); f(n - 1) } try { f(4) } catch (e) { log(e.message) } function g(n) { if (n === 0) throw new Error("end"); try { return g(n - 1) } catch { return n } } log(g(3));',
  ],
  [
    'async functions',
    'const order = []; async function f(x) { order.push(x); await null; order.push(x + 1); return x } const g = async (x) => await f(x); const h = async () => { throw new Error("no") };\nreturn Promise.all([f(1), g(10), h().catch((e) => e.message)]).then((r) => log(r, order));',
  ],
  [
    'a promise that is returned without `await`',
    'const order = []; const p = async () => { order.push("p"); return Promise.resolve(1) }; const q = async () => 2; return Promise.all([p().then(() => order.push("p end")), q().then(() => order.push("q end")), Promise.resolve().then(() => order.push(1)).then(() => order.push(2)).then(() => order.push(3)).then(() => order.push(4))]).then(() => log(order));',
  ],
  [
    'generators, which stay as they are',
    'function* g() { yield 1; const x = yield* [2, 3].map((v) => v * 2); return x } log([...g()]); async function* a() { yield 1 } return (async () => { for await (const x of a()) log(x) })();',
  ],
  [
    'names and lengths',
    'const f = (a, b) => a; const o = { m(a) { return a }, n: () => 1, ["c" + 1]: function () {} }; log(f.name, f.length, o.m.name, o.n.name, o.c1.name); const k = function () { return function () {} }; log(k().name); const z = () => () => 1; log(z().name);',
  ],
  [
    'functions that are called where they stand',
    '(function () { log("a") })();\n(() => log("b"))();\n!function () { log("c") }();\nlog((() => { return "d" })(), [1, 2].map((x) => x * 2).filter((x) => { return x > 2 }));',
  ],
  [
    'templates',
    'const f = (x) => `<${x.map((y) => `(${y})`).join()}>`; log(f([1, 2])); const tag = (s, ...v) => s.raw.join("|") + v.join(); log(tag`a${1}b${(() => 2)()}`);',
  ],
  [
    'regular expressions behind `return`',
    'function f(x) {\n  return /=a/.test(x);\n}\nlog(f("=a")); const g = (x) => /[/]}/.test(x); log(g("/}"));',
  ],
  ['optional chains', 'const f = (x) => x?.a?.(1)?.b; log(f(undefined), f({ a: () => ({ b: 2 }) }));'],
  [
    'tabs, and lines of Windows',
    'function f(x) {\r\n\treturn\tx;\r\n}\r\nlog(f(1));\r\nfunction g(x) {\r\n\tif (x)\r\n\t\treturn\tx\r\n\treturn 0\r\n}\r\nlog(g(0), g(1));',
  ],
  ['a hashbang', '#!/usr/bin/env node\nfunction f() { return 1 } log(f());'],
  [
    'getters and setters in an object',
    'const o = { get a() { return 1 }, set a(v) { log(v) }, async m() { return 2 } }; log(o.a); o.a = 3; return o.m().then(log);',
  ],
  [
    'throwing what is no error',
    'function f() { throw 1 } try { f() } catch (e) { log(e) } const g = () => { throw undefined }; try { g() } catch (e) { log(e === undefined) }',
  ],
  ['a parameter that throws', 'function f({ x }) { return x } try { f() } catch (e) { log(e.message) }'],
  [
    'an arrow in the head of a loop',
    'for (const f of [() => 1, () => 2]) log(f()); for (let i = 0, f = () => i; i < 2; i++) log(f());',
  ],
  [
    'functions as defaults of parameters',
    'function f(g = () => 1, h = function () { return g() + 1 }) { return h() } log(f(), f(() => 5));',
  ],
  [
    'the words `async`, `get`, `static` and `of` as names',
    'const o = { async() { return 1 }, get() { return 2 }, static() { return 3 }, of: (of) => of }; const async = (x) => x; log(o.async(), o.get(), o.static(), o.of(4), async (5)); const f = async => async; log(f(6));',
  ],
  [
    'strict code',
    '"use strict"; function f() { return this } log(f() === undefined); const o = { m() { return arguments.length } }; log(o.m(1)); function g() { { function h() { return 1 } log(h()) } return typeof h } log(g());',
  ],
  ['`using`', 'const make = (name) => ({ [Symbol.dispose]() { log(name) } }); log(typeof make("a")[Symbol.dispose]);'],
  [
    'a return value that a setter could spoil',
    'function f() { return { set return(v) { log("no") } } } log(typeof f()); function g() { return undefined } log(g()); function h() { return -0 } log(Object.is(h(), -0)); function n() { return NaN } log(Number.isNaN(n()));',
  ],
];

it.each(PROGRAMS)('runs as before: %s', async (_what, program) => {
  const { bare, rewritten, measured, calls } = await runBoth(program);
  expect(() =>
    parse(measured.text, { ecmaVersion: 'latest', sourceType: 'commonjs', allowHashBang: true }),
  ).not.toThrow();
  expect(bare.error).toBeUndefined();
  expect({ ...rewritten, text: measured.text }).toEqual({ ...bare, text: measured.text });
  expect(measured.text.split('\n')).toHaveLength(program.split('\n').length);
  // The stub sees every call end, but for those of the form without `try` that throw.
  const open = calls.filter(({ outcome, id }) => outcome === 'open' && !measured.recursiveIds.includes(id));
  expect(open).toEqual([]);
});

it.each(PROGRAMS)('runs as before where the arguments are looked at: %s', async (_what, program) => {
  const { bare, rewritten } = await runBoth(program, true);
  expect(rewritten).toEqual(bare);
});
