// The attributes of a span in protobuf: those of the span alone are read, those that say what it is make its class.

import type { ReadSpan } from '../spans/read-span.js';
import type { SpanClass, SpanClasses } from '../spans/span-classes.js';
import { knownKey } from './attribute-keys.js';
import { type ByteReader, FIXED64, LENGTH, tagOf, VARINT, wireTypeOf } from './bytes.js';
import { ClassCache, type ClassEntry, type ClassKey, isRange } from './class-cache.js';

/** An attribute, in a span. */
export const ATTRIBUTE: number = tagOf(9, LENGTH);
/** Of one span, two numbers an attribute; further ones are not looked at. */
const CLASS_RANGES = 32;
const NOTHING = new Uint8Array(0);
const NO_VIEW = new DataView(NOTHING.buffer);

export class AttributeReader {
  readonly #reader: ByteReader;
  readonly #span: ReadSpan;
  readonly #classes: SpanClasses;
  readonly #cache = new ClassCache();
  readonly #key: ClassKey = {
    bytes: NOTHING,
    view: NO_VIEW,
    kind: 0,
    nameFrom: 0,
    nameTo: 0,
    attributes: new Int32Array(CLASS_RANGES),
    count: 0,
    leadingFrom: 0,
    leadingTo: 0,
  };
  /** Of the span before. */
  #before: ClassEntry | undefined;
  /** What this span is taken for until something in it is different. */
  #expected: ClassEntry | undefined;
  #isFirst = true;
  #isLeading = true;

  constructor(reader: ByteReader, span: ReadSpan, classes: SpanClasses) {
    this.#reader = reader;
    this.#span = span;
    this.#classes = classes;
  }

  /** A span begins. */
  begin(): void {
    this.#expected = this.#before?.next;
    this.#reset();
  }

  /** It is read once more: it is not what it was taken for. */
  beginAgain(): void {
    this.#expected = undefined;
    this.#reset();
  }

  set kind(kind: number) {
    this.#key.kind = kind;
  }

  nameAt(from: number, to: number): void {
    this.#key.nameFrom = from;
    this.#key.nameTo = to;
  }

  /** Behind the tag of an attribute: that one, or all that were expected. */
  read(end: number): void {
    const reader = this.#reader;
    const tagAt = reader.at - 1;
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#key.leadingFrom = this.#key.leadingTo = tagAt;
      const leading = this.#expected?.leading;
      if (
        leading !== undefined &&
        leading.length > 0 &&
        tagAt + leading.length <= end &&
        leading.isAt(reader.view, tagAt)
      ) {
        reader.at = tagAt + leading.length;
        this.#isLeading = false;
        return;
      }
      this.#expected = undefined;
    }
    const attributeEnd = reader.endOfLength(end);
    this.#readOne(attributeEnd);
    if (this.#isLeading) this.#key.leadingTo = attributeEnd;
  }

  /** Asked when a span has been read: whether its class is the expected one, or can be found. */
  isClassKnown(): boolean {
    const expected = this.#expected;
    const { kind, nameFrom, nameTo, count } = this.#key;
    // Without an attribute there was nothing to compare, and nothing was passed over.
    if (this.#isFirst) this.#expected = undefined;
    if (this.#expected === undefined || expected === undefined) return true;
    return count === 0 && expected.kind === kind && isRange(expected.name, this.#reader.view, nameFrom, nameTo);
  }

  classOf(): SpanClass {
    let entry = this.#expected;
    if (entry === undefined) {
      this.#key.bytes = this.#reader.bytes;
      this.#key.view = this.#reader.view;
      entry = this.#cache.get(this.#key, this.#makeClass);
      if (this.#before !== undefined) this.#before.next = entry;
    }
    this.#before = entry;
    return entry.spanClass;
  }

  /** Of a resource. */
  readInto(attributes: Record<string, unknown>, end: number): void {
    const reader = this.#reader;
    if (reader.varint(end) === tagOf(1, LENGTH)) {
      const keyEnd = reader.endOfLength(end);
      const key = reader.text(reader.at, keyEnd);
      reader.at = keyEnd;
      const value = this.#readValueAfter(end);
      if (value !== undefined) attributes[key] = value;
    }
    reader.at = end;
  }

  #reset(): void {
    const key = this.#key;
    key.kind = key.nameFrom = key.nameTo = key.count = key.leadingFrom = key.leadingTo = 0;
    this.#isFirst = this.#isLeading = true;
  }

  #readOne(end: number): void {
    const reader = this.#reader;
    const from = reader.at;
    // The key stands first: every writer writes fields in the order of their numbers.
    if (from < end && reader.varint(end) === tagOf(1, LENGTH)) {
      const keyEnd = reader.endOfLength(end);
      const known = knownKey(reader.view, reader.at, keyEnd);
      reader.at = keyEnd;
      if (known !== undefined && known.take === undefined) this.#remember(from, end);
      else if (known !== undefined) {
        this.#isLeading = false;
        known.take?.(this.#span, this.#readValueAfter(end), this.#classes);
      }
    }
    reader.at = end;
  }

  #remember(from: number, to: number): void {
    const key = this.#key;
    if (key.count >= CLASS_RANGES) return;
    key.attributes[key.count] = from;
    key.attributes[key.count + 1] = to;
    key.count += 2;
  }

  readonly #makeClass = (): SpanClass => {
    const reader = this.#reader;
    const { attributes: ranges, count, nameFrom, nameTo, kind } = this.#key;
    const attributes: Record<string, unknown> = {};
    const resumeAt = reader.at;
    for (let range = 0; range < count; range += 2) {
      reader.at = ranges[range] as number;
      this.readInto(attributes, ranges[range + 1] as number);
    }
    reader.at = resumeAt;
    // OTLP counts kinds from 1, the SDK from 0.
    return this.#classes.of({ name: reader.text(nameFrom, nameTo), kind: kind - 1, attributes });
  };

  /** A text, a number or a flag; `undefined` for lists and everything else. */
  #readValueAfter(end: number): string | number | boolean | undefined {
    const reader = this.#reader;
    while (reader.at < end) {
      const tag = reader.varint(end);
      if (tag === tagOf(2, LENGTH)) return this.#readValue(reader.endOfLength(end));
      reader.skip(wireTypeOf(tag), end);
    }
    return undefined;
  }

  #readValue(end: number): string | number | boolean | undefined {
    const reader = this.#reader;
    if (reader.at >= end) return undefined;
    const tag = reader.varint(end);
    if (tag === tagOf(1, LENGTH)) {
      const to = reader.endOfLength(end);
      return reader.text(reader.at, to);
    }
    if (tag === tagOf(2, VARINT)) return reader.varint(end) !== 0;
    if (tag === tagOf(3, VARINT)) return reader.varint(end);
    if (tag === tagOf(4, FIXED64) && end - reader.at >= 8) return reader.view.getFloat64(reader.at, true);
    return undefined;
  }
}
