// Lines that Node.js must not print: a comment in each line with insertions, where one may stand, and a mark at each `throw`.

import { measureEverything } from './measure-everything.js';
import { NOT_PRINTED } from '../../../src/capture/rewrite/exception-lines.js';

const linesOf = (source: string): string[] =>
  measureEverything(source, 'commonjs', false, 'bot.js').text.split(/\r\n|[\n\r\u2028\u2029]/);

it.each([
  ['behind the last token', 'function f() {\n  g()  \n  return 1;\n}', [0, 1, 2, 3]],
  ['in front of a comment', 'const f = (x) => x; // one\nconst g = 1; /* two\n', [0]],
  ['on lines of Windows', 'const f = (x) => x;\r\nconst g = 1;\r\n', [0]],
  ['on a line that ends in a template', 'const t = `${[1].map((x) => x)} a\n b ${[1].map((y) => y)}`;', [0, 1]],
  ['behind the last expression of a template', '`a\n ${((x) => x)(1)} b\n c`;', [1]],
])('has the comment once in each line with insertions: %s', (_what, text, expected) => {
  const source = text.includes('/* two') ? `${text}*/` : text;
  const counts = linesOf(source).map((line) => line.split(NOT_PRINTED).length - 1);
  expect(counts).toEqual(counts.map((_count, line) => (expected.includes(line) ? 1 : 0)));
});

it.each([
  ['what was there before', 'try { g(); } catch (e) {\n  throw e;\n}\n(() => 1)();', '2:3'],
  ['what a line with insertions makes', 'const f = () => { throw fail(); };', '1:19'],
  ['an error of a class', 'const f = () => { throw new OrderError(); };', '1:19'],
  ['no error', 'const f = () => { throw { a: 1 } };', '1:19'],
  ['in parentheses', 'const f = () => { throw (1, 2); };', '1:19'],
])('marks the `throw` of %s', (_what, source, place) => {
  expect(linesOf(source).join('\n')).toContain(`,$tkp="${place} bot.js",$tkt)`);
});

it.each([
  ['of a new error', 'const f = () => { throw new Error("x"); };'],
  [
    'of what is made on a line without insertions',
    'function g() {\n  f();\n  throw new OrderError();\n}\n(() => 1)();',
  ],
  ['inside `with`', 'const f = () => 1;\nwith (a) {\n  throw e;\n}'],
])('leaves a `throw` as it is: %s', (_what, source) => {
  expect(linesOf(source).join('\n')).not.toContain('$tkt');
});
