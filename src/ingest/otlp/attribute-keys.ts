// Which attribute a key in bytes is, without making a text of it.

import { CLASS_ATTRIBUTES } from '../spans/span-classes.js';
import { SPAN_ATTRIBUTES } from '../spans/span-attributes.js';

export interface KnownKey {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Says what the span is; else it is of the span alone. */
  readonly isOfClass: boolean;
}

const BY_LENGTH: (KnownKey[] | undefined)[] = [];
for (const [keys, isOfClass] of [
  [CLASS_ATTRIBUTES, true],
  [[...SPAN_ATTRIBUTES.keys()], false],
] as const) {
  for (const key of keys) (BY_LENGTH[key.length] ??= []).push({ key, bytes: Buffer.from(key), isOfClass });
}

export function knownKey(bytes: Uint8Array, from: number, to: number): KnownKey | undefined {
  const candidates = BY_LENGTH[to - from];
  if (candidates === undefined) return undefined;
  for (let place = 0; place < candidates.length; place++) {
    const candidate = candidates[place] as KnownKey;
    if (isSame(candidate.bytes, bytes, from)) return candidate;
  }
  return undefined;
}

/** From the end: keys differ there. */
function isSame(key: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let at = key.length - 1; at >= 0; at--) if (key[at] !== bytes[from + at]) return false;
  return true;
}
