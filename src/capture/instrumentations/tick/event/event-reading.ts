// What the argument of a handler says of its event, read before the tick begins. One for each function, because functions
// get their events in a form of their own.

import { EventSequence } from './event-sequence.js';
import { EventTime, unixMillisOf } from './event-time.js';
import { isSymbol, symbolOf } from '../shape/tick-shape.js';

/** Where the program's author says that it stands; what is not found there is looked for as ever. */
export interface EventExtractors {
  readonly symbol?: (args: readonly unknown[]) => unknown;
  readonly time?: (args: readonly unknown[]) => unknown;
}

/** The values of the last call that was read: used at once, so that a tick allocates nothing for them. */
export class EventReading {
  symbol: string | undefined;
  /** The exchange's own time; NaN where the event has none. */
  unixMillis: number = NaN;
  /** Events of a sequence that are missing before this one. */
  missing: number = 0;
  /** How many events the call was given; `undefined` for one that is not in a list. */
  batch: number | undefined;
  readonly #time = new EventTime();
  readonly #sequence = new EventSequence();
  readonly #extractors: EventExtractors;

  constructor(extractors: EventExtractors = {}) {
    this.#extractors = extractors;
  }

  read(args: readonly unknown[]): void {
    this.symbol = undefined;
    this.unixMillis = NaN;
    this.missing = 0;
    this.batch = undefined;
    try {
      this.batch = Array.isArray(args[0]) ? args[0].length : undefined;
      const symbol = this.#extractors.symbol?.(args);
      this.symbol = isSymbol(symbol) ? symbol : symbolOf(args);
      const time = this.#extractors.time === undefined ? NaN : unixMillisOf(this.#extractors.time(args));
      this.unixMillis = Number.isNaN(time) ? this.#time.of(args) : time;
      this.missing = this.#sequence.missingBefore(args, this.symbol);
    } catch {
      // A list of the program's own making may throw wherever it is touched. What was read until then holds.
    }
  }
}
