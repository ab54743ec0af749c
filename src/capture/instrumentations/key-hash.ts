// Keys of caches, and the values that a statement asks with, as numbers: texts and numbers, of which equal ones are one key. Others are not read.

import { mix, mixNumber, scattered } from '../../model/keyed-hash.js';
import { random } from '../../primordials.js';

const { getOwnPropertyDescriptor } = Reflect;

/** Longer ones are not read: every character counts. */
const LONGEST_KEY = 256;

/** Where every hash begins: elsewhere in every process. */
const START: number = Math.floor(random() * 2 ** 32) | 0;

/** No key has it. */
export const UNREAD = 0;

export function hashOfKey(key: unknown): number {
  if (typeof key === 'string') {
    if (key.length > LONGEST_KEY) return UNREAD;
    let hash = mix(START, key.length);
    for (let at = 0; at < key.length; at++) hash = mix(hash, key.charCodeAt(at));
    return scattered(hash) || 1;
  }
  // To a Map 0 and -0 are the same.
  return typeof key === 'number' ? scattered(mixNumber(START, key + 0)) || 1 : UNREAD;
}

/** Values that stand for nothing else. */
const PLAIN = new Map<unknown, number>([undefined, null, false, true].map((value, place) => [value, place + 1]));
/** More are not read: a statement for many rows at once. */
const MOST_VALUES = 16;

/** @param text number of the text that they belong to @param values an array and no proxy @returns `UNREAD` where one is neither plain nor a key */
export function hashOfValues(text: number, values: readonly unknown[]): number {
  const { length } = values;
  if (length > MOST_VALUES) return UNREAD;
  let hash = mixNumber(START, text);
  for (let at = 0; at < length; at++) {
    const own = getOwnPropertyDescriptor(values, at);
    // A getter is the program's code.
    if (own?.get !== undefined) return UNREAD;
    const value: unknown = own?.value;
    const part = PLAIN.get(value) ?? hashOfKey(value);
    if (part === UNREAD) return UNREAD;
    hash = mix(hash, part);
  }
  return scattered(hash) || 1;
}
