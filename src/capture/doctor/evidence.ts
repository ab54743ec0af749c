// What the arguments of a call look like: a market event, in more forms than the rules take, or a series of numbers.
//
// A rule has to be right without a human. This only proposes, so it also searches one level deeper, other arguments, and keys
// that merely contain a word for a price.

import { EventEmitter } from 'node:events';
import { wordsOf } from '../rules/words.js';
import { findEvent, FoundEvent } from '../instrumentations/tick/event/find-event.js';
import { isEvent } from '../instrumentations/tick/event/is-event.js';
import { read } from '../instrumentations/tick/event/members.js';
import { isTickShaped } from '../instrumentations/tick/shape/tick-shape.js';

export interface Look {
  readonly why: string;
  readonly certain: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const PRICES = words(
  'price px last close bid ask bids asks mid mark ltp rate quote open high low p c b a value level levels cost prices vwap',
);
const IDENTITIES = words(
  'timestamp time ts t date datetime epoch when at symbol sym s pair instrument market product ticker asset coin contract ' +
    'isin figi venue exchange channel topic seq sequence stamp e millis ms currency id security underlying code name',
);
const ARGUMENTS = 4;
const KEYS = 32;
/** Only examples have shorter series. */
const LEAST_SERIES = 5;
const LONGEST_JSON = 65_536;
const SYMBOL = /^[A-Z][A-Z\d]+(?:[-_/:.][A-Z\d]+)?$/;
/** Milliseconds since 1970, or seconds, of this century. */
const EPOCH = 1e9;

export function tickLook(args: readonly unknown[]): Look | undefined {
  if (isTickShaped(args)) return { why: shapeOf(args), certain: true };
  const first = args.slice(0, ARGUMENTS);
  for (const [index, value] of first.entries()) {
    const why = eventIn(value);
    if (why !== undefined) return { why: index === 0 ? why : `${why}, as argument ${index + 1}`, certain: false };
  }
  const [text, number] = [first.some(isName), first.filter(isPrice).length];
  return text && number > 0 ? { why: 'a name and a number', certain: false } : undefined;
}

/** A list of numbers, or of objects with prices. */
export function seriesLook(args: readonly unknown[]): Look | undefined {
  for (const value of args.slice(0, ARGUMENTS)) {
    const isObject = isRecord(value) && !isList(value) && !ArrayBuffer.isView(value);
    const series: unknown = isObject ? Object.values(value).find(isSeries) : value;
    if (isSeries(series)) return { why: `a series of ${series.length} numbers`, certain: true };
    if (isList(series) && series.length >= LEAST_SERIES && isRecord(series[0]) && pricesOf(series[0]).length > 0) {
      return { why: `a series of ${series.length} prices`, certain: false };
    }
  }
  return undefined;
}

/** `PriceCache.get`, `memo.lookUp`: by its name, since nobody looks at what a function returns. */
const LOOK_UP = /(?:[Cc]ache|[Mm]emo)\w*\.(?:get|find|look_?[uU]p|peek|read)(?:$|[A-Z_])/;

export function isLookUp(name: string): boolean {
  return LOOK_UP.test(name);
}

/** Describes the arguments in a few words, without any of their values. */
export function given(args: readonly unknown[]): string {
  return args.slice(0, ARGUMENTS).map(describe).join(', ');
}

function eventIn(value: unknown): string | undefined {
  const event = isList(value) ? value[0] : value;
  if (isCandle(value) || isCandle(event)) return 'a list that begins with a time, and numbers behind it';
  if (typeof value === 'string' || value instanceof Uint8Array) {
    const parsed = parseJson(value);
    const inside = parsed === undefined ? undefined : eventIn(parsed);
    return inside && `JSON text of ${inside}`;
  }
  if (!isRecord(event)) return undefined;
  if (isRateTable(event)) return 'an object with a number for each symbol';
  return eventOf(event, event, '') ?? nestedEvent(event);
}

/** `{ stream, data: { ... } }`: the identity may stand beside the part that has the price. */
function nestedEvent(event: object): string | undefined {
  for (const key of keysOf(event)) {
    const value = read(event, key);
    const part = isList(value) ? value[0] : value;
    if (isCandle(part)) return `an object with \`${key}\`, a list that begins with a time`;
    const why = isRecord(part) ? eventOf(part, event, `${key}.`) : undefined;
    if (why !== undefined) return why;
  }
  return undefined;
}

function eventOf(event: object, outer: object, path: string): string | undefined {
  const [price] = pricesOf(event);
  if (price === undefined) return undefined;
  const [inner] = identitiesOf(event).filter((key) => key !== price);
  if (inner !== undefined) return looksLike(`${path}${price}`, `${path}${inner}`);
  const [around] = outer === event ? [] : identitiesOf(outer);
  return around === undefined ? undefined : looksLike(`${path}${price}`, around);
}

function looksLike(price: string, identity: string): string {
  return `an object with \`${price}\` for a price and \`${identity}\` for a time or symbol`;
}

function pricesOf(event: object): string[] {
  const isAmount = (value: unknown): boolean =>
    isPrice(value) || (isList(value) ? isBookSide(value) : isRecord(value) && Object.values(value).some(isPrice));
  return keysOf(event).filter((key) => hasWord(key, PRICES) && isAmount(read(event, key)));
}

function identitiesOf(event: object): string[] {
  const isIdentity = (value: unknown): boolean =>
    isName(value) || typeof value === 'bigint' || value instanceof Date || (typeof value === 'number' && value >= 0);
  return keysOf(event).filter((key) => {
    const value = read(event, key);
    return hasWord(key, IDENTITIES) ? isIdentity(value) : typeof value === 'string' && SYMBOL.test(value);
  });
}

function hasWord(key: string, among: ReadonlySet<string>): boolean {
  return wordsOf(key).some((word) => among.has(word));
}

/** `{ EURUSD: 1.1, USDJPY: 140 }` */
function isRateTable(event: object): boolean {
  const entries = Object.entries(event).slice(0, KEYS);
  return entries.length > 1 && entries.every(([key, value]) => SYMBOL.test(key) && isPrice(value));
}

/** `[[price, amount], ...]`, or the same as objects. */
function isBookSide([first]: readonly unknown[]): boolean {
  return (isList(first) && first.every(isPrice) && first.length >= 2) || (isRecord(first) && !isList(first));
}

function isCandle(value: unknown): boolean {
  if (!isList(value) || value.length < 4 || value.length > 12) return false;
  const [time] = value;
  return typeof time === 'number' && time > EPOCH && value.every((item) => item === null || isPrice(item));
}

function isSeries(value: unknown): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value)) return !(value instanceof Uint8Array) && 'length' in value && isLong(value.length);
  return isList(value) && isLong(value.length) && !isCandle(value) && value.slice(0, 8).every(isNumber);
}

function isLong(length: unknown): boolean {
  return typeof length === 'number' && length >= LEAST_SERIES;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Exchanges send numbers as decimal text too. */
function isPrice(value: unknown): boolean {
  return (
    isNumber(value) ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^\d{1,12}(?:\.\d{1,18})?$/.test(value))
  );
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 32 && !/^[\d.]+$/.test(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof EventEmitter);
}

/** Own keys, and the getters of the object's class. */
function keysOf(event: object): string[] {
  try {
    const prototype = Object.getPrototypeOf(event) as object | null;
    const getters = prototype === null || prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
    return [...Object.keys(event), ...getters.filter((key) => key !== 'constructor')].slice(0, KEYS);
  } catch {
    return [];
  }
}

function parseJson(text: string | Uint8Array): unknown {
  if (text.length > LONGEST_JSON) return undefined;
  const begin = typeof text === 'string' ? text.charCodeAt(0) : text[0];
  if (begin !== 0x7b && begin !== 0x5b) return undefined;
  try {
    return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString());
  } catch {
    return undefined;
  }
}

function shapeOf(args: readonly unknown[]): string {
  const found = new FoundEvent();
  if (!findEvent(args, isEvent, found)) return 'a symbol and a price';
  const { event, list, argument } = found;
  let shape = 'an object with a price and a time or symbol';
  if (isList(event)) shape = 'a list that begins with a time, and numbers behind it';
  else if (list !== undefined) shape = 'a list of objects with a price and a time or symbol';
  return argument === 0 ? shape : `${shape}, as argument ${argument + 1}`;
}

function describe(value: unknown): string {
  if (isList(value))
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}, first ${describe(value[0])}`;
  if (value instanceof Uint8Array) return 'bytes';
  if (!isRecord(value)) return value === null ? 'null' : `a ${typeof value}`;
  const keys = keysOf(value);
  return keys.length === 0 ? 'an object without keys' : `an object with ${keys.slice(0, 6).join(', ')}`;
}
