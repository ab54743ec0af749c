// The last ticks that were sent as spans, so that a point of a metric can name some of those that are in it.

import type { KeptTick } from '../model/record/record-segment.js';

const REMEMBERED = 64;

export interface TickExemplar extends Pick<KeptTick, 'traceId' | 'name' | 'symbol' | 'durationNanos' | 'reason'> {
  /** Of its root. */
  readonly spanId: string;
  /** When it ended: nanoseconds since 1970, in decimal. */
  readonly endedAtUnixNanos: string;
}

export class TickExemplars {
  readonly #ring: TickExemplar[] = [];
  #count = 0;

  /** How many there have been. */
  get count(): number {
    return this.#count;
  }

  add(tick: KeptTick, spanId: string): void {
    const { traceId, name, symbol, durationNanos, reason, startedAtUnixNanos } = tick;
    const endedAtUnixNanos = (BigInt(startedAtUnixNanos) + BigInt(durationNanos)).toString();
    this.#ring[this.#count++ % REMEMBERED] = {
      ...{ traceId, spanId, name, durationNanos, reason, endedAtUnixNanos },
      ...(symbol !== undefined && { symbol }),
    };
  }

  /** @param before that were there @returns those that came since, as far as they are remembered, oldest first */
  since(before: number): readonly TickExemplar[] {
    const first = Math.max(before, this.#count - REMEMBERED);
    return Array.from({ length: this.#count - first }, (_, index) => {
      return this.#ring[(first + index) % REMEMBERED] as TickExemplar;
    });
  }
}
