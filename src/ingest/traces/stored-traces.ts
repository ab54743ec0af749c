// Puts the spans of a source together by trace, whatever their order, in bounded memory.
//
// Nothing in a source says that a trace is complete. So a trace is held until the table is full, and then the one goes that no span has
// come for the longest time. Its tick and its symbol stand beside its spans.

import { LONGEST_SPAN_NANOS, SPANS_HELD, TRACES_HELD } from '../limits.js';
import type { IngestLosses } from '../losses.js';
import { nanosBetweenParts, type ReadSpan } from '../spans/read-span.js';
import { freeList, NO_SPAN, SpanStore } from './span-store.js';

/** A trace that is taken apart now. */
export interface HeldTrace {
  /** Four quarters. */
  readonly traceId: Uint32Array;
  readonly baseHigh: number;
  readonly baseLow: number;
  /** Of the span that came last; the others follow by `SpanStore.next`. */
  readonly lastSpan: number;
  readonly spanCount: number;
  /** An earlier part of it has left the table. */
  readonly isRest: boolean;
}

/** What only ticks have, by the places of their spans. */
export type TickDetail = Pick<
  ReadSpan,
  'symbolId' | 'reason' | 'waitBeforeNanos' | 'waitBasis' | 'responseNanos' | 'ageNanos'
>;

/** Traces that have left, remembered by a hash at a place of its own hash. A power of two. */
const REMEMBERED_TRACES = 1 << 18;

export class StoredTraces {
  readonly spans: SpanStore;
  readonly tickDetails: Map<number, TickDetail> = new Map();
  readonly #losses: IngestLosses;
  readonly #close: (trace: HeldTrace) => void;
  readonly #ids: Uint32Array;
  readonly #baseHigh: Int32Array;
  readonly #baseLow: Uint32Array;
  readonly #lastSpan: Int32Array;
  readonly #spanCount: Int32Array;
  readonly #isRest: Uint8Array;
  readonly #older: Int32Array;
  readonly #newer: Int32Array;
  readonly #buckets: Int32Array;
  /** In the same bucket, or the next free place. */
  readonly #nextTrace: Int32Array;
  readonly #left = new Uint32Array(REMEMBERED_TRACES);
  #firstFree = 0;
  #oldest = NO_SPAN;
  #newest = NO_SPAN;

  constructor(
    losses: IngestLosses,
    close: (trace: HeldTrace) => void,
    { spans, traces }: { readonly spans: number; readonly traces: number } = { spans: SPANS_HELD, traces: TRACES_HELD },
  ) {
    this.#losses = losses;
    this.#close = close;
    this.spans = new SpanStore(spans);
    this.#ids = new Uint32Array(4 * traces);
    this.#baseHigh = new Int32Array(traces);
    this.#baseLow = new Uint32Array(traces);
    [this.#lastSpan, this.#spanCount] = [new Int32Array(traces), new Int32Array(traces)];
    [this.#older, this.#newer] = [new Int32Array(traces), new Int32Array(traces)];
    this.#isRest = new Uint8Array(traces);
    this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(2 * traces))).fill(NO_SPAN);
    this.#nextTrace = freeList(traces);
  }

  /** The span is copied. */
  add(span: ReadSpan): void {
    if (!span.hasIds) return this.#losses.add('spans_without_ids');
    const { startHigh, startLow, endHigh, endLow } = span;
    const nanos = nanosBetweenParts(startHigh, startLow, endHigh, endLow);
    if (!(startHigh >= 0 && nanos >= 0 && nanos <= LONGEST_SPAN_NANOS)) {
      return this.#losses.add('spans_with_impossible_times');
    }
    if (this.spans.isFull) this.#closeOldest();
    const trace = this.#traceOf(span);
    const startNanos = nanosBetweenParts(
      this.#baseHigh[trace] as number,
      this.#baseLow[trace] as number,
      startHigh,
      startLow,
    );
    if (Math.abs(startNanos) > LONGEST_SPAN_NANOS) return this.#losses.add('spans_with_impossible_times');
    const place = this.spans.add(span, startNanos, this.#lastSpan[trace] as number);
    this.#lastSpan[trace] = place;
    this.#spanCount[trace]!++;
    if (span.spanClass?.isTick === true) {
      const { symbolId, reason, waitBeforeNanos, waitBasis, responseNanos, ageNanos } = span;
      this.tickDetails.set(place, { symbolId, reason, waitBeforeNanos, waitBasis, responseNanos, ageNanos });
    }
  }

  closeAll(): void {
    while (this.#oldest !== NO_SPAN) this.#closeOldest();
  }

  #traceOf(span: ReadSpan): number {
    const { traceId } = span;
    const newest = this.#newest;
    if (newest !== NO_SPAN && this.#isTrace(newest, traceId)) return newest;
    const bucket = hashOf(traceId) & (this.#buckets.length - 1);
    let trace = this.#buckets[bucket] as number;
    while (trace !== NO_SPAN && !this.#isTrace(trace, traceId)) trace = this.#nextTrace[trace] as number;
    if (trace === NO_SPAN) return this.#begin(span, bucket);
    this.#unlink(trace);
    this.#linkAsNewest(trace);
    return trace;
  }

  #isTrace(trace: number, traceId: Uint32Array): boolean {
    const ids = this.#ids;
    const at = 4 * trace;
    return (
      ids[at + 3] === traceId[3] && ids[at + 2] === traceId[2] && ids[at + 1] === traceId[1] && ids[at] === traceId[0]
    );
  }

  #begin({ traceId, startHigh, startLow }: ReadSpan, bucket: number): number {
    if (this.#firstFree === NO_SPAN) this.#closeOldest();
    const trace = this.#firstFree;
    this.#firstFree = this.#nextTrace[trace] as number;
    this.#ids.set(traceId, 4 * trace);
    this.#baseHigh[trace] = startHigh;
    this.#baseLow[trace] = startLow;
    this.#lastSpan[trace] = NO_SPAN;
    this.#spanCount[trace] = 0;
    this.#isRest[trace] = this.#left[placeOfLeft(traceId)] === markOfLeft(traceId) ? 1 : 0;
    this.#nextTrace[trace] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = trace;
    this.#linkAsNewest(trace);
    return trace;
  }

  #closeOldest(): void {
    const trace = this.#oldest;
    const traceId = this.#ids.subarray(4 * trace, 4 * trace + 4);
    this.#close({
      traceId: traceId.slice(),
      baseHigh: this.#baseHigh[trace] as number,
      baseLow: this.#baseLow[trace] as number,
      lastSpan: this.#lastSpan[trace] as number,
      spanCount: this.#spanCount[trace] as number,
      isRest: this.#isRest[trace] === 1,
    });
    for (let place = this.#lastSpan[trace] as number; place !== NO_SPAN;) {
      if (this.spans.classes[place]?.isTick === true) this.tickDetails.delete(place);
      place = this.spans.remove(place);
    }
    this.#left[placeOfLeft(traceId)] = markOfLeft(traceId);
    this.#unlink(trace);
    this.#removeFromBucket(trace, hashOf(traceId) & (this.#buckets.length - 1));
    this.#nextTrace[trace] = this.#firstFree;
    this.#firstFree = trace;
  }

  #removeFromBucket(trace: number, bucket: number): void {
    const next = this.#nextTrace[trace] as number;
    let before = this.#buckets[bucket] as number;
    if (before === trace) {
      this.#buckets[bucket] = next;
      return;
    }
    while (this.#nextTrace[before] !== trace) before = this.#nextTrace[before] as number;
    this.#nextTrace[before] = next;
  }

  #linkAsNewest(trace: number): void {
    this.#older[trace] = this.#newest;
    this.#newer[trace] = NO_SPAN;
    if (this.#newest === NO_SPAN) this.#oldest = trace;
    else this.#newer[this.#newest] = trace;
    this.#newest = trace;
  }

  #unlink(trace: number): void {
    const [older, newer] = [this.#older[trace] as number, this.#newer[trace] as number];
    if (older === NO_SPAN) this.#oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NO_SPAN) this.#newest = older;
    else this.#older[newer] = older;
  }
}

/** Ids are random, but need not be. */
function hashOf(traceId: Uint32Array): number {
  let hash = 0;
  for (let part = 0; part < 4; part++) hash = Math.imul(hash ^ (traceId[part] as number), 0x9e37_79b1);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function markOfLeft(traceId: Uint32Array): number {
  return ((Math.imul(traceId[2] as number, 0x85eb_ca6b) ^ Math.imul(traceId[3] as number, 0xc2b2_ae35)) | 1) >>> 0;
}

function placeOfLeft(traceId: Uint32Array): number {
  return hashOf(traceId) & (REMEMBERED_TRACES - 1);
}
