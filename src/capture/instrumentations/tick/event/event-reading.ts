// Symbol, time and sequence of the event that a handler is called with, read before the tick starts. One per function, because
// each function gets its events in a form of its own.

import { EventSequence } from './event-sequence.js';
import { EventSymbol } from './event-symbol.js';
import { EventTime, unixMillisOf } from './event-time.js';
import type { Relay } from '../relays/relay.js';
import { EventFinder, type FoundEvent } from './find-event.js';
import { isCandleRow } from './is-event.js';
import { isList } from './members.js';
import { isSymbol } from './symbol-key.js';

/** Configured by the program's author. What an extractor does not return is searched as without one. */
export interface EventExtractors {
  readonly symbol?: (args: readonly unknown[]) => unknown;
  readonly time?: (args: readonly unknown[]) => unknown;
}

/** The values of the last call. The caller uses them at once, so that a tick allocates nothing for them. */
export class EventReading {
  symbol: string | undefined;
  /** The exchange's own time; NaN if the event has none. */
  unixMillis: number = NaN;
  /** Events of a sequence that are missing before this one. */
  missing: number = 0;
  /** How many events the call was given; `undefined` for one that is not in a list. */
  batch: number | undefined;
  hasWaited: boolean = false;
  sinceNanos: number = NaN;
  readonly #finder = new EventFinder();
  readonly #symbol = new EventSymbol();
  readonly #time = new EventTime();
  readonly #sequence = new EventSequence();
  readonly #extractors: EventExtractors;
  readonly #relay: Relay | undefined;

  /** @param relay is shown each event */
  constructor(extractors: EventExtractors = {}, relay?: Relay) {
    this.#extractors = extractors;
    this.#relay = relay;
  }

  /** Whether the event in a call's arguments has its price where the last one had it; what is read next is that event. */
  hasPrice(args: readonly unknown[]): boolean {
    try {
      return this.#finder.isAtLastPosition(args);
    } catch {
      return false;
    }
  }

  /** @param inMessage the event, where it was found in a message that is not among the arguments */
  read(args: readonly unknown[], inMessage?: FoundEvent): void {
    this.symbol = undefined;
    this.unixMillis = NaN;
    this.missing = 0;
    this.batch = undefined;
    this.hasWaited = false;
    if (this.#relay !== undefined) this.#relay.wasCounted = false;
    try {
      if (inMessage === undefined) this.#finder.find(args);
      this.#read(args, inMessage ?? this.#finder);
    } catch {
      // A proxy of the program may throw wherever it is touched. What was read before that stays.
    }
    this.#finder.clear();
  }

  #read(args: readonly unknown[], found: FoundEvent): void {
    this.batch = batchOf(args, found);
    const symbol = this.#extractors.symbol?.(args);
    this.symbol = isSymbol(symbol) ? symbol : this.#symbol.of(args, found);
    const time = this.#extractors.time === undefined ? NaN : unixMillisOf(this.#extractors.time(args));
    this.unixMillis = Number.isNaN(time) ? this.#time.of(found) : time;
    this.missing = this.#sequence.missingBefore(found, this.symbol);
    const relay = this.#relay;
    if (relay === undefined || !relay.look(found)) return;
    this.hasWaited = true;
    this.sinceNanos = relay.sinceNanos;
  }
}

/** A configured handler may get an empty list or one of numbers: a batch too. A candle row is one event. */
function batchOf([first]: readonly unknown[], { event, list }: FoundEvent): number | undefined {
  if (event !== undefined && event !== first) return list?.length;
  return isList(first) && !isCandleRow(first) ? first.length : undefined;
}
