// Whether the arguments of a call are a market event, or a symbol and a price.

import { areNamesOnly } from '../../../wrap/given-arguments.js';
import { findEvent, FoundEvent } from '../event/find-event.js';
import { isEvent, isPlainEvent, isPriced } from '../event/is-event.js';
import { isNumeric } from '../event/members.js';
import { isSymbol } from '../event/symbol-key.js';

/** @returns whether a call with these arguments is a tick */
export type TickShape = (args: readonly unknown[]) => boolean;

/** `BTC-USD`, `eth/eur`, `BTCUSDT`: a text that is a symbol whatever the name of the function is. */
const PAIR = /^[A-Z\d]{2,}[-/:_][A-Z\d]{2,}$|^[A-Z\d]{2,}(?:USDT?|USDC|EUR|GBP|JPY|BTC|ETH)$/i;

/** The result of the last search, used before the next one. */
const found = new FoundEvent();

/** For handlers whose name leaves no doubt. Of an event of which only some members are seen, the price is enough. */
export const isTickShaped: TickShape = (args) => {
  const isFound = findEvent(args, areNamesOnly(args) ? isPriced : isEvent, found);
  found.clear();
  return isFound || (isSymbolAndPrice(args) && !/\s/.test(args[0] as string));
};

/** For names that much else has too: the price has to be one beyond doubt, or what is beside it has to be a market's. */
export const isPlainlyTickShaped: TickShape = (args) => {
  const isFound = findEvent(args, isPlainEvent, found);
  found.clear();
  return isFound || (isSymbolAndPrice(args) && PAIR.test(args[0] as string));
};

/** For functions that are called once with a whole history: `backtester.run(candles)` is no tick, its candles are. */
export const isPlainlyOneEvent: TickShape = (args) => {
  const isFound = findEvent(args, isPlainEvent, found);
  const isHistory = found.list !== undefined && found.list === args[found.argument];
  found.clear();
  return isFound ? !isHistory : isPlainlyTickShaped(args);
};

function isSymbolAndPrice([symbol, price]: readonly unknown[]): boolean {
  return isSymbol(symbol) && isNumeric(price);
}
