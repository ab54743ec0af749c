// Insertions: in the right places, on existing lines, and gone again without a trace.

import { notSeenText } from '../../../src/model/rules.js';
import { parse } from 'acorn';
import { withoutInsertions } from '../../../src/capture/rewrite/insertion-marks.js';
import { InsertionSites } from '../../../src/capture/rewrite/insertion-sites.js';
import { DEFAULT_RULES } from '../instrumentations/default-rules.js';
import { SourceTransformer } from '../../../src/capture/load/transform-source.js';

interface Transformed {
  readonly source: string | undefined;
  readonly notSeen: readonly string[];
}

function transform(source: string, fileName = 'bot.js', sourceType: 'script' | 'module' = 'script'): Transformed {
  const notSeen: string[] = [];
  const transformer = new SourceTransformer(
    DEFAULT_RULES,
    new InsertionSites(),
    (row) => void notSeen.push(`${notSeenText(row)}: ${row.why}`),
    '/w',
  );
  return { source: transformer.transform(source, `/w/${fileName}`, sourceType), notSeen };
}

/** The insertions alone, each at its line, in the order of the text. */
function insertionsOf(source: string | undefined): string[] {
  return (source ?? '').split('\n').flatMap((line, index) =>
    Array.from(line.matchAll(/\/\*<tickscope>\*\/(.*?)\/\*<\/tickscope>\*\//g), ([, code = '']) => {
      return `${index + 1}: ${code.replace(/globalThis\[Symbol.for\("tickscope.v1"\)\]\.program\w+\./, '')}`;
    }),
  );
}

it.each<[what: string, source: string, insertions: string[]]>([
  ['a class, right after its brace', 'class Bot\n{ onTick(t) {} }', ['2: static{defineClass(this,0)}']],
  ['a class expression', 'module.exports = class { onTick(t) {} }', ['1: static{defineClass(this,0)}']],
  ['a class without anything of interest', 'class Bot { onTicket(t) {} }', []],
  [
    'a declaration, in front of the first statement',
    '\nfoo();\nfunction onTick(t) {}',
    ['2: onTick=defineFunction(onTick,0);'],
  ],
  [
    'a declaration after directives',
    "'use strict'\n'use asm'; function onTick(t) {}",
    ['2: onTick=defineFunction(onTick,0);'],
  ],
  [
    'a declaration after a directive without a semicolon, with one of its own',
    "'use strict'\nfunction onTick(t) {}",
    ['1: ;onTick=defineFunction(onTick,0);'],
  ],
  [
    'a declaration in a function',
    'function make() { "use strict"; return onTick; function onTick(t) {} }',
    ['1: onTick=defineFunction(onTick,0);'],
  ],
  [
    'a declaration after a hashbang',
    '#!/usr/bin/env node\nfunction onTick(t) {}',
    ['2: onTick=defineFunction(onTick,0);'],
  ],
  ['an exported arrow', 'exports.onTick = async (t) => t;', ['1: defineFunction(', '1: ,0)']],
  ['a variable', 'const onTick = function (t) {};', ['1: defineFunction(', '1: ,0)']],
  ['a class field', 'class Bot { onTick = (t) => t; }', ['1: defineFunction(', '1: ,0)']],
  [
    'a member set in the constructor',
    'class Bot { constructor() { this.onTick = (t) => t; } }',
    ['1: defineFunction(', '1: ,0)'],
  ],
  ['a prototype', 'Bot.prototype.onTick = function (t) {};', ['1: defineFunction(', '1: ,0)']],
  ['an object literal', 'const bot = { onTick(t) {} };', ['1: defineObject(', '1: ,0)']],
  [
    'a declaration in a block, whose binding is the block’s',
    'if (x) { foo(); function onTick(t) {} }',
    ['1: onTick=defineFunction(onTick,0);'],
  ],
  [
    'a generator, and what it was called with',
    'const onTick = function* (t) {};',
    ['1: defineFunction(', '1: generatorStarted(arguments);', '1: ,0)'],
  ],
  [
    'the body of a loop over a feed, and what is declared in it',
    'async () => { for await (const { price: p } of feed) { foo(); function onTick(t) {} } }',
    [
      '1: const tickscopeStep0=step(0,{"price":p});try{',
      '1: onTick=defineFunction(onTick,1);',
      '1: }catch(tickscopeError){tickscopeStep0.failed();throw tickscopeError}finally{tickscopeStep0.end()}',
    ],
  ],
  [
    'a loop in a loop whose bodies are no blocks, the inner one inside',
    'async () => { for await (feed of feeds) for await (t of feed) f(t); }',
    [
      '1: {const tickscopeStep0=step(0,feed);try{',
      '1: {const tickscopeStep1=step(1,t);try{',
      '1: }catch(tickscopeError){tickscopeStep1.failed();throw tickscopeError}finally{tickscopeStep1.end()}}',
      '1: }catch(tickscopeError){tickscopeStep0.failed();throw tickscopeError}finally{tickscopeStep0.end()}}',
    ],
  ],
  [
    'a pull, in the body of its loop',
    'async () => { while (true) { const t = await x.watchTrades(s); } }',
    [
      '1: const tickscopePulls0=pulls();try{',
      '1: tickscopePulls0.took(',
      '1: (tickscopePulls0.end(),',
      '1: )',
      '1: ,0)',
      '1: }catch(tickscopeError){tickscopePulls0.failed();throw tickscopeError}finally{tickscopePulls0.end()}',
    ],
  ],
  [
    'a pull in the head of a loop, around the loop',
    'async () => { while (await x.watchTrades(s)) f(); }',
    [
      '1: {const tickscopePulls0=pulls();try{',
      '1: tickscopePulls0.took(',
      '1: (tickscopePulls0.end(),',
      '1: )',
      '1: ,0)',
      '1: }catch(tickscopeError){tickscopePulls0.failed();throw tickscopeError}finally{tickscopePulls0.end()}}',
    ],
  ],
  ['no pull in the head of a loop with a label', 'async () => { a: while (await x.watchTrades(s)) continue a; }', []],
  ['no pull outside a loop', 'async () => { await x.watchTrades(s); f(); }', []],
  ['no loop that hands events on', 'async function* doubled() { for await (const t of feed) yield t; }', []],
  ['what a handler is made of', 'const onTick = throttle((t) => t, 100);', ['1: defineFunction(', '1: ,0)']],
  [
    'a field as compilers write it',
    'class Bot { constructor() { __publicField(this, "onTick", (t) => t); } }',
    ['1: defineFunction(', '1: ,0)'],
  ],
  ['a listener that is written in the call', 'feed.on("trade", (t) => t);', ['1: defineFunction(', '1: ,0)']],
  ['no function that only works on many values', 'const onTick = symbols.map((symbol, index) => index);', []],
  ['no listener that knows itself', 'feed.on("trade", function self(t) { feed.off("trade", self); });', []],
  ['nothing in a closure with a weak name', 'function make() { const update = (t) => t; }', []],
  [
    'a weak name that a factory hands out',
    'function make() { function update(t) {} return { change: update }; }',
    ['1: update=defineFunction(update,0);'],
  ],
  ['nothing in comments and strings', '/* onTick(t) {} */ const text = "class Bot { onTick(t) {} }";', []],
])('hands over %s', (_what, source, insertions) => {
  const { source: inserted } = transform(source);
  expect(insertionsOf(inserted)).toEqual(insertions);
  expect(withoutInsertions(inserted ?? source)).toBe(source);
  expect(() => parse(inserted ?? source, { ecmaVersion: 'latest', allowHashBang: true })).not.toThrow();
});

it('keeps ES modules valid: in front of imports, exports and default exports', () => {
  const source =
    "import fs from 'node:fs';\nexport default class { onTick(t) {} }\nexport async function onTrade(t) {}\n";
  const { source: inserted } = transform(source, 'feed.mjs', 'module');
  expect(insertionsOf(inserted)).toEqual(['1: onTrade=defineFunction(onTrade,0);', '2: static{defineClass(this,0)}']);
  expect(() => parse(inserted ?? '', { ecmaVersion: 'latest', sourceType: 'module' })).not.toThrow();
});

it.each([
  ['a #private method', 'class Bot { #onTick(t) {} }', ['Bot.onTick (bot.js:1): a #private method cannot be reached']],
  [
    'a declaration in a switch',
    'switch (x) {\ncase 1: function onTick(t) {} }',
    ['onTick (bot.js:2): a function declared in a switch has no place of its own'],
  ],
  [
    'a function expression that knows itself',
    'const onTick = function onTick(t) { feed.off("tick", onTick); }',
    ['onTick (bot.js:1): it uses the name of its own function expression, which a wrapper could not take over'],
  ],
  [
    'a minified file',
    `${'a;'.repeat(10_001)}function onTick(t) {}`,
    ['bot.js: minified: a line is longer than 20,000 characters'],
  ],
])('says of %s that it is not seen', (_what, source, notSeen) => {
  expect(transform(source)).toEqual({ source: undefined, notSeen });
});

it('leaves a syntax error to Node, and says that nothing is seen of the file', () => {
  const { source, notSeen } = transform('class Bot { onTick(t) { }');
  expect(source).toBeUndefined();
  expect(notSeen).toEqual([expect.stringMatching(/^bot\.js: could not be read: SyntaxError: Unexpected token/)]);
});

it('waits for the second try of an ES module that Node takes for CommonJS first', () => {
  expect(transform('export class Bot { onTick(t) {} }')).toEqual({ source: undefined, notSeen: [] });
});
