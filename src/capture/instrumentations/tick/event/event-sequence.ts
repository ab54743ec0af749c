// Gaps in the numbers that an exchange gives its events: events that never came to this handler, wherever they were lost.
//
// Only numbers that follow each other one by one say so. Others rise too, and have gaps by nature: the numbers of all symbols
// together, the last change that an update holds. So a symbol's numbers have to prove it before a gap counts.

import { eventOf, read } from '../shape/tick-shape.js';

/** The first number of an event that holds several, and its last or only one. */
const FIRST_KEYS = ['U', 'firstUpdateId'];
const KEYS = ['seq', 'sequence', 'u', 'U', 'updateId', 'lastUpdateId', 'tradeId', 'id'];

/** A key is looked for in this many calls. */
const CALLS_UNTIL_DECIDED = 8;
/** Steps of one in a row, from the first event on, after which a symbol's numbers count as a sequence. */
const STEPS_UNTIL_PROVEN = 16;
/** Of more symbols than this the sequences are not followed. */
const SYMBOLS = 192;

interface Sequence {
  last: number;
  /** Steps of one so far; NaN where another step came before they were enough. */
  steps: number;
}

export class EventSequence {
  #key: string | undefined;
  #firstKey: string | undefined;
  #calls = 0;
  readonly #bySymbol = new Map<string, Sequence>();

  /** @returns how many events are missing before this one; 0 where nothing says that any is */
  missingBefore(args: readonly unknown[], symbol: string = ''): number {
    const key = this.#key;
    if (key === undefined && this.#calls >= CALLS_UNTIL_DECIDED) return 0;
    const event = eventOf(args);
    if (event === undefined) return 0;
    if (key === undefined) this.#decide(event);
    if (this.#key === undefined) return 0;
    if (!Array.isArray(args[0])) return this.#follow(event, this.#key, symbol);
    let missing = 0;
    for (const one of args[0]) if (isObject(one)) missing += this.#follow(one, this.#key, symbol);
    return missing;
  }

  #decide(event: object): void {
    this.#calls++;
    this.#key = KEYS.find((key) => !Number.isNaN(numberAt(event, key)));
    if (this.#key === undefined) return;
    this.#firstKey = FIRST_KEYS.find((key) => key !== this.#key && !Number.isNaN(numberAt(event, key)));
  }

  #follow(event: object, key: string, symbol: string): number {
    const last = numberAt(event, key);
    if (Number.isNaN(last)) return 0;
    const first = this.#firstKey === undefined ? last : numberAt(event, this.#firstKey);
    const sequence = this.#bySymbol.get(symbol);
    if (sequence === undefined) {
      if (this.#bySymbol.size < SYMBOLS) this.#bySymbol.set(symbol, { last, steps: 0 });
      return 0;
    }
    const step = first - sequence.last;
    // Repeated or late where it goes back a little, started anew where it goes back far.
    if (step >= 1 || step <= -STEPS_UNTIL_PROVEN) sequence.last = last;
    if (step < 1) return 0;
    if (sequence.steps >= STEPS_UNTIL_PROVEN) return step - 1;
    sequence.steps = step === 1 ? sequence.steps + 1 : NaN;
    return 0;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** NaN for what is no whole number. Exchanges send numbers and digits. */
function numberAt(event: object, key: string): number {
  const value = read(event, key);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : NaN;
}
