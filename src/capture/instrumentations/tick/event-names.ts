// The names under which programs pass market events around.

const EVENTS =
  'ticks?|tickers?|trades?|candles?|klines?|bars?|quotes?|quoteupdated|prices?|priceupdate|order_?book|book|depth|l2update|l2snapshot|batchedcandle|currentcandle|marketupdate|market[.:_-]?(?:tick|data|update)|formattedmessage';

/** `trade`, `l2update`, and with a symbol before or behind it: `trade.BTC-USD`, `binance:ticker`. */
const EVENT = new RegExp(`^(?:update|(?:[^\\s.:]+[.:])?(?:${EVENTS})(?:[.:]\\S+)?)$`, 'i');

/** Longer names are none: they carry ids. */
const LONGEST_EVENT = 64;

/** Whether listeners of an event of that name are asked about the shape of what they are given. */
export function isEventName(name: string): boolean {
  return name.length <= LONGEST_EVENT && EVENT.test(name);
}
