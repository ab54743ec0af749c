// Spans from messages of OTLP in protobuf. Field numbers: opentelemetry/proto/trace/v1/trace.proto.
//
// Written by hand, because a decoder that makes an object of each span takes ten times as long: `npm run bench:ingest` measures it. Of a
// span six fields and some attributes are wanted, and names come again and again.

import { STATUS_ERROR } from '../../model/span-values.js';
import { ReadSpan } from '../spans/read-span.js';
import type { SpanClasses } from '../spans/span-classes.js';
import type { SourceProcesses } from '../spans/source-processes.js';
import { ATTRIBUTE, AttributeReader } from './attribute-reader.js';
import { ByteReader, FIXED64, LENGTH, tagOf, VARINT, wireTypeOf } from './bytes.js';

export class ProtobufSpans {
  readonly #processes: SourceProcesses;
  readonly #take: (span: ReadSpan) => void;
  readonly #reader = new ByteReader();
  readonly #span = new ReadSpan();
  readonly #attributes: AttributeReader;

  /** @param take gets one object again and again */
  constructor(classes: SpanClasses, processes: SourceProcesses, take: (span: ReadSpan) => void) {
    this.#attributes = new AttributeReader(this.#reader, this.#span, classes);
    this.#processes = processes;
    this.#take = take;
  }

  /** Reads a request of the trace service, or `TracesData`, which is the same. @throws DamagedMessage behind what was taken */
  readRequest(bytes: Uint8Array): void {
    const reader = this.#reader;
    reader.begin(bytes);
    while (reader.at < bytes.length) {
      const tag = reader.varint(bytes.length);
      if (tag === tagOf(1, LENGTH)) this.#readResourceSpans(reader.endOfLength(bytes.length));
      else reader.skip(wireTypeOf(tag), bytes.length);
    }
  }

  /** The same of one `ResourceSpans`. */
  readResourceSpans(bytes: Uint8Array): void {
    this.#reader.begin(bytes);
    this.#readResourceSpans(bytes.length);
  }

  #readResourceSpans(end: number): void {
    const reader = this.#reader;
    const begin = reader.at;
    // The resource may stand behind its spans.
    let number: number | undefined;
    while (reader.at < end) {
      const tag = reader.varint(end);
      if (tag === tagOf(1, LENGTH)) number = this.#readResource(reader.endOfLength(end));
      else reader.skip(wireTypeOf(tag), end);
    }
    this.#span.processNumber = number ?? this.#processes.unknown;
    reader.at = begin;
    while (reader.at < end) {
      const tag = reader.varint(end);
      if (tag === tagOf(2, LENGTH)) this.#readScopeSpans(reader.endOfLength(end));
      else reader.skip(wireTypeOf(tag), end);
    }
  }

  #readResource(end: number): number {
    const reader = this.#reader;
    const from = reader.at;
    reader.at = end;
    return this.#processes.numberOfBytes(reader.bytes.subarray(from, end), () => {
      const attributes: Record<string, unknown> = {};
      reader.at = from;
      while (reader.at < end) {
        const tag = reader.varint(end);
        if (tag === tagOf(1, LENGTH)) this.#attributes.readInto(attributes, reader.endOfLength(end));
        else reader.skip(wireTypeOf(tag), end);
      }
      return attributes;
    });
  }

  #readScopeSpans(end: number): void {
    const reader = this.#reader;
    while (reader.at < end) {
      const tag = reader.varint(end);
      if (tag === tagOf(2, LENGTH)) this.#readSpan(reader.endOfLength(end));
      else reader.skip(wireTypeOf(tag), end);
    }
  }

  #readSpan(end: number): void {
    const reader = this.#reader;
    const span = this.#span;
    const attributes = this.#attributes;
    const begin = reader.at;
    span.reset();
    attributes.begin();
    while (reader.at < end) this.#readField(reader.varint(end), end);
    if (!attributes.isClassKnown()) {
      // What was expected was not all: the span is read again, attribute by attribute.
      reader.at = begin;
      span.reset();
      attributes.beginAgain();
      while (reader.at < end) this.#readField(reader.varint(end), end);
    }
    span.spanClass = attributes.classOf();
    this.#take(span);
  }

  #readField(tag: number, end: number): void {
    const reader = this.#reader;
    const span = this.#span;
    const attributes = this.#attributes;
    switch (tag) {
      case ATTRIBUTE:
        return attributes.read(end);
      case tagOf(1, LENGTH):
        return this.#readTraceId(reader.endOfLength(end));
      case tagOf(2, LENGTH): {
        const to = reader.endOfLength(end);
        if (to - reader.at === 8) {
          span.spanHigh = reader.view.getUint32(reader.at);
          span.spanLow = reader.view.getUint32(reader.at + 4);
        }
        reader.at = to;
        return;
      }
      case tagOf(4, LENGTH): {
        const to = reader.endOfLength(end);
        if (to - reader.at === 8) {
          span.parentHigh = reader.view.getUint32(reader.at);
          span.parentLow = reader.view.getUint32(reader.at + 4);
        }
        reader.at = to;
        return;
      }
      case tagOf(5, LENGTH): {
        const to = reader.endOfLength(end);
        attributes.nameAt(reader.at, to);
        reader.at = to;
        return;
      }
      case tagOf(6, VARINT):
        attributes.kind = reader.varint(end);
        return;
      case tagOf(7, FIXED64):
        reader.skip(FIXED64, end);
        span.startLow = reader.view.getUint32(reader.at - 8, true);
        span.startHigh = reader.view.getInt32(reader.at - 4, true);
        return;
      case tagOf(8, FIXED64):
        reader.skip(FIXED64, end);
        span.endLow = reader.view.getUint32(reader.at - 8, true);
        span.endHigh = reader.view.getInt32(reader.at - 4, true);
        return;
      case tagOf(15, LENGTH):
        return this.#readStatus(reader.endOfLength(end));
      default:
        reader.skip(wireTypeOf(tag), end);
    }
  }

  #readTraceId(end: number): void {
    const reader = this.#reader;
    const { traceId } = this.#span;
    if (end - reader.at === 16) {
      traceId[0] = reader.view.getUint32(reader.at);
      traceId[1] = reader.view.getUint32(reader.at + 4);
      traceId[2] = reader.view.getUint32(reader.at + 8);
      traceId[3] = reader.view.getUint32(reader.at + 12);
    }
    reader.at = end;
  }

  #readStatus(end: number): void {
    const reader = this.#reader;
    while (reader.at < end) {
      const tag = reader.varint(end);
      if (tag === tagOf(3, VARINT)) this.#span.isFailed = reader.varint(end) === STATUS_ERROR;
      else reader.skip(wireTypeOf(tag), end);
    }
  }
}
