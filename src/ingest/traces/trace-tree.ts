// The tree of one trace: who is whose child, and which spans are ticks. Ids may be missing, come twice, or run in a circle.

import type { IngestLosses } from '../losses.js';
import { NO_SPAN, type SpanStore } from './span-store.js';
import type { HeldTrace } from './stored-traces.js';

/** Keeps its working memory: a trace costs no garbage once the largest has been seen. Numbers are of this trace alone, from 0. */
export class TraceTree {
  readonly #spans: SpanStore;
  readonly #losses: IngestLosses;
  count = 0;
  /** In the store. */
  places: Int32Array = new Int32Array(0);
  parents: Int32Array = this.places;
  firstChild: Int32Array = this.places;
  nextSibling: Int32Array = this.places;
  /** Ticks, those first that are outside of others. */
  readonly ticks: number[] = [];
  /** Spans in no tick, and those of them that have no parent in the trace. */
  outside = 0;
  readonly roots: number[] = [];
  #queue = this.places;
  #table = this.places;

  constructor(spans: SpanStore, losses: IngestLosses) {
    this.#spans = spans;
    this.#losses = losses;
  }

  read({ lastSpan, spanCount }: HeldTrace): void {
    this.#reserve(spanCount);
    this.#take(lastSpan, spanCount);
    this.#findParents();
    this.#findTicks();
  }

  isTick(span: number): boolean {
    return this.#spans.classes[this.places[span] as number]?.isTick === true;
  }

  /** In the order in which they came, without those that are there already. */
  #take(lastSpan: number, spanCount: number): void {
    const { places } = this;
    let from = spanCount;
    for (let place = lastSpan; place !== NO_SPAN; place = this.#spans.next[place] as number) places[--from] = place;
    const mask = this.#table.length - 1;
    this.#table.fill(NO_SPAN);
    let count = 0;
    for (let read = 0; read < spanCount; read++) {
      const place = places[read] as number;
      const slot = this.#slotOf(this.#spans.spanHigh[place] as number, this.#spans.spanLow[place] as number, mask);
      if (this.#table[slot] !== NO_SPAN) {
        this.#losses.add('spans_twice');
        continue;
      }
      this.#table[slot] = count;
      places[count++] = place;
    }
    this.count = count;
  }

  /** Where the span of that id is in the table, or could be. */
  #slotOf(high: number, low: number, mask: number): number {
    const { spanHigh, spanLow } = this.#spans;
    let slot = Math.imul(high ^ low, 0x9e37_79b1);
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let span = this.#table[slot] as number; span !== NO_SPAN; span = this.#table[slot] as number) {
      const place = this.places[span] as number;
      if (spanHigh[place] === high && spanLow[place] === low) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #findParents(): void {
    const { parents, places, firstChild, nextSibling, count } = this;
    const { parentHigh, parentLow } = this.#spans;
    const mask = this.#table.length - 1;
    firstChild.fill(NO_SPAN, 0, count);
    // From the last to the first, so that children stand in the order in which they came.
    for (let span = count - 1; span >= 0; span--) {
      const place = places[span] as number;
      const [high, low] = [parentHigh[place] as number, parentLow[place] as number];
      const parent = (high | low) === 0 ? NO_SPAN : (this.#table[this.#slotOf(high, low, mask)] as number);
      parents[span] = parent;
      if (parent === NO_SPAN) continue;
      nextSibling[span] = firstChild[parent] as number;
      firstChild[parent] = span;
    }
  }

  #findTicks(): void {
    this.ticks.length = this.roots.length = this.outside = 0;
    let reached = 0;
    for (let span = 0; span < this.count; span++) {
      if (this.parents[span] !== NO_SPAN) continue;
      if (!this.isTick(span)) this.roots.push(span);
      reached += this.#walk(span);
    }
    this.#losses.add('spans_in_a_circle', this.count - reached);
  }

  /** Everything from a root down. @returns how many spans there are */
  #walk(root: number): number {
    const queue = this.#queue;
    let [from, to] = [0, 0];
    queue[to++] = root;
    // Negative: inside a tick.
    while (from < to) {
      const entry = queue[from++] as number;
      const wasInside = entry < 0;
      const span = wasInside ? ~entry : entry;
      const isTick = this.isTick(span);
      if (isTick) this.ticks.push(span);
      const isInside = wasInside || isTick;
      if (!isInside) this.outside++;
      for (let child = this.firstChild[span] as number; child !== NO_SPAN; child = this.nextSibling[child] as number) {
        queue[to++] = isInside ? ~child : child;
      }
    }
    return to;
  }

  #reserve(spanCount: number): void {
    if (this.places.length < spanCount) {
      const size = Math.max(256, 2 ** Math.ceil(Math.log2(spanCount)));
      const numbers = (): Int32Array => new Int32Array(size);
      [this.places, this.parents, this.firstChild, this.nextSibling] = [numbers(), numbers(), numbers(), numbers()];
      this.#queue = numbers();
    }
    const slots = Math.max(32, 2 ** Math.ceil(Math.log2(2 * spanCount)));
    if (this.#table.length !== slots) this.#table = this.#tables.get(slots) ?? this.#newTable(slots);
  }

  readonly #tables = new Map<number, Int32Array<ArrayBuffer>>();

  #newTable(slots: number): Int32Array<ArrayBuffer> {
    const table = new Int32Array(slots);
    this.#tables.set(slots, table);
    return table;
  }
}
