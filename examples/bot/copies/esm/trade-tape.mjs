// The recorded trades, oldest first, as often as wanted.

import fs from 'node:fs';
import path from 'node:path';

const TAPE_FILE = path.join(import.meta.dirname, '..', '..', 'data', 'btc-usd-trades.csv');
const SYMBOL = 'BTC-USD';
const MINUTE_MS = 60_000;

/** @returns {Tick[]} */
function readTape() {
  const [, ...lines] = fs.readFileSync(TAPE_FILE, 'utf8').trim().split('\n');
  /** @type {any[]} */
  const tape = lines.map((line) => {
    const [time, tradeId, price, size, side] = line.split(',');
    return { symbol: SYMBOL, price: Number(price), size: Number(size), side, time, tradeId: Number(tradeId) };
  });
  return tape;
}

/** Each time through the tape continues where the last one ended, so that no trade id and no minute comes twice.
 * @param {Tick[]} tape @param {number} count @returns {Generator<Tick>}
 */
function* replay(tape, count) {
  const first = tape[0];
  const last = tape[tape.length - 1];
  const idsPerLoop = last.tradeId - first.tradeId + 1;
  const wholeMinutes = Math.ceil((Date.parse(last.time) - Date.parse(first.time)) / MINUTE_MS) + 1;

  for (let index = 0; index < count; index++) {
    const trade = tape[index % tape.length];
    const loop = Math.floor(index / tape.length);
    const time = new Date(Date.parse(trade.time) + loop * wholeMinutes * MINUTE_MS);
    yield { ...trade, time: time.toISOString(), tradeId: trade.tradeId + loop * idsPerLoop };
  }
}

/** What a bot would have loaded at its start: the end of the tape, repeated where more is wanted.
 * @param {Tick[]} tape @param {number} count @returns {Tick[]} oldest first
 */
function tradesBefore(tape, count) {
  const offset = tape.length - (count % tape.length);
  return Array.from({ length: count }, (_, index) => tape[(offset + index) % tape.length]);
}

export { tradesBefore, readTape, replay };
