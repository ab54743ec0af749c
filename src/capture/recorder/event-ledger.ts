// Market events between their arrival and their tick: how many were received, how many a tick handled, and how long the
// handled ones had waited.
//
// An event is counted where it is received: a message of an exchange client, an entry of its cache. A receiver inside another
// one sees the same event in more detail, so the inner one counts. A tick takes one event of its symbol. A handler of a list
// takes all that wait, because a handler that gets the newest of a list never gets the others.

import { RECEIVED_SYMBOLS } from '../../model/limits.js';
import type { Losses } from '../../model/losses.js';
import type { FeedName } from '../../model/record/feed-rows.js';
import type { Nanoseconds } from '../../model/units.js';

/** One or more events that a receiver is handling. */
export interface IncomingEvents {
  /** The function that receives them. */
  readonly source: string;
  /** Called at most once, and not at all if an inner receiver has counted them. */
  count(): number;
  symbol(): string | undefined;
}

export interface EventCounts {
  eventsReceived(count: number, from: FeedName, atNanos: Nanoseconds): void;
  /** One tick took `count` of the received events. */
  eventsHandled(count: number, from: FeedName): void;
  readonly losses: Losses;
}

interface Waiting {
  /** The feed that it last received events of. */
  from: FeedName;
  count: number;
  /** Arrival of the first event after the row was empty. */
  sinceNanos: number;
  /** Partly consumed: the arrival time of the next event is unknown. */
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
  /** By symbol as it was written. Two spellings of one symbol share a row. */
  readonly #bySymbol = new Map<string, Waiting>();
  readonly #byPlainSymbol = new Map<string, Waiting>();
  readonly #others: Waiting = emptyRow();
  /** The row that last received events. Ticks whose symbol has no row take from it. */
  #last: Waiting | undefined;
  #open: Arrival | undefined;

  constructor(counts: EventCounts) {
    this.#counts = counts;
  }

  /** Whether no event was ever received: then there is none to take. */
  get isEmpty(): boolean {
    return this.#last === undefined && this.#open === undefined;
  }

  /** Called when a receiver of events starts; `leave` must follow when it returns. */
  enter(incoming: IncomingEvents, atNanos: number): Arrival {
    return (this.#open = { incoming, atNanos, outer: this.#open, isCounted: false });
  }

  leave(arrival: Arrival): void {
    this.#count(arrival);
    if (this.#open === arrival) this.#open = arrival.outer;
  }

  /**
   * Called when a tick starts. @param batch number of events in the handler's list; absent where it takes a single event
   * @returns the earliest time at which the tick could have started; NaN where that is not known
   */
  take(symbol: string | undefined, batch: number | undefined): number {
    if (this.#open !== undefined) this.#count(this.#open);
    const row = this.#rowForTick(symbol);
    if (row === undefined || row.count === 0) return NaN;
    const sinceNanos = this.#open?.atNanos ?? (row.isPartlyTaken ? NaN : row.sinceNanos);
    this.#counts.eventsHandled(Math.min(row.count, batch ?? 1), row.from);
    row.count = batch === undefined ? row.count - 1 : 0;
    row.isPartlyTaken = row.count > 0;
    return sinceNanos;
  }

  /** Nested receivers see the same event, so the first one to count it marks all outer ones as counted. */
  #count(arrival: Arrival): void {
    if (arrival.isCounted) return;
    const count = arrival.incoming.count();
    arrival.isCounted = true;
    if (count === 0) return;
    for (let outer = arrival.outer; outer !== undefined; outer = outer.outer) outer.isCounted = true;
    const { source } = arrival.incoming;
    const symbol = arrival.incoming.symbol();
    const row = this.#rowOf(symbol);
    if (row.from.source !== source || row.from.symbol !== symbol) row.from = feedName(source, symbol);
    this.#counts.eventsReceived(count, row.from, arrival.atNanos as Nanoseconds);
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

function feedName(source: string, symbol: string | undefined): FeedName {
  return symbol === undefined ? { source } : { source, symbol };
}

function emptyRow(): Waiting {
  return { from: { source: '' }, count: 0, sinceNanos: NaN, isPartlyTaken: false };
}

/** Messages of an exchange have `BTCUSDT` where the functions of its client have `BTC/USDT`. */
function plain(symbol: string): string {
  return symbol.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}
