// Spans that wait to be serialised, in the order in which they came: a tick is one entry, whose spans are made when their turn comes.

import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Spans that are made lazily. */
export interface LazySpans {
  readonly count: number;
  readonly spans: Iterator<ReadableSpan>;
  /** They belong together: a request that has too little room for them is full. */
  readonly isTick?: true;
}

interface Entry {
  readonly spans: Iterator<ReadableSpan>;
  left: number;
  /** Of a tick of which no span has been made: how many there are. */
  whole: number;
}

export class WaitingSpans {
  /** Spans in all entries. */
  count = 0;
  #entries: Entry[] = [];
  readonly #onLost: (count: number, error: unknown) => void;

  /** @param onLost called for spans that could not be made: what the program wrote on a span may throw where it is read */
  constructor(onLost: (count: number, error: unknown) => void) {
    this.#onLost = onLost;
  }

  add({ count, spans, isTick }: LazySpans): void {
    this.#entries.push({ spans, left: count, whole: isTick === true ? count : 0 });
    this.count += count;
  }

  clear(): void {
    this.#entries = [];
    this.count = 0;
  }

  /** Of the tick that comes next, of which no span has been made: how many there are; 0 where it is none. */
  get nextTick(): number {
    return this.#entries[0]?.whole ?? 0;
  }

  /** @param fits whether there is room for a whole tick, with so many spans taken @returns spans, in their order */
  take(most: number, fits: (tick: number, taken: number) => boolean): ReadableSpan[] {
    const taken: ReadableSpan[] = [];
    for (let entry = this.#entries[0]; entry !== undefined && taken.length < most; entry = this.#entries[0]) {
      if (!fits(entry.whole, taken.length)) break;
      entry.whole = 0;
      const span = this.#nextOf(entry);
      if (span !== undefined) taken.push(span);
      if (entry.left === 0) this.#entries.shift();
    }
    return taken;
  }

  #nextOf(entry: Entry): ReadableSpan | undefined {
    try {
      const { done, value } = entry.spans.next();
      this.#leave(entry, done === true ? entry.left : 1);
      return done === true ? undefined : value;
    } catch (error) {
      const { left } = entry;
      this.#leave(entry, left);
      this.#onLost(left, error);
      return undefined;
    }
  }

  #leave(entry: Entry, count: number): void {
    entry.left -= count;
    this.count -= count;
  }
}
