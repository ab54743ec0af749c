import { parse } from 'acorn';
import { KeepingLines } from '../../../src/capture/rewrite/keeping-lines.js';

/** @returns the heaviest: its line, and what it is kept in */
function heaviest(source: string, line: number, name: string): string | undefined {
  const [first] = KeepingLines.of(source, parse)
    .of(line, name, undefined, () => [])
    .toSorted((left, right) => right.weight - left.weight);
  return first && `${first.line} ${first.collection}`;
}

const inTick = (...lines: readonly string[]): string | undefined =>
  heaviest(['async function onTick(tick) {', ...lines, '}'].join('\n'), 1, 'onTick');

it('takes what outlives the call', () => {
  expect(inTick('trades.push(tick);')).toBe('2 trades');
  expect(inTick('const out = [];', 'out.push(tick);', 'return out;')).toBeUndefined();
  expect(inTick('const out = [];', 'tick.levels.forEach((level) => out.push(level));', 'all.push(tick);')).toBe(
    '4 all',
  );
  // A function that never ends, with a variable of its own.
  expect(inTick('const all = [];', 'for await (const trade of tick) all.push(trade);')).toBe('3 all');
  expect(inTick('const { price } = tick;', 'sum += price;')).toBeUndefined();
});

it('calls a collection by what holds it', () => {
  expect(
    inTick(
      'let list = this.history.get(tick.symbol);',
      'if (!list) this.history.set(tick.symbol, (list = []));',
      'list.push({});',
    ),
  ).toBe('4 this.history');
  expect(
    heaviest(
      'class Book { #fills = {};\nonFill(fill) { (this.#fills[fill.symbol] ??= []).push(fill); } }',
      2,
      'onFill',
    ),
  ).toBe('2 this.#fills');
  expect(inTick('const side = tick.isBuy ? this.bids : this.asks;', 'side.push(tick);')).toBe('3 this.bids');
  expect(inTick('const { bids } = books.get(tick.symbol);', 'bids.push(tick);')).toBe('3 books.bids');
});

it('takes what is always new before what is replaced', () => {
  expect(inTick('last.set(tick.symbol, { ...tick });', 'orders.set(tick.id, { ...tick });')).toBe('3 orders');
  expect(inTick('last[tick.symbol] = tick;', 'seen.add(`${tick.symbol}/${tick.id}`);')).toBe('3 seen');
});

it('takes what nothing is taken out of before what has a bound', () => {
  expect(inTick('recent.push(tick);', 'if (recent.length > 50) recent.shift();', 'all.push(tick);')).toBe('4 all');
  expect(inTick('window.push(tick);', 'window = window.slice(-50);', 'all.push(tick);')).toBe('4 all');
  expect(inTick('ring[at++ % 64] = { ...tick };')).toBeUndefined();
});

it('knows listeners, timers, texts and chains', () => {
  expect(inTick("feed.on('close', () => tick);")).toBe('2 feed (listeners)');
  expect(inTick('setInterval(() => tick, 1_000);')).toBe('2 setInterval');
  expect(inTick('log += `${tick.price}\\n`;')).toBe('2 log');
  expect(inTick('count += tick.quantity;')).toBeUndefined();
  expect(inTick('head = { tick, next: head };')).toBe('2 head');
  expect(inTick('all = [...all, tick];')).toBe('2 all');
});

it('follows calls, into other functions of the file and into classes', () => {
  const source = [
    'class Store {',
    '  add(trade) {',
    '    this.trades.push(trade);',
    '  }',
    '}',
    'const store = new Store();',
    'const onTick = (tick) => store.add({ ...tick });',
  ].join('\n');
  expect(heaviest(source, 7, 'onTick')).toBe('3 this.trades');
});

it('tells the line of the call in a chain that goes over several', () => {
  expect(inTick('this.trades', '  .push({ ...tick });')).toBe('3 this.trades');
});
