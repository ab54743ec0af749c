// Classes of spans by the bytes that say what they are, so that a name is decoded once and not a million times.
//
// Spans come in the same order again and again, so the one that came after this one the last time is tried first, and its attributes are
// compared in one go: telling attributes apart by their keys took half of the time of reading a span.

import type { SpanClass } from '../spans/span-classes.js';
import { BytePattern } from './byte-pattern.js';

/** A program that writes values into its statements has a class for each: they are read anew. A power of two. */
const CLASSES_KEPT = 4_096;
const MOST_PROBES = 8;

export interface ClassEntry {
  readonly hash: number;
  readonly kind: number;
  readonly name: BytePattern;
  /** The attributes that say what the span is, one after the other. */
  readonly attributes: readonly BytePattern[];
  /** All attributes before the first that is of the span alone, as they stand in the message. */
  readonly leading: BytePattern;
  readonly spanClass: SpanClass;
  /** What came after it the last time. */
  next: ClassEntry | undefined;
}

/** What is to be found: ranges of bytes, begin and end of each one after the other. */
export interface ClassKey {
  bytes: Uint8Array;
  view: DataView;
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
  const patternOf = (from: number, to: number): BytePattern => new BytePattern(key.bytes.subarray(from, to));
  const attributes: BytePattern[] = [];
  for (let range = 0; range < key.count; range += 2) {
    attributes.push(patternOf(key.attributes[range] as number, key.attributes[range + 1] as number));
  }
  return {
    hash,
    kind: key.kind,
    name: patternOf(key.nameFrom, key.nameTo),
    attributes,
    leading: patternOf(key.leadingFrom, key.leadingTo),
    spanClass,
    next: undefined,
  };
}

function isEntryOf(entry: ClassEntry, { view, nameFrom, nameTo, attributes, count }: ClassKey): boolean {
  if (!isRange(entry.name, view, nameFrom, nameTo) || count !== 2 * entry.attributes.length) return false;
  return entry.attributes.every((pattern, place) =>
    isRange(pattern, view, attributes[2 * place] as number, attributes[2 * place + 1] as number),
  );
}

/** Whether a range has exactly these bytes. */
export function isRange(pattern: BytePattern, view: DataView, from: number, to: number): boolean {
  return pattern.length === to - from && pattern.isAt(view, from);
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
