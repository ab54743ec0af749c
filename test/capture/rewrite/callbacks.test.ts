// A callback is followed to where it is called or passed on; the program's own function is what it calls.

import { runBoth } from './run-both.js';

/** The call of `f`, the first function of each program: how often its callback was seen to be called, and whether one was given. */
async function callbackOf(program: string): Promise<{ hasCallback: boolean; calledBack: number }> {
  const { bare, rewritten, calls, measured } = await runBoth(program);
  expect(bare.error).toBeUndefined();
  expect({ ...rewritten, text: measured.text }).toEqual({ ...bare, text: measured.text });
  const { hasCallback = false, calledBack = 0 } = calls.find(({ id }) => id === 0) ?? {};
  return { hasCallback, calledBack };
}

it.each([
  ['as a statement', 'function f(cb) { cb(1) } f(log)'],
  ['as the first statement of a body over lines', 'function f(cb) {\n  cb(1)\n}\nf(log)'],
  ['behind `return`', 'function f(cb) { return cb(1) } log(f((x) => x))'],
  ['in a branch', 'function f(cb) { if (cb) cb(1); else log(2) } f(log)'],
  ['behind `return` in a branch', 'function f(cb) { if (cb) return cb(1)\nelse return 2 } log(f((x) => x))'],
  ['behind `else` and in `do`', 'function f(cb) { if (!cb) log(1); else do cb(2); while (false) } f(log)'],
  ['behind a label', 'function f(cb) { a: cb(2) } f(log)'],
  ['behind a line without a semicolon', 'function f(cb) {\n  let x = 1\n  cb(x)\n}\nf(log)'],
  ['in an expression', 'function f(cb) { cb && cb(1); } f(log)'],
  ['in a choice', 'function f(cb) { return cb ? cb(1) : 0 } log(f((x) => x + 1))'],
  ['in a choice that starts with its value', 'function f(cb) { return cb(1) ? 1 : 0 } log(f((x) => x))'],
  ['in an optional call', 'function f(cb) { cb?.(1); return cb?.(2)?.a?.b } log(f((x) => log(x))); '],
  [
    'in front of a chain',
    'function f(cb) {\n  let x = 1\n  cb(x).then((y) => log(y))\n}\nf((x) => Promise.resolve(x))',
  ],
  [
    'by `call` and `apply`',
    'function f(cb) { cb.call({ a: 1 }, 2); cb.apply(null, [3]) } f(function (x) { log(this.a, x) })',
  ],
  ['in an arrow', 'function f(cb) { return [1].map((x) => cb(x)) } log(f((x) => x * 2))'],
  ['in a closure', 'function f(cb) { (function () { cb(1) })() } f(log)'],
  [
    'in an arrow that is measured too, with a callback of its own',
    'function f(cb) { const g = (next) => { next(cb(1)) }; g(log) } f((x) => x + 1)',
  ],
  ['in a hoisted function', 'function f(cb) { g(); function g() { cb(1) } } f(log)'],
  ['in the fields and blocks of a class', 'function f(cb) { class A { x = cb(1); static { cb(2) } } new A() } f(log)'],
  ['in a `switch`', 'function f(cb) { switch (1) { case 1: cb(1); break; default: cb(2) } } f(log)'],
  ['in a `catch`', 'function f(cb) { try { throw new Error("x") } catch (error) { cb(error.message) } } f(log)'],
  [
    'with an error that is caught',
    'function f(cb) { try { throw new Error("x") } catch (error) { return cb(error) } } f((e) => log(e.message))',
  ],
  ['behind a default', 'function f(options = {}, callback) { callback(options) } f(undefined, log)'],
  ['behind a pattern', 'function f({ a }, done) { done(a) } f({ a: 1 }, log)'],
  ['in a pattern', 'function f({ a, cb }) { cb(a) } f({ a: 1, cb: log })'],
  ['in the middle', 'function f(cb, a) { cb(a) } f(log, 1)'],
  [
    'in the place of options',
    'function f(a, options, cb) { if (typeof options === "function") { cb = options; options = {} } cb(a) } f(1, log)',
  ],
  ['passed on to a function', 'function f(cb) { g(1, cb) } function g(x, y) { y(x) } f(log)'],
  ['passed on to a method', 'function f(cb) { o.m(cb) } const o = { m(x) { x(1) } }; f(log)'],
  [
    'passed on in the place of what stands in front of it',
    'function f(values, cb) { g(values, cb) } function g(x, y) { (y ?? x)(1) } f(log)',
  ],
  [
    'passed on behind a function',
    'function f(values, cb) { g(values, cb) } function g(x, y) { y(x(1)) } f((x) => x + 1, log)',
  ],
  ['passed on by `call`', 'function f(cb) { g.call(null, cb) } function g(x) { x(1) } f(log)'],
  [
    'passed on when it is bound',
    'function f(cb) { g(cb.bind({ a: 1 }, 2)) } function g(x) { x() } f(function (x) { log(this.a, x) })',
  ],
  [
    'with `new` as a callback of its own',
    'function f(cb) { return new (class { constructor() { cb(1) } })() } log(typeof f(log))',
  ],
  ['as a class that objects are made of', 'function f(callback) { return new callback() } log(f(class A { a = 1 }).a)'],
  [
    'as a class in a choice',
    'function f(callback) { return callback.x ? callback() : new callback(1).a } log(f(class A { a = 1 }))',
  ],
])('sees it called: %s', async (_what, program) => {
  const { hasCallback, calledBack } = await callbackOf(program);
  expect(hasCallback).toBe(true);
  expect(calledBack).toBeGreaterThan(0);
});

it.each([
  ['kept in a list', 'const kept = []; function f(cb) { kept.push(cb) } f(log); log(kept[0] === log)'],
  ['kept in a set', 'const kept = new Set(); function f(cb) { kept.add(cb) } f(log); log(kept.has(log))'],
  [
    'a listener that is taken away',
    'const o = { removeListener(n, l) { log(l === log) } }; function f(cb) { o.removeListener("x", cb) } f(log)',
  ],
  ['returned', 'function f(cb) { return cb } log(f(log) === log)'],
  ['hidden by a parameter of a closure', 'function f(cb) { return [1].map((cb) => cb) } log(f(log))'],
  ['hidden by a variable of a closure', 'function f(cb) { (() => { var cb = log; cb(1) })() } f(log)'],
  ['hidden by a variable of a block', 'function f(cb) { { let cb = log; cb(1) } } f(log)'],
  ['hidden by a function', 'function f(cb) { function cb() { log(1) } cb() } f(log)'],
  ['not given', 'function f(cb) { if (cb) cb(1) } f()'],
  ['none of its name', 'function f(handler) { handler(1) } f(log)'],
  ['the callback of an async function', 'async function f(cb) { await null; cb(1) } return f(log)'],
])('sees none: %s', async (_what, program) => {
  const { calledBack } = await callbackOf(program);
  expect(calledBack).toBe(0);
});

it.each([
  ['a name', 'function f(error, cb) { cb(error) }', '$tk.c($tke,error)'],
  ['an error that is made', 'function f(cb) { cb(new TypeError("x")) }', '$tk.c($tke,$tk.f)'],
  ['no error', 'function f(cb) { cb(null, 1) }', '$tk.c($tke)'],
  ['a name that may not have a value yet', 'function f(cb) { cb(x); let x }', 'cb($tk.e($tke,x))'],
  [
    'what may be an error',
    'function f(cb) { cb(x ? new Error("x") : null, x) }',
    'cb($tk.e($tke,x ? new Error("x") : null), x)',
  ],
  ['what may be an error, in parentheses', 'function f(cb) { cb((x || null)) }', 'cb(($tk.e($tke,x || null)))'],
  ['what throws where it stands', 'function f(cb) { cb(x.y) }', '$tk.c($tke); cb(x.y)'],
  ['what may be an error, beside other work', 'function f(cb) { cb(x, g()) }', '$tk.c($tke); cb(x, g())'],
  [
    'what may be an error, where there may be no callback',
    'function f(cb) { cb?.(x ?? y) }',
    'cb?.($tk.e($tke,x ?? y))',
  ],
])('tells the host what the callback was given first: %s', async (_what, program, call) => {
  const { measured } = await runBoth(program);
  expect(measured.text).toContain(call);
});
