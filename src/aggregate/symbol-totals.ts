// Ticks, waits and ages by symbol, since the process began: for metrics, where they are sent. Every value counts once, so that the sum over
// symbols is the total.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { WaitBasis } from '../model/record/arrival-totals.js';
import type { Nanoseconds } from '../model/units.js';
import { TopNames } from './top-names.js';

/** Ticks without one. */
export const NO_SYMBOL = '';

export interface TicksOfSymbol {
  readonly name: string;
  readonly symbol: string;
  readonly durations: ExponentialHistogram;
}

export interface EventsOfSymbol {
  readonly symbol: string;
  readonly waits: Readonly<Record<WaitBasis, ExponentialHistogram>>;
  readonly responses: Readonly<Record<WaitBasis, ExponentialHistogram>>;
  readonly ages: ExponentialHistogram;
}

export class SymbolTotals {
  readonly #symbols = new TopNames();
  /** By symbol, and then by the tick's name; both are bounded. */
  readonly #ticks = new Map<string, Map<string, TicksOfSymbol>>();
  readonly #events = new Map<string, EventsOfSymbol>();
  /** Of the tick that closed last: its event is told of next. */
  #last = NO_SYMBOL;

  /** @param name bounded */
  tickClosed(name: string, symbol: string | undefined, durationNanos: Nanoseconds): void {
    this.#last = symbol === undefined ? NO_SYMBOL : this.#symbols.bounded(symbol);
    let byName = this.#ticks.get(this.#last);
    if (byName === undefined) this.#ticks.set(this.#last, (byName = new Map()));
    let ticks = byName.get(name);
    if (ticks === undefined)
      byName.set(name, (ticks = { name, symbol: this.#last, durations: new ExponentialHistogram(6) }));
    ticks.durations.record(durationNanos);
  }

  /** Of the tick that closed last. */
  waited(basis: WaitBasis, waitNanos: Nanoseconds, durationNanos: Nanoseconds): void {
    const { waits, responses } = this.#eventsOfLast();
    waits[basis].record(waitNanos);
    responses[basis].record((waitNanos + durationNanos) as Nanoseconds);
  }

  /** Of the tick that closed last. */
  aged(ageNanos: Nanoseconds): void {
    this.#eventsOfLast().ages.record(ageNanos);
  }

  /** @returns one for each symbol and name of ticks */
  *ticks(): Generator<TicksOfSymbol, void, void> {
    for (const byName of this.#ticks.values()) yield* byName.values();
  }

  /** @returns one for each symbol of which a wait or an age is known */
  events(): Iterable<EventsOfSymbol> {
    return this.#events.values();
  }

  #eventsOfLast(): EventsOfSymbol {
    let events = this.#events.get(this.#last);
    if (events === undefined) {
      const both = (): EventsOfSymbol['waits'] => ({
        stamped: new ExponentialHistogram(6),
        bound: new ExponentialHistogram(6),
      });
      events = { symbol: this.#last, waits: both(), responses: both(), ages: new ExponentialHistogram(6) };
      this.#events.set(this.#last, events);
    }
    return events;
  }
}
