// Whether an object is a market event: a price or an order book, and a time, a symbol or a venue. Runs for many calls that are
// no ticks and allocates nothing.

import {
  BOOK_SIDES,
  CANDLES,
  GOODS_KEYS,
  PRICE_KEYS,
  TIME_KEYS,
  TRADE_KEYS,
  VAGUE_PRICE_KEYS,
  VENUE_KEYS,
} from './event-keys.js';
import { standsForValue } from './class-members.js';
import { isList, isNumeric, isObject, peek } from './members.js';
import { symbolKeyOf } from './symbol-key.js';

/** A test of an object. A key that the event lacks may stand on its envelope; without an envelope, pass the event twice. */
export type EventTest = (event: object, envelope: object) => boolean;

/** 2001 in seconds: the least first number of a candle that is a row of numbers. */
const EARLIEST_TIME = 1e9;
/** The time in a candle row. */
const ROW_TIME_KEY = '0';

export const isEvent: EventTest = (event, envelope) => {
  const priceKey = priceKeyOf(event);
  if (priceKey === undefined) return false;
  if (priceKey === ROW_TIME_KEY) return true;
  if (hasAny(GOODS_KEYS, event, envelope)) return false;
  return hasSymbol(event, envelope) || hasAny(TIME_KEYS, event, envelope);
};

/** The same where only some members of the event are seen: the price is enough, or what of a candle is one. */
export const isPriced: EventTest = (event, envelope) =>
  (priceKeyOf(event) !== undefined || isPartOfCandle(event)) && !hasAny(GOODS_KEYS, event, envelope);

/** The same beyond doubt, for names that much else has too. */
export const isPlainEvent: EventTest = (event, envelope) => {
  if (!isEvent(event, envelope)) return false;
  if (isList(event) || bookKeyOf(event) !== undefined || isWholeCandle(event)) return true;
  if (numericKeyOf(PRICE_KEYS, event) === undefined) return hasSymbolKey(event, envelope);
  const isQuote = isNumeric(peek(event, 'bid')) && isNumeric(peek(event, 'ask'));
  return isQuote || hasSymbol(event, envelope) || hasAny(TRADE_KEYS, event, event);
};

/** @returns the key of the price, of one side of an order book, or of a candle row's time */
export function priceKeyOf(event: object): string | undefined {
  if (isList(event)) return isCandleRow(event) ? ROW_TIME_KEY : undefined;
  return numericKeyOf(PRICE_KEYS, event) ?? numericKeyOf(VAGUE_PRICE_KEYS, event) ?? bookKeyOf(event);
}

/** Whether an event still has what `priceKeyOf` found in an earlier event of the same function. */
export function hasPriceAt(event: object, priceKey: string): boolean {
  const value = peek(event, priceKey);
  return isNumeric(value) || isList(value);
}

/** `[time, open, high, low, close, volume]`, as ccxt has candles. */
export function isCandleRow(row: readonly unknown[]): boolean {
  try {
    if (row.length < 5 || row.length > 12) return false;
    for (let at = 0; at < row.length; at++) if (!isNumeric(row[at])) return false;
    return timeOf(row[0]) > EARLIEST_TIME;
  } catch {
    return false;
  }
}

/** A row of decimals still has its time as a number: nothing of the program is called for it. */
function timeOf(value: unknown): number {
  return isObject(value) ? NaN : Number(value);
}

function numericKeyOf(keys: readonly string[], event: object): string | undefined {
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    if (isNumeric(peek(event, key))) return key;
  }
  return undefined;
}

function bookKeyOf(event: object): string | undefined {
  for (let at = 0; at < BOOK_SIDES.length; at++) {
    const [bids, asks] = BOOK_SIDES[at] as (typeof BOOK_SIDES)[number];
    if (isList(peek(event, bids)) && isList(peek(event, asks))) return bids;
  }
  return undefined;
}

function isWholeCandle(event: object): boolean {
  return CANDLES.some((keys) => keys.every((key) => isNumeric(peek(event, key))));
}

function isPartOfCandle(event: object): boolean {
  return isNumeric(peek(event, 'high')) && isNumeric(peek(event, 'low'));
}

function hasSymbol(event: object, envelope: object): boolean {
  return hasSymbolKey(event, envelope) || hasAny(VENUE_KEYS, event, envelope);
}

function hasSymbolKey(event: object, envelope: object): boolean {
  return symbolKeyOf(event) !== undefined || (event !== envelope && symbolKeyOf(envelope) !== undefined);
}

function hasAny(keys: readonly string[], event: object, envelope: object): boolean {
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    if (isPresent(peek(event, key)) || (event !== envelope && isPresent(peek(envelope, key)))) return true;
  }
  return false;
}

/** A text, a number, a date, or an object that stands for a number: gekko's candles start at a moment. */
function isPresent(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return isObject(value) && isValue(value);
}

function isValue(value: object): boolean {
  try {
    return standsForValue(value);
  } catch {
    return false;
  }
}
