// Whether two objects are the same market event: one may be a copy of the other, or the row of numbers that it was made of.

import { types } from 'node:util';
import { getTimeOfDate } from '../../../../primordials.js';
import { gettersOf } from '../event/class-members.js';
import { ID_KEYS, TIME_KEYS } from '../event/event-keys.js';
import { priceKeyOf } from '../event/is-event.js';
import { isList, read } from '../event/members.js';
import { symbolAt, symbolKeyOf } from '../event/symbol-key.js';

/** The price in a candle that is a row. */
const ROW_CLOSE = 4;

const { apply } = Reflect;

/** By its number, or its time and price. @returns `undefined` where an event has neither: a quote may come twice */
export function keyOf(event: object): string | undefined {
  const id = idOf(event);
  const time = timeOf(event);
  if (id === undefined && time === undefined) return undefined;
  const symbolKey = symbolKeyOf(event);
  const symbol = symbolKey === undefined ? '' : (symbolAt(event, symbolKey) ?? '');
  return `${symbol}|${id ?? ''}|${time ?? ''}|${priceOf(event) ?? ''}`;
}

export function isSameEvent(one: object, other: object): boolean {
  if (one === other) return true;
  const id = idOf(one);
  if (id !== undefined) return id === idOf(other) && isSameSymbol(one, other);
  const price = priceOf(one);
  if (price === undefined || price !== priceOf(other)) return false;
  const time = timeOf(one);
  return time === undefined ? isSameQuote(one, other) : time === timeOf(other);
}

/** Of events without a time both sides have to be the same. */
function isSameQuote(one: object, other: object): boolean {
  const ask = valueAt(one, 'ask');
  return ask !== undefined && ask === valueAt(other, 'ask') && isSameSymbol(one, other);
}

function isSameSymbol(one: object, other: object): boolean {
  const key = symbolKeyOf(one);
  const otherKey = symbolKeyOf(other);
  return key === undefined || otherKey === undefined || symbolAt(one, key) === symbolAt(other, otherKey);
}

function idOf(event: object): string | undefined {
  return firstOf(ID_KEYS, event);
}

function timeOf(event: object): string | undefined {
  return isList(event) ? textOf(event[0]) : firstOf(TIME_KEYS, event);
}

function priceOf(event: object): string | undefined {
  if (isList(event)) return textOf(event[ROW_CLOSE]);
  const key = priceKeyOf(event);
  return key === undefined ? undefined : valueAt(event, key);
}

function firstOf(keys: readonly string[], event: object): string | undefined {
  for (const key of keys) {
    const value = valueAt(event, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** No getter of a class is called for it. */
function valueAt(event: object, key: string): string | undefined {
  return gettersOf(event)?.has(key) === true ? undefined : textOf(read(event, key));
}

function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return String(value);
    case 'string':
      return value === '' ? undefined : String(Number.isNaN(Number(value)) ? value : Number(value));
    default:
      return types.isDate(value) ? String(apply(getTimeOfDate, value, [])) : undefined;
  }
}
