// Which attribute a key in bytes is, without making a text of it.

import { CLASS_ATTRIBUTES } from '../spans/span-classes.js';
import { SPAN_ATTRIBUTES, type TakeAttribute } from '../spans/span-attributes.js';
import { BytePattern } from './byte-pattern.js';

export interface KnownKey {
  readonly bytes: BytePattern;
  /** Of an attribute of the span alone; absent where it says what the span is. */
  readonly take: TakeAttribute | undefined;
}

const BY_LENGTH: (KnownKey[] | undefined)[] = [];
for (const key of [...CLASS_ATTRIBUTES, ...SPAN_ATTRIBUTES.keys()]) {
  const bytes = Buffer.from(key);
  (BY_LENGTH[bytes.length] ??= []).push({ bytes: new BytePattern(bytes), take: SPAN_ATTRIBUTES.get(key) });
}

export function knownKey(view: DataView, from: number, to: number): KnownKey | undefined {
  const candidates = BY_LENGTH[to - from];
  if (candidates === undefined) return undefined;
  for (let place = 0; place < candidates.length; place++) {
    const candidate = candidates[place] as KnownKey;
    if (candidate.bytes.isAt(view, from)) return candidate;
  }
  return undefined;
}
