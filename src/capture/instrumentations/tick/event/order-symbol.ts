// The symbol in the arguments of a call that is an order: `createOrder(symbol, ...)`, `placeOrder({ symbol, ... })`.
//
// Texts beside it are sides, kinds, ids of orders and keys: a text is a symbol only where it looks like one.

import { forgetPeeked, isObject } from './members.js';
import { isSymbol, symbolAt, symbolKeyOf } from './symbol-key.js';

const LOOKED_AT = 3;

/** `BTC/USDT`, `BTC/USDT:USDT`, `btcusdt`, `BTC-PERP`. */
const PAIR =
  /^(?:[A-Z\d]{1,15}\/[A-Z\d]{2,10}(?::[A-Z\d-]{2,20})?|[A-Z\d]{1,12}[-:_]?(?:USDT?|USDC|EUR|GBP|JPY|BTC|ETH|PERP|SWAP))$/i;
/** `AAPL` */
const TICKER = /^[A-Z]{1,5}$/;
const ORDER_WORD =
  /^(?:BUY|SELL|LONG|SHORT|OPEN|CLOSE|LIMIT|STOP|LOSS|MARK|GTC|GTX|GTD|IOC|FOK|DAY|OPG|CLS|POST|MKT|LMT|SPOT|B|S)$/;

/** Never throws. */
export function symbolOfOrder(args: readonly unknown[]): string | undefined {
  for (let at = 0; at < args.length && at < LOOKED_AT; at++) {
    const argument = args[at];
    const symbol = typeof argument === 'string' ? symbolText(argument) : symbolIn(argument);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}

function symbolText(text: string): string | undefined {
  if (!isSymbol(text) || ORDER_WORD.test(text)) return undefined;
  return PAIR.test(text) || TICKER.test(text) ? text : undefined;
}

function symbolIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const key = symbolKeyOf(value);
  const symbol = key === undefined ? undefined : symbolAt(value, key);
  forgetPeeked();
  return symbol;
}
