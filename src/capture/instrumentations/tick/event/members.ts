// Reads members of the program's objects. Getters and proxies of the program may throw; then the member counts as absent.

import { types } from 'node:util';
import { type Getter, gettersOf, standsForNumber } from './class-members.js';

export function read(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** Calls of a getter that had a value, and none that had none, after which it is not called any more. */
const ANSWERS_UNTIL_KNOWN = 64;

/**
 * What a member is, where its very value does not matter: a getter of the program's classes that always has one is called a few times, and
 * never again. Instead of a list, a date or a decimal there may be another one.
 */
export function peek(object: object, key: string): unknown {
  const getter = getterOf(object, key);
  if (getter === undefined) return read(object, key);
  return getter.answers >= ANSWERS_UNTIL_KNOWN && !getter.varies ? getter.sample : ask(getter, object, key);
}

function ask(getter: Getter, object: object, key: string): unknown {
  if (getter.sample === undefined && !getter.varies && !getter.pace.isDue()) return undefined;
  let value: unknown;
  try {
    value = (object as Record<string, unknown>)[key];
  } catch {
    return getter.sample;
  }
  const sample = sampleOf(value);
  if (sample === undefined) getter.varies = true;
  else {
    getter.sample = sample;
    getter.answers++;
  }
  return value;
}

/** Of the object that was peeked into last: a search asks one object for up to 40 keys. */
let peeked: object | undefined;
let getters: ReadonlyMap<PropertyKey, Getter> | undefined;

function getterOf(object: object, key: string): Getter | undefined {
  if (object !== peeked) {
    peeked = object;
    getters = undefined;
    try {
      getters = gettersOf(object);
    } catch {
      // What a program has put in the place of a prototype.
    }
  }
  return getters?.get(key);
}

/** Drops the reference to the program's object. */
export function forgetPeeked(): void {
  peeked = undefined;
}

const A_LIST: readonly unknown[] = [];
const A_DATE = new Date(0);

/** Nothing of the program's is kept but a number or a text. */
function sampleOf(value: unknown): unknown {
  if (!isObject(value)) return Number.isNaN(value) || value === null ? undefined : value;
  if (isList(value)) return A_LIST;
  if (types.isDate(value)) return A_DATE;
  return isNumeric(value) ? 1 : undefined;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `Array.isArray` throws for a revoked proxy. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** @returns an object itself; of a list of objects, the first; a list of primitives itself, because a candle can be one */
export function firstObjectOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  try {
    if (!Array.isArray(value)) return value;
    const first: unknown = value[0];
    if (isObject(first)) return first;
    return first === undefined || first === null ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Exchanges send prices as numbers and as decimal strings; programs make decimals, big integers and amounts of them. */
export function isNumeric(value: unknown): boolean {
  switch (typeof value) {
    case 'number':
      return !Number.isNaN(value);
    case 'string':
      return value !== '' && !Number.isNaN(Number(value));
    case 'bigint':
      return true;
    case 'object':
      return value !== null && isNumberObject(value);
    default:
      return false;
  }
}

function isNumberObject(value: object): boolean {
  try {
    return !Array.isArray(value) && standsForNumber(value);
  } catch {
    return false;
  }
}
