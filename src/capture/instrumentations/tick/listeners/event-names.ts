// The names under which programs pass market events around.

import { isPlainlyTickShaped, isTickShaped, type TickShape } from '../shape/tick-shape.js';

const EVENTS =
  'ticks?|tickers?|trades?|candles?|klines?|bars?|quotes?|quoteupdated|prices?|priceupdate|order_?book|book|depth|l2update|l2snapshot|batchedcandle|currentcandle|marketupdate|market[.:_-]?(?:tick|data|update)|formattedmessage';

/** `trade`, `l2update`, and with a symbol before or behind it: `trade.BTC-USD`, `binance:ticker`. */
const EVENT = new RegExp(`^(?:update|(?:[^\\s.:]+[.:])?(?:${EVENTS})(?:[.:]\\S+)?)$`, 'i');

/** Much else has events of these names too. */
const VAGUE = /^(?:update|bars?|book|depth)$/i;

/** Longer names are none: they carry ids. */
const LONGEST_EVENT = 64;

/** Whether listeners of an event of that name are asked about the shape of what they are given. */
export function isEventName(name: string): boolean {
  return name.length <= LONGEST_EVENT && EVENT.test(name);
}

/** What listeners of an event of that name have to be given. */
export function shapeOfEvent(name: string): TickShape {
  return VAGUE.test(name) ? isPlainlyTickShaped : isTickShaped;
}
