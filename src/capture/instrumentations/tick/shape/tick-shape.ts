// Whether arguments look like a market event: a price, and a time or a symbol.

import {
  BOOK_SIDES,
  CANDLES,
  CARRIER_KEYS,
  GOODS_KEYS,
  PRICE_KEYS,
  SYMBOL_KEYS,
  TIME_KEYS,
  TRADE_KEYS,
  VAGUE_PRICE_KEYS,
  VENUE_KEYS,
} from './event-keys.js';

/** Says of a call's arguments whether they are a market event. */
export type TickShape = (args: readonly unknown[]) => boolean;

/** Longer texts are no symbols, and would be kept as group names. */
const LONGEST_SYMBOL = 32;
/** The event stands among the first arguments: `onTicker(exchange, ticker)`, `process(state, name, { candle })`. */
const EVENT_ARGUMENTS = 3;
/** 2001 in seconds: the first number of a candle that is a row of numbers. */
const EARLIEST_TIME = 1e9;
/** `BTC-USD`, `eth/eur`, `BTCUSDT`: a text that stands for itself. */
const PAIR = /^[A-Z\d]{2,}[-/:_][A-Z\d]{2,}$|^[A-Z\d]{2,}(?:USDT?|USDC|EUR|GBP|JPY|BTC|ETH)$/i;

/** For handlers whose name leaves no doubt: an object or the first of a list of objects, or `(symbol, price)`. */
export const isTickShaped: TickShape = (args) => {
  if (someEvent(args, looksLikeEvent)) return true;
  return isSymbol(args[0]) && !/\s/.test(args[0]) && isNumeric(args[1]);
};

/** For names that much else has too: the price has to be one beyond doubt, or what is beside it has to be a market's. */
export const isPlainlyTickShaped: TickShape = (args) => {
  if (someEvent(args, isPlainlyEvent)) return true;
  return isSymbol(args[0]) && PAIR.test(args[0]) && isNumeric(args[1]);
};

/** For what is called once with a whole history: `backtester.run(candles)` is no tick, its candles are. */
export const isPlainlyOneEvent: TickShape = (args) => !isList(args[0]) && isPlainlyTickShaped(args);

/** Whether a value is an event by itself, and no envelope around one. */
export function isEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && looksLikeEvent(value, value);
}

/** The same, beyond doubt. */
export function isPlainEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isPlainlyEvent(value, value);
}

/** The symbol that a tick-shaped call is about, where its arguments say so. Asked with every tick: it allocates nothing. */
export function symbolOf(args: readonly unknown[]): string | undefined {
  if (isSymbol(args[0])) return args[0];
  for (let at = 0; at < args.length && at < EVENT_ARGUMENTS; at++) {
    const given = firstOf(args[at]);
    if (given === undefined) continue;
    const symbol = symbolIn(given, given);
    if (symbol !== undefined) return symbol;
    for (const key of CARRIER_KEYS) {
      const carried = firstOf(read(given, key));
      const inside = carried === undefined ? undefined : symbolIn(carried, carried);
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

/** What is asked of an event; a key that it lacks may stand on the envelope that it came in, or else on itself. */
type Question = (event: object, envelope: object) => boolean;

function someEvent(args: readonly unknown[], asked: Question): boolean {
  for (let at = 0; at < args.length && at < EVENT_ARGUMENTS; at++) {
    const given = firstOf(args[at]);
    if (given === undefined) continue;
    if (asked(given, given)) return true;
    for (const key of CARRIER_KEYS) {
      const carried = firstOf(read(given, key));
      if (carried !== undefined && asked(carried, given)) return true;
    }
  }
  return false;
}

/** An object, or the first of a list of them. A list of the program's own making may throw wherever it is touched. */
function firstOf(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'object' && first !== null ? first : undefined;
  } catch {
    return undefined;
  }
}

function looksLikeEvent(event: object, envelope: object): boolean {
  if (isList(event)) return isCandleRow(event as unknown[]);
  const hasPrice = someNumber(PRICE_KEYS, event) || someNumber(VAGUE_PRICE_KEYS, event) || hasBook(event);
  if (!hasPrice || somePresent(GOODS_KEYS, event, envelope)) return false;
  return hasSymbol(event, envelope) || somePresent(TIME_KEYS, event, envelope);
}

function isPlainlyEvent(event: object, envelope: object): boolean {
  if (!looksLikeEvent(event, envelope)) return false;
  if (isList(event)) return true;
  if (hasBook(event) || CANDLES.some((keys) => keys.every((key) => isNumeric(read(event, key))))) return true;
  if (!someNumber(PRICE_KEYS, event)) return symbolIn(event, envelope) !== undefined;
  const isQuote = isNumeric(read(event, 'bid')) && isNumeric(read(event, 'ask'));
  return isQuote || hasSymbol(event, envelope) || somePresent(TRADE_KEYS, event, event);
}

function someNumber(keys: readonly string[], event: object): boolean {
  return keys.some((key) => isNumeric(read(event, key)));
}

function somePresent(keys: readonly string[], event: object, envelope: object): boolean {
  return keys.some((key) => isPresent(read(event, key)) || (event !== envelope && isPresent(read(envelope, key))));
}

function isList(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** `[time, open, high, low, close, volume]`, as ccxt has candles. */
function isCandleRow(row: readonly unknown[]): boolean {
  try {
    return row.length >= 5 && row.length <= 12 && row.every(isNumeric) && Number(row[0]) > EARLIEST_TIME;
  } catch {
    return false;
  }
}

function hasBook(event: object): boolean {
  return BOOK_SIDES.some(([bids, asks]) => isList(read(event, bids)) && isList(read(event, asks)));
}

function hasSymbol(event: object, envelope: object): boolean {
  return symbolIn(event, envelope) !== undefined || somePresent(VENUE_KEYS, event, envelope);
}

function symbolIn(event: object, envelope: object): string | undefined {
  for (const key of SYMBOL_KEYS) {
    const value = read(event, key) ?? (event === envelope ? undefined : read(envelope, key));
    if (isSymbol(value)) return value;
    // Brokers of shares number their instruments.
    if (key === 'instrument_token' && typeof value === 'number') return String(value);
  }
  return undefined;
}

export function isSymbol(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_SYMBOL;
}

/** The first argument, or the first of the list that it is, which is the event or the envelope around it. */
export function eventOf(args: readonly unknown[]): object | undefined {
  return firstOf(args[0]);
}

/** A text, a number, a date, or what stands for one: gekko's candles begin at a moment. */
function isPresent(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return value instanceof Date || (typeof value === 'object' && value !== null && standsForTime(value));
}

function standsForTime(value: object): boolean {
  try {
    return typeof value.valueOf() === 'number';
  } catch {
    return false;
  }
}

/** Exchanges send prices as numbers and as decimal strings. */
function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value));
}

/** A getter or a proxy of the program may throw; then the key is not there. */
export function read(event: object, key: string): unknown {
  try {
    return (event as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
