// Keys of caches as numbers: texts and numbers, of which equal ones are one key. Others are not read.

import { mix, mixNumber, scattered } from '../../../model/keyed-hash.js';
import { random } from '../../../primordials.js';

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
