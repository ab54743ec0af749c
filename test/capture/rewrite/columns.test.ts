// Places of errors: nothing that an error can name moves where the lines allow it, and nothing ever moves to another line.

import { runBoth } from './run-both.js';

it.each([
  ['a statement', 'function f() {\n  g();\n}\nfunction g() {\n  throw new Error("x");\n}\nf();'],
  [
    'a value that is returned',
    'function f(x) {\n  log(1)\n  return x.a.b;\n}\nfunction g() {\n  return f({});\n}\ng();',
  ],
  [
    'a value that is returned in a branch',
    'function f(x) {\n  if (x)\n    return x.a.b;\n  else\n    return x.c;\n}\nf({});',
  ],
  [
    'a value that is returned in a `switch`',
    'function f(x) {\n  switch (x) {\n    case 1:\n      return x.a.b;\n  }\n}\nf(1);',
  ],
  ['a value that is returned behind directives', 'function f(x) {\n  "use strict"\n  return x.a.b;\n}\nf({});'],
  [
    'a value that is returned behind a comment',
    'function f(x) {\n  // a comment\n  return /* another */ x.a.b; // and one\n}\nf({});',
  ],
  ['the body of an arrow on a line of its own', 'const f = (x) =>\n  x.a.b;\nf({});'],
  ['a closure', 'function f(x) {\n  return [x].map(function (y) {\n    return y.a.b;\n  });\n}\nf({});'],
  ['a method', 'class A {\n  m(x) {\n    const y = x.a;\n    return y.b;\n  }\n}\nnew A().m({});'],
  [
    'a callback that is called',
    'function f(x, cb) {\n  if (x)\n    cb(null, x);\n  log(1)\n  cb(x.a.b);\n}\nf({}, () => {});',
  ],
  ['a callback that is called with what is no function', 'function f(cb) {\n  log(cb);\n  return cb(1);\n}\nf(2);'],
  ['a call behind the end of a function', 'const f = function () {\n  return 1;\n}; f().a.b;'],
  ['a call of a function where it stands', '(function () {\n  log(1);\n})().a;'],
  ['recursion', 'function f(n) {\n  if (n === 0)\n    throw new Error("end");\n  return f(n - 1);\n}\nf(3);'],
  ['lines of Windows', 'function f(x) {\r\n\tlog(1);\r\n\treturn x.a.b;\r\n}\r\nf({});'],
])('throws at the same place: %s', async (_what, program) => {
  const { bare, rewritten, measured } = await runBoth(program);
  expect(bare.place).toMatch(/^\d+:\d+/);
  expect({ ...rewritten, text: measured.text }).toEqual({ ...bare, text: measured.text });
});

it.each([
  ['a function in one line', 'function f(x) { return x.a.b; }\nf({});'],
  ['an arrow in one line', 'const f = (x) => x.a.b;\nf({});'],
  ['a `return` behind its `if`', 'function f(x) {\n  if (x) return x.a.b;\n}\nf({});'],
])('keeps the line where a column has to move: %s', async (_what, program) => {
  const { bare, rewritten } = await runBoth(program);
  const linesOf = (places: string | undefined): string | undefined => places?.replaceAll(/:\d+/g, '');
  expect(rewritten.error).toBe(bare.error);
  expect(linesOf(rewritten.place)).toBe(linesOf(bare.place));
});
