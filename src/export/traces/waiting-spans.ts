// Spans that wait to be serialised, in the order in which they came: a tick is one entry, whose spans are made when their turn comes.

import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Spans that are made lazily. */
export interface LazySpans {
  readonly count: number;
  readonly spans: Iterator<ReadableSpan>;
}

interface Entry {
  readonly spans: Iterator<ReadableSpan>;
  left: number;
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

  add({ count, spans }: LazySpans): void {
    this.#entries.push({ spans, left: count });
    this.count += count;
  }

  clear(): void {
    this.#entries = [];
    this.count = 0;
  }

  take(most: number): ReadableSpan[] {
    const taken: ReadableSpan[] = [];
    for (let entry = this.#entries[0]; entry !== undefined && taken.length < most; entry = this.#entries[0]) {
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
