// Which functions only hand on what they are given, by their text.

import { type Function as FunctionNode, parseExpressionAt } from 'acorn';
import { isRelaying } from '../../../src/capture/rewrite/relaying-functions.js';

function relays(text: string): boolean {
  const node = parseExpressionAt(`(${text})`, 0, { ecmaVersion: 'latest', checkPrivateFields: false });
  return isRelaying(node as unknown as FunctionNode);
}

it.each([
  'async (trade) => queue.push(trade)',
  'function (trade) { this.queue.enqueue(trade); this.wake(); }',
  '(data) => { const message = JSON.parse(data.toString()); if (message.e !== "trade") return; backlog.push(message); if (!busy) setImmediate(drain); }',
  '(trade) => { this.#lane = this.#lane.then(() => this.onTrade(trade)); }',
  '(trade) => queue.add(() => handle(trade))',
  '(trade) => { aside.push({ ...trade, at: performance.now() }); }',
  '(quote) => latest.set(quote.symbol, quote)',
  '(quote) => { latest[quote.symbol] = quote; }',
  '(print) => { const lane = lanes.get(print.symbol); if (lane === undefined) lanes.set(print.symbol, [print]); else lane.push(print); }',
  '(list) => { for (const each of list) queue.push(each); }',
  '(list) => list.forEach((each) => queue.push(normalise(each)))',
  '({ data }) => port.postMessage(data)',
])('hands on: %s', (text) => {
  expect(relays(text)).toBe(true);
});

it.each([
  '(trade) => strategy.onTrade(trade)',
  '(trade) => { queue.push(trade); this.ema.update(trade.price); }',
  '(trade) => prices.push(trade.price)',
  '({ price }) => prices.push(price)',
  '({ price }) => prices.push(-price)',
  '(trade) => { this.volume += trade.size; queue.push(trade); }',
  '(trade) => { count++; }',
  '(trade) => this.emit("x", trade)',
  '() => queue.push(1)',
  '(trade) => log(`${trade.price}`)',
])('does more, or something else: %s', (text) => {
  expect(relays(text)).toBe(false);
});
