// Market events between their arrival and their tick: how many came in, how many of them a tick handled, and since when the
// handled ones had been there.
//
// An event is counted where it comes in: a message of an exchange client, an entry of its cache. One inside the other is the
// same event, and the inner one knows it better. A tick takes one event of its symbol, and a handler of a list all that wait:
// who is given the newest of a list never sees what was left out of it.

import { RECEIVED_SYMBOLS } from '../../model/limits.js';
import type { Losses } from '../../model/losses.js';

/** An event or several, on their way through the code that receives them. */
export interface IncomingEvents {
  /** Asked once, and only where nobody inside counted them. */
  count(): number;
  symbol(): string | undefined;
}

export interface EventCounts {
  eventsReceived(count: number): void;
  /** One tick took `count` of the received events. */
  eventsHandled(count: number): void;
  readonly losses: Losses;
}

interface Waiting {
  count: number;
  /** When the first came after there were none. */
  sinceNanos: number;
  /** A tick took some and left others: whose turn the next one is, nobody knows. */
  isPartlyTaken: boolean;
}

interface Arrival {
  readonly incoming: IncomingEvents;
  readonly atNanos: number;
  readonly outer: Arrival | undefined;
  isCounted: boolean;
}

export class EventLedger {
  readonly #counts: EventCounts;
  /** By the symbol as it was written; two ways to write one share a row. */
  readonly #bySymbol = new Map<string, Waiting>();
  readonly #byPlainSymbol = new Map<string, Waiting>();
  readonly #others: Waiting = emptyRow();
  /** What events came to last: the row of ticks whose symbol nobody received. */
  #last: Waiting | undefined;
  #open: Arrival | undefined;

  constructor(counts: EventCounts) {
    this.#counts = counts;
  }

  /** Code that receives events begins to run; `leave` has to follow when it returns. */
  enter(incoming: IncomingEvents, atNanos: number): Arrival {
    return (this.#open = { incoming, atNanos, outer: this.#open, isCounted: false });
  }

  leave(arrival: Arrival): void {
    this.#count(arrival);
    if (this.#open === arrival) this.#open = arrival.outer;
  }

  /**
   * A tick begins. @param batch how many events its handler was given; absent for one that is not in a list
   * @returns since when it could have started; NaN where that is not known
   */
  take(symbol: string | undefined, batch: number | undefined): number {
    if (this.#open !== undefined) this.#count(this.#open);
    const row = this.#rowForTick(symbol);
    if (row === undefined || row.count === 0) return NaN;
    const sinceNanos = this.#open?.atNanos ?? (row.isPartlyTaken ? NaN : row.sinceNanos);
    this.#counts.eventsHandled(Math.min(row.count, batch ?? 1));
    row.count = batch === undefined ? row.count - 1 : 0;
    row.isPartlyTaken = row.count > 0;
    return sinceNanos;
  }

  /** What lies around an arrival is the same event: whoever counts first counts for all. */
  #count(arrival: Arrival): void {
    if (arrival.isCounted) return;
    const count = arrival.incoming.count();
    arrival.isCounted = true;
    if (count === 0) return;
    for (let outer = arrival.outer; outer !== undefined; outer = outer.outer) outer.isCounted = true;
    this.#counts.eventsReceived(count);
    const row = this.#rowOf(arrival.incoming.symbol());
    if (row.count === 0) {
      row.sinceNanos = arrival.atNanos;
      row.isPartlyTaken = false;
    }
    row.count += count;
    this.#last = row;
  }

  #rowForTick(symbol: string | undefined): Waiting | undefined {
    if (this.#last === undefined || symbol === undefined) return this.#last;
    return this.#bySymbol.get(symbol) ?? this.#byPlainSymbol.get(plain(symbol)) ?? this.#last;
  }

  #rowOf(symbol: string = ''): Waiting {
    const known = this.#bySymbol.get(symbol);
    if (known !== undefined) return known;
    if (this.#bySymbol.size >= RECEIVED_SYMBOLS) {
      this.#counts.losses.add('symbols_beyond_table');
      return this.#others;
    }
    const key = plain(symbol);
    let row = this.#byPlainSymbol.get(key);
    if (row === undefined) this.#byPlainSymbol.set(key, (row = emptyRow()));
    this.#bySymbol.set(symbol, row);
    return row;
  }
}

function emptyRow(): Waiting {
  return { count: 0, sinceNanos: NaN, isPartlyTaken: false };
}

/** An exchange writes `BTCUSDT` in its messages where its client's functions say `BTC/USDT`. */
function plain(symbol: string): string {
  return symbol.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}
