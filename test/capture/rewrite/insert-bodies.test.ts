// The measuring code: in the right functions, in the right places, on existing lines.

import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { insertBodies } from '../../../src/capture/rewrite/insert-bodies.js';
import { type FunctionSite, InsertionSites } from '../../../src/capture/rewrite/insertion-sites.js';
import { ProgramRules } from '../../../src/capture/rules/program-rules.js';
import { notSeenText } from '../../../src/model/rules.js';
import { DEFAULT_RULES } from '../instrumentations/default-rules.js';

interface Inserted {
  readonly text: string;
  readonly sites: readonly FunctionSite[];
  readonly recursiveIds: readonly number[];
  readonly notSeen: readonly string[];
}

function insert(source: string, fileName = 'bot.js', sourceType: 'script' | 'module' = 'script'): Inserted {
  const notSeen: string[] = [];
  const sites: FunctionSite[] = [];
  const kept = new (class extends InsertionSites {
    override add(site: FunctionSite): number {
      sites.push(site);
      return super.add(site);
    }
  })();
  const rewritten = insertBodies(
    { displayName: fileName, fileName, source, sourceType },
    '$tk',
    kept,
    new ProgramRules(DEFAULT_RULES),
    (row) => void notSeen.push(`${notSeenText(row)}: ${row.why}`),
  );
  const { text, recursiveIds } = rewritten ?? { text: source, recursiveIds: [] };
  expect(() =>
    parse(text, {
      ecmaVersion: 'latest',
      sourceType: sourceType === 'script' ? 'commonjs' : 'module',
      allowHashBang: true,
    }),
  ).not.toThrow();
  return { text, sites, recursiveIds, notSeen };
}

it.each<[what: string, source: string, text: string]>([
  [
    'a method',
    'class Bot {\n  onTick(t) {\n    this.n++;\n  }\n}',
    'class Bot {\n  onTick(t) {const $tke=$tk.u(0,this,t);try{\n    this.n++;\n  ;$tke.return=void 0;}finally{$tk.o($tke)}}\n}',
  ],
  [
    'a method without a line',
    'class Bot { onTick(t) {} }',
    'class Bot { onTick(t) {const $tke=$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}} }',
  ],
  ['a class without anything of interest', 'class Bot { onTicket(t) {} }', 'class Bot { onTicket(t) {} }'],
  [
    'a #private method',
    'class Bot { #onTick(t) { return t } }',
    'class Bot { #onTick(t) {const $tke=$tk.u(0,this,t);try{ return $tke.return= t}finally{$tk.o($tke)} } }',
  ],
  [
    'a declaration',
    'function onTick(t) {\n  return t;\n}',
    'function onTick(t) {const $tke=new.target?$tk.n:$tk.u(0,this,t);try{ return $tke.\n  return=t;\n}finally{$tk.o($tke)}}',
  ],
  [
    'a declaration after its directives',
    "function onTick(t) {\n  'use strict'\n  run(t)\n}",
    "function onTick(t) {\n  'use strict';const $tke=new.target?$tk.n:$tk.u(0,this,t);try{\n  run(t)\n;$tke.return=void 0;}finally{$tk.o($tke)}}",
  ],
  [
    'a declaration in a switch',
    'switch (x) {\ncase 1: function onTick(t) {} }',
    'switch (x) {\ncase 1: function onTick(t) {const $tke=new.target?$tk.n:$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}} }',
  ],
  [
    'a function that knows its name',
    'const onTick = function onTick(t) { feed.off("tick", onTick); }',
    'const onTick = function onTick(t) {const $tke=new.target?$tk.n:$tk.u(0,this,t);try{ feed.off("tick", onTick);;$tke.return=void 0;}finally{$tk.o($tke)} }',
  ],
  [
    'an exported arrow',
    'exports.onTick = async (t) => t;',
    'exports.onTick = async (t) =>{const $tke=$tk.u(0,void 0,t);try{return $tke.return= t}finally{$tk.o($tke)}};',
  ],
  [
    'an arrow that takes its event apart',
    'const onTick = ({ price: p, symbol }) => p;',
    'const onTick = ({ price: p, symbol }) =>{const $tke=$tk.a(0,void 0,[{"price":p,"symbol":symbol}]);try{return $tke.return= p}finally{$tk.o($tke)}};',
  ],
  [
    'a function whose parameters are patterns',
    'function onTick({ price }) {\n  return price;\n}',
    'function onTick({ price }) {const $tke=new.target?$tk.n:$tk.g(0,this,arguments);try{ return $tke.\n  return=price;\n}finally{$tk.o($tke)}}',
  ],
  [
    'a function that uses `arguments`',
    'function onTick(t) { run(arguments); }',
    'function onTick(t) {const $tke=new.target?$tk.n:$tk.g(0,this,arguments);try{ run(arguments);;$tke.return=void 0;}finally{$tk.o($tke)} }',
  ],
  [
    'a class field',
    'class Bot { onTick = (t) => t; }',
    'class Bot { onTick = (t) =>{const $tke=$tk.u(0,void 0,t);try{return $tke.return= t}finally{$tk.o($tke)}}; }',
  ],
  [
    'a member set in the constructor',
    'class Bot { constructor() { this.onTick = (t) => t; } }',
    'class Bot { constructor() { this.onTick = (t) =>{const $tke=$tk.u(0,void 0,t);try{return $tke.return= t}finally{$tk.o($tke)}}; } }',
  ],
  [
    'a prototype',
    'Bot.prototype.onTick = function (t) {};',
    'Bot.prototype.onTick = function (t) {const $tke=new.target?$tk.n:$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}};',
  ],
  [
    'an object literal',
    'const bot = { onTick(t) {} };',
    'const bot = { onTick(t) {const $tke=$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}} };',
  ],
  [
    'an operation, whose arguments nobody looks at',
    'class Db { async saveTrade(t) {\n    return t;\n  } }',
    'class Db { async saveTrade(t) {const $tke=$tk.i(0);try{ return $tke.\n    return=t;}finally{$tk.o($tke)}\n  } }',
  ],
  [
    'a function that calls itself',
    'class Ema { nextValue(v) { return v > 9 ? v : this.nextValue(v + 1); } }',
    'class Ema { nextValue(v) {$tkr0.ja(this,[v]); return($tkv=( v > 9 ? v : this.nextValue(v + 1)),$tkr0.return=$tkv); } }',
  ],
  [
    'a callback, in front of its call',
    "class Db {\n  saveTrade(trade, callback) {\n    if (!trade) return callback(new Error('no trade'));\n    this.pool.query(sql, (error, row) => {\n      callback(error, row);\n    });\n  }\n}",
    "class Db {\n  saveTrade(trade, callback) {const $tke=$tk.i(0,callback);try{\n    if (!trade){$tk.c($tke,$tk.f); return $tke.return= callback(new Error('no trade'));}\n    this.pool.query(sql, (error, row) => {$tk.c($tke,error);\n      callback(error, row);\n    });\n  ;$tke.return=void 0;}finally{$tk.o($tke)}}\n}",
  ],
  [
    'a callback behind a default, passed on',
    'class Db { saveTrade(trade, options = {}, cb) { fs.writeFile(path, trade, cb); } }',
    'class Db { saveTrade(trade, options = {}, cb) {const $tke=$tk.i(0,cb);try{ fs.writeFile(path, trade, $tk.k($tke,cb));;$tke.return=void 0;}finally{$tk.o($tke)} } }',
  ],
  [
    'a callback that is kept',
    'class Db { saveTrade(trade, cb) { this.waiting.push(cb); } }',
    'class Db { saveTrade(trade, cb) {const $tke=$tk.i(0);try{ this.waiting.push(cb);;$tke.return=void 0;}finally{$tk.o($tke)} } }',
  ],
  [
    'a generator, and what it was called with',
    'const onTick = function* (t) {};',
    'const onTick = $tk.y(function* (t) {$tk.z(arguments);},0);',
  ],
  [
    'a generator declaration',
    '"use strict"\nfoo();\nfunction* onTick(t) { yield t; }',
    '"use strict";$tk.y(onTick,0);\nfoo();\nfunction* onTick(t) {$tk.z(arguments); yield t; }',
  ],
  [
    'a generator in a class',
    'class Bot { *onTick(t) {} }',
    'class Bot {static{$tk.y(this.prototype["onTick"],0)} *onTick(t) {$tk.z(arguments);} }',
  ],
  [
    'a generator in an object',
    'const bot = { *onTick(t) {} };',
    'const bot = $tk.x({ *onTick(t) {$tk.z(arguments);} },"onTick",0);',
  ],
  [
    'an async generator, whose end nobody else sees',
    'class Bot {\n  async *onTick(t) {\n    "use strict"\n    return yield t\n  }\n}',
    'class Bot {static{$tk.y(this.prototype["onTick"],0)}\n  async *onTick(t) {\n    "use strict";const $tkz=$tk.zr(arguments);try{\n    return yield t\n  }catch($tkx){$tkz.failed();throw $tkx}finally{$tkz.end()}}\n}',
  ],
  [
    'an async generator with something behind it',
    'const onTick = throttle(async function* (t) {\n  yield t // a comment\n}, feed.rate);',
    'const onTick = throttle($tk.y(async function* (t) {const $tkz=$tk.zr(arguments);try{\n  yield t}catch($tkx){$tkz.failed();throw $tkx}finally{$tkz.end()} // a comment\n},0), feed.rate);',
  ],
  [
    'an async generator with another one in it',
    'async function* onTick(t) { async function* onTrade(u) {} }',
    '$tk.y(onTick,0);async function* onTick(t) {const $tkz=$tk.zr(arguments);try{$tk.y(onTrade,1); async function* onTrade(u) {const $tkz=$tk.zr(arguments);try{}catch($tkx){$tkz.failed();throw $tkx}finally{$tkz.end()}}}catch($tkx){$tkz.failed();throw $tkx}finally{$tkz.end()} }',
  ],
  [
    'an async generator that is no tick: each of its steps is an operation',
    'class TradeRepository { async *findAll() {} }',
    'class TradeRepository {static{$tk.y(this.prototype["findAll"],0)} async *findAll() {$tk.z(arguments);} }',
  ],
  [
    'a generator that declares a function twice, into which no `try` is put',
    'function* onTick(t) { var a; function a() {} }',
    '$tk.y(onTick,0);function* onTick(t) {$tk.z(arguments); var a; function a() {} }',
  ],
  [
    'the body of a loop over a feed',
    'async () => { for await (const { price: p } of feed) { foo(); } }',
    'async () => { for await (const { price: p } of feed) {const $tks0=$tk.s(0,{"price":p});try{ foo(); }catch($tkx){$tks0.failed();throw $tkx}finally{$tks0.end()}} }',
  ],
  [
    'an empty loop over a feed',
    'async () => { for await (const t of feed) {} }',
    'async () => { for await (const t of feed) {const $tks0=$tk.s(0,t);try{}catch($tkx){$tks0.failed();throw $tkx}finally{$tks0.end()}} }',
  ],
  [
    'a loop in a loop whose bodies are no blocks',
    'async () => { for await (feed of feeds) for await (t of feed) f(t); }',
    'async () => { for await (feed of feeds) {const $tks0=$tk.s(0,feed);try{for await (t of feed) {const $tks1=$tk.s(1,t);try{f(t);}catch($tkx){$tks1.failed();throw $tkx}finally{$tks1.end()}}}catch($tkx){$tks0.failed();throw $tkx}finally{$tks0.end()}} }',
  ],
  [
    'what a body waits for, and what it waits for in a place that has no text',
    'async () => { for await (const t of feed) { await f(t); for await (const r of rows) g(r, await h); } }',
    'async () => { for await (const t of feed) {const $tks0=$tk.s(0,t);try{ await[f(t),$tks0.w][0]; for await (const r of rows) {const $tks1=$tk.s(1,r);try{g(r, await[h,$tks0.w,$tks1.m=0][0]);}catch($tkx){$tks1.failed();throw $tkx}finally{$tks1.end()}} }catch($tkx){$tks0.failed();throw $tkx}finally{$tks0.end()}} }',
  ],
  [
    'an await that tells the function around the loop too',
    'async function onTick(x) { for await (const t of feed) await f(t); }',
    'async function onTick(x) {const $tke=$tk.u(0,this,x);try{ for await (const t of feed) {const $tks1=$tk.s(1,t);try{await[f(t),$tks1.m=0,$tke.w][0];}catch($tkx){$tks1.failed();throw $tkx}finally{$tks1.end()}};$tke.return=void 0;}finally{$tk.o($tke)} }',
  ],
  [
    'a pull, in the body of its loop',
    'async () => { while (true) { const t = await x.watchTrades(s); } }',
    'async () => { while (true) {const $tkq0=$tk.q();try{ const t = $tkq0.took(await[($tkq0.end(),x.watchTrades(s)),$tkq0.m=0][0],0); }catch($tkx){$tkq0.failed();throw $tkx}finally{$tkq0.end()}} }',
  ],
  [
    'a pull in the head of a loop, around the loop',
    'async () => { while (await x.watchTrades(s)) f(); }',
    'async () => { {const $tkq0=$tk.q();try{while ($tkq0.took(await[($tkq0.end(),x.watchTrades(s)),$tkq0.m=0][0],0)) f();}catch($tkx){$tkq0.failed();throw $tkx}finally{$tkq0.end()}} }',
  ],
  [
    'no pull in the head of a loop with a label',
    'async () => { a: while (await x.watchTrades(s)) continue a; }',
    'async () => { a: while (await x.watchTrades(s)) continue a; }',
  ],
  [
    'no pull outside a loop',
    'async () => { await x.watchTrades(s); f(); }',
    'async () => { await x.watchTrades(s); f(); }',
  ],
  [
    'no loop that hands events on',
    'async function* doubled() { for await (const t of feed) yield t; }',
    'async function* doubled() { for await (const t of feed) yield t; }',
  ],
  [
    'what a handler is made of',
    'const onTick = throttle((t) => t, 100);',
    'const onTick = throttle((t) =>{const $tke=$tk.u(0,void 0,t);try{return $tke.return= t}finally{$tk.o($tke)}}, 100);',
  ],
  [
    'a field as compilers write it',
    'class Bot { constructor() { __publicField(this, "onTick", (t) => t); } }',
    'class Bot { constructor() { __publicField(this, "onTick", (t) =>{const $tke=$tk.u(0,void 0,t);try{return $tke.return= t}finally{$tk.o($tke)}}); } }',
  ],
  [
    'a listener that is written in the call',
    'feed.on("trade", (t) => t);',
    'feed.on("trade", (t) =>{const $tke=$tk.u(0,void 0,t);try{return $tke.return= t}finally{$tk.o($tke)}});',
  ],
  [
    'a listener that knows itself',
    'feed.on("trade", function self(t) { feed.off("trade", self); });',
    'feed.on("trade", function self(t) {const $tke=new.target?$tk.n:$tk.u(0,this,t);try{ feed.off("trade", self);;$tke.return=void 0;}finally{$tk.o($tke)} });',
  ],
  [
    'a listener that is added by its name',
    'feed.on("trade", handleIt);\nfunction handleIt(t) {}',
    'feed.on("trade", handleIt);\nfunction handleIt(t) {const $tke=new.target?$tk.n:$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}}',
  ],
  [
    'a listener that is a method, and no function of its name',
    'class Bot { start() { feed.on("trade", this.handleIt.bind(this)); } handleIt(t) {} }\nfunction handleIt() {}',
    'class Bot { start() { feed.on("trade", this.handleIt.bind(this)); } handleIt(t) {const $tke=$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}} }\nfunction handleIt() {}',
  ],
  [
    'a method that takes the place of another',
    'class Ema { nextValue(v) {\n    this.nextValue = this.nextStable;\n  }\n  nextStable(v) {\n    return v;\n  }\n}',
    'class Ema { nextValue(v) {const $tke=$tk.u(0,this,v);try{\n    this.nextValue = this.nextStable;\n  ;$tke.return=void 0;}finally{$tk.o($tke)}}\n  nextStable(v) {const $tke=$tk.u(1,this,v);try{ return $tke.\n    return=v;\n  }finally{$tk.o($tke)}}\n}',
  ],
  [
    'no function that only works on many values',
    'const onTick = symbols.map((symbol, index) => index);',
    'const onTick = symbols.map((symbol, index) => index);',
  ],
  [
    'nothing in a closure with a weak name',
    'function make() { const update = (t) => t; }',
    'function make() { const update = (t) => t; }',
  ],
  [
    'nothing in comments and strings',
    '/* onTick(t) {} */ const text = "class Bot { onTick(t) {} }";',
    '/* onTick(t) {} */ const text = "class Bot { onTick(t) {} }";',
  ],
  [
    'nothing in a getter or a constructor',
    'class onTick { constructor() {} get onTick() { return 1; } }',
    'class onTick { constructor() {} get onTick() { return 1; } }',
  ],
])('measures %s', (_what, source, text) => {
  expect(insert(source).text).toBe(text);
});

it('keeps ES modules valid: default exports, imports, top-level await', () => {
  const source =
    "import fs from 'node:fs';\nexport default class { onTick(t) {} }\nexport async function* onTrade(t) {}\nawait null;\n";
  expect(insert(source, 'feed.mjs', 'module').text.split('\n').slice(0, 3)).toEqual([
    "$tk.y(onTrade,1);import fs from 'node:fs';",
    'export default class { onTick(t) {const $tke=$tk.u(0,this,t);try{;$tke.return=void 0;}finally{$tk.o($tke)}} }',
    'export async function* onTrade(t) {const $tkz=$tk.zr(arguments);try{}catch($tkx){$tkz.failed();throw $tkx}finally{$tkz.end()}}',
  ]);
});

it('reads what Node.js allows at the top of CommonJS', () => {
  const source = 'using file = open();\nif (new.target) return;\nfunction onTick(t) {}';
  expect(insert(source).sites).toHaveLength(1);
});

it('numbers the functions, and says which of them have a constant of their own', () => {
  const { sites, recursiveIds } = insert(
    'class Ema {\n  nextValue(v) { return this.nextValue(v); }\n  update(v, cb) { return setTimeout(cb); }\n}',
  );
  expect(sites.map(({ match, location, takesCallback }) => [match.name, location, takesCallback])).toEqual([
    ['Ema.nextValue', 'bot.js:2', false],
    ['Ema.update', 'bot.js:3', true],
  ]);
  expect(recursiveIds).toEqual([0]);
});

it.each([
  [
    'a #private generator',
    'class Bot { *#onTick(t) {} }',
    ['Bot.onTick (bot.js:1): a #private generator cannot be reached'],
  ],
  [
    'a generator in a switch',
    'switch (x) {\ncase 1: function* onTick(t) {} }',
    ['onTick (bot.js:2): a generator declared in a switch has no place of its own'],
  ],
  [
    'a function in `with`',
    'with (x) { y.onTick = function (t) {} }',
    ['onTick (bot.js:1): it stands in a `with` statement'],
  ],
  [
    'a generator in `with`',
    'with (x) { y.onTick = function* (t) {} }',
    ['onTick (bot.js:1): it stands in a `with` statement'],
  ],
  [
    'an async generator with a function twice',
    'async function* onTick(t) { var a; function a() {} }',
    ['onTick (bot.js:1): it declares a function under a name that it declares twice'],
  ],
  [
    'a function with a function twice',
    'function onTick(t) { var a; function a() {} }',
    ['onTick (bot.js:1): it declares a function under a name that it declares twice'],
  ],
  [
    'a function with `eval`',
    'function onTick(t) { let a; eval("var b"); }',
    ['onTick (bot.js:1): it calls `eval` beside declarations of its own'],
  ],
  ['asm.js', 'function onTick(t) { "use asm"; }', ["onTick (bot.js:1): it is 'use asm' code"]],
])('leaves %s as it is, and names it', (_what, source, notSeen) => {
  expect(insert(source)).toMatchObject({ text: source, notSeen });
});

it('takes no loop of a `with` statement', () => {
  const source = 'async () => { with (x) { for await (const t of feed) f(t); while (1) await y.watchTrades(s); } }';
  expect(insert(source).text).toBe(source);
});

const bundled = readFileSync(require.resolve('lodash'), 'utf8');

it('leaves a file whose names a minifier has changed, and says so', () => {
  const { code } = transformSync(bundled, { minify: true, format: 'cjs' });
  const { text, notSeen } = insert(`${code}\nfunction onTick(t) {}`);
  expect(text).not.toContain('$tk');
  expect(notSeen).toEqual(['bot.js: minified: its names are of one or two letters']);
});

it('measures a file of one long line that has its names', () => {
  const { code } = transformSync(`${bundled}\nfunction onTick(t) {}`, { minifyWhitespace: true, format: 'cjs' });
  const longest = Math.max(...code.split('\n').map((line) => line.length));
  expect(longest).toBeGreaterThan(20_000);
  expect(insert(code).sites).toHaveLength(1);
});
