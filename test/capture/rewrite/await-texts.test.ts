// Where an async function says that it is about to wait.

import { measureEverything } from './measure-everything.js';

const textOf = (source: string): string => measureEverything(source).text;
/** The operands of the awaits of the first function that have a text. */
const marked = (body: string): string[] =>
  [...textOf(`async function f() { ${body} }`).matchAll(/await\[(\w+),/g)].map(([, operand]) => operand ?? '');

it('puts a bracket in the place of the blank, so that the operand stays where it is', () => {
  const source = 'async function f() {\n  const row = await this.find(1);\n}';
  const [, line] = textOf(source).split('\n');
  expect(line).toBe('  const row = await[this.find(1),$tke.w][0];');
  expect(line?.indexOf('this.find')).toBe('  const row = await this.find(1);'.indexOf('this.find'));
});

it('adds a bracket where there is no blank', () => {
  expect(textOf('async () => { await(a, b) }')).toContain('await[(a, b),$tke.w][0]');
});

it.each([
  ['the first of two', 'await a; await b', ['a']],
  ['one in a branch, and the one behind it', 'if (x) await a; await b; await c', ['a', 'b']],
  ['both branches', 'if (x) { await a } else { await b }', ['a', 'b']],
  ['a condition, and what is in doubt behind it', 'if (await a) await b; await c', ['a', 'b', 'c']],
  ['inner before outer', 'g(await a, await b)', ['a']],
  ['what a loop may skip', 'for (const x of y) await a; await b', ['a', 'b']],
  ['the head of a loop', 'for (const x of await a) await b', ['a', 'b']],
  ['what may be caught before it waits', 'try { await a } catch { await b } await c', ['a', 'b', 'c']],
  ['the right of an operator', 'x && await a; await b', ['a', 'b']],
  ['what an optional call may skip', 'x?.(await a); await b', ['a', 'b']],
  ['behind a return', 'if (x) return await a; return await b', ['a', 'b']],
  ['a default', 'const { x = await a } = y; await b', ['a', 'b']],
  ['a plain assignment', 'x.y = await a; await b', ['a']],
  ['an assignment that may be skipped', 'x ||= await a; await b', ['a', 'b']],
  ['a labelled block', 'l: { if (x) break l; await a } await b', ['a', 'b']],
  ['a switch', 'switch (x) { case 1: await a } await b', ['a', 'b']],
  ['those in and behind a loop that waits', 'for await (const x of y) await a; await b', ['a', 'b']],
])('marks %s', (_what, body, expected) => {
  expect(marked(body)).toEqual(expected);
});

it('marks none of a function inside, and that function’s own by its own entry', () => {
  const text = textOf('async function f() { const g = async () => { await a }; await b }');
  expect(text).toContain('await[a,$tke1.w][0]');
  expect(text).toContain('await[b,$tke.w][0]');
});

it('numbers all awaits of a function that may be found waiting in its own time, and none where one has no text', () => {
  const numbered = (source: string): string => measureEverything(source, 'commonjs', true).text;
  const text = numbered(
    'async function f() { await a; if (x) await b; g(async () => { await c }); for (;;) await d(await e) }',
  );
  expect(text).toContain('await[a,$tke.m=0][0]; if (x) await[b,$tke.m=1][0]');
  expect(text).toContain('await[c,$tke1.m=0][0]');
  expect(text).toContain('await[d(await[e,$tke.m=3][0]),$tke.m=2][0]');
  const hidden = numbered('async function f() { await a; for await (const x of y) await b }');
  expect(hidden).toContain('await[a,$tke.w][0]; for await (const x of y) await b');
});

it.each([
  ['for await (const x of y) {}', true],
  ['await a; for await (const x of y) {}', false],
  ['if (x) await a; for await (const x of y) {}', true],
  ['await using x = y', true],
  ['await a', false],
  ['for (const x of y) await x', false],
])('says whether the first may be hidden: %s', (body, isHidden) => {
  const { chosen } = measureEverything(`async function f() { ${body} }`);
  expect(chosen[0]?.firstAwaits.isHidden).toBe(isHidden);
});
