// Classes of spans by the bytes that say what they are, so that a name is decoded once and not a million times.
//
// Spans come in the same order again and again, so the one that came after this one the last time is tried first, and its attributes are
// compared in one go: telling attributes apart by their keys took half of the time of reading a span.

import type { SpanClass } from '../spans/span-classes.js';

/** A program that writes values into its statements has a class for each: they are read anew. A power of two. */
const CLASSES_KEPT = 4_096;
const MOST_PROBES = 8;

export interface ClassEntry {
  readonly hash: number;
  readonly kind: number;
  readonly name: Uint8Array;
  /** The attributes that say what the span is, one after the other. */
  readonly attributes: Uint8Array;
  /** All attributes before the first that is of the span alone, as they stand in the message. */
  readonly leading: Uint8Array;
  readonly spanClass: SpanClass;
  /** What came after it the last time. */
  next: ClassEntry | undefined;
}

/** What is to be found: ranges of bytes, begin and end of each one after the other. */
export interface ClassKey {
  bytes: Uint8Array;
  kind: number;
  nameFrom: number;
  nameTo: number;
  readonly attributes: Int32Array;
  /** Of `attributes`, so many numbers. */
  count: number;
  leadingFrom: number;
  leadingTo: number;
}

export class ClassCache {
  readonly #entries: (ClassEntry | undefined)[] = Array.from({ length: CLASSES_KEPT });

  /** @returns an entry that is kept, or where there is no room one that is not */
  get(key: ClassKey, make: () => SpanClass): ClassEntry {
    const hash = hashOf(key);
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const slot = (hash + probe) & (CLASSES_KEPT - 1);
      const entry = this.#entries[slot];
      if (entry === undefined) return (this.#entries[slot] = entryOf(hash, key, make()));
      if (entry.hash === hash && entry.kind === key.kind && isEntryOf(entry, key)) return entry;
    }
    return entryOf(hash, key, make());
  }
}

function entryOf(hash: number, key: ClassKey, spanClass: SpanClass): ClassEntry {
  const { bytes, attributes, count } = key;
  const parts: Uint8Array[] = [];
  for (let range = 0; range < count; range += 2) parts.push(bytes.subarray(attributes[range], attributes[range + 1]));
  return {
    hash,
    kind: key.kind,
    name: copyOf(bytes, key.nameFrom, key.nameTo),
    attributes: new Uint8Array(Buffer.concat(parts)),
    leading: copyOf(bytes, key.leadingFrom, key.leadingTo),
    spanClass,
    next: undefined,
  };
}

/** Of its own: a part of a message would keep all of it. */
function copyOf(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}

function isEntryOf(entry: ClassEntry, { bytes, nameFrom, nameTo, attributes, count }: ClassKey): boolean {
  if (!isAt(entry.name, bytes, nameFrom, nameTo)) return false;
  let compared = 0;
  for (let range = 0; range < count; range += 2) {
    const end = attributes[range + 1] as number;
    for (let at = attributes[range] as number; at < end; at++) {
      if (entry.attributes[compared++] !== bytes[at]) return false;
    }
  }
  return compared === entry.attributes.length;
}

/** Whether exactly these bytes stand there. */
export function isAt(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  const { length } = known;
  if (to - from !== length) return false;
  for (let at = 0; at < length; at++) if (known[at] !== bytes[from + at]) return false;
  return true;
}

function hashOf({ bytes, kind, nameFrom, nameTo, attributes, count }: ClassKey): number {
  let hash = hashed(0x811c_9dc5 ^ kind, bytes, nameFrom, nameTo);
  for (let range = 0; range < count; range += 2) {
    hash = hashed(hash, bytes, attributes[range] as number, attributes[range + 1] as number);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

function hashed(seed: number, bytes: Uint8Array, from: number, to: number): number {
  let hash = seed ^ (to - from);
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x0100_0193);
  return hash;
}
