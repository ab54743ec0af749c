// How many items a value of the program has, without running any code of the program: no getter, no trap of a proxy, no iterator.

import { types } from 'node:util';
import { sizeOfMap, sizeOfSet, sizeOfTypedArray } from '../../primordials.js';

const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;

/** Arguments, and properties of an object, that are looked at. */
const LOOKED_AT = 16;
/** Items of a short list, each of which may be a series: open, high, low, close, volume. */
const SERIES_TOGETHER = 8;
/** To list so many takes a microsecond, and a thousand times as many a thousand times as long. */
const MANY = 128;
/** Whether an object with many properties was met: nobody should look there again. */
export const many: { met: boolean } = { met: false };
/** A shorter text is a symbol or another name. */
const SHORTEST_TEXT = 64;

/** @returns the most items that one of the arguments has, or a property of one; 0 where none has any */
export function sizeOfArguments(args: readonly unknown[]): number {
  let most = 0;
  for (let place = 0; place < args.length && place < LOOKED_AT; place++)
    most = Math.max(most, sizeOfArgument(args[place]));
  return most;
}

/** @returns the most items that an own property of an object has; 0 where none has any, and of what is no object */
export function sizeOfObject(value: unknown): number {
  return isReadable(value) ? mostOfProperties(value, itemsOf) : 0;
}

function sizeOfArgument(value: unknown): number {
  if (typeof value === 'string') return value.length >= SHORTEST_TEXT ? value.length : 0;
  if (!isReadable(value)) return 0;
  if (!Array.isArray(value)) return itemsOf(value) || mostOfProperties(value, itemsOf);
  const { length } = value;
  return length > SERIES_TOGETHER ? length : Math.max(length, mostOfProperties(value, sizeOfSeries));
}

function sizeOfSeries(value: object): number {
  return itemsOf(value) || mostOfProperties(value, itemsOf);
}

function mostOfProperties(object: object, sizeOf: (value: object) => number): number {
  let most = 0;
  const keys = ownKeys(object);
  if (keys.length > MANY) many.met = true;
  for (let place = 0; place < keys.length && place < LOOKED_AT; place++) {
    // A getter has no value here.
    const value: unknown = getOwnPropertyDescriptor(object, keys[place] as string)?.value;
    if (isReadable(value)) most = Math.max(most, sizeOf(value));
  }
  return most;
}

/** The traps of a proxy are the program's. */
function isReadable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

/** @param value no proxy @returns 0 for what is no collection */
function itemsOf(value: object): number {
  // The length of an array is always its own, and never a getter; of the others a program can replace it.
  if (Array.isArray(value)) return value.length;
  if (types.isTypedArray(value)) return apply(sizeOfTypedArray, value, []) as number;
  if (types.isMap(value)) return apply(sizeOfMap, value, []) as number;
  return types.isSet(value) ? (apply(sizeOfSet, value, []) as number) : 0;
}
