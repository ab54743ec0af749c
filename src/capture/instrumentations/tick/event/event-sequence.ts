// Gaps in the numbers that an exchange gives its events: events that never reached this handler, wherever they were lost.
//
// Only numbers that rise one by one show a gap. Others rise too and have gaps by nature: numbers shared with symbols that nobody has
// asked for, the last change that an update contains. So numbers must first prove to be a sequence before a gap counts: those of
// a symbol, or those of all symbols together, as exchanges number the messages of one connection.

import type { FoundEvent } from './find-event.js';
import { isObject, read } from './members.js';

/** The first number of an event that holds several, and its last or only one. */
const FIRST_KEYS: readonly string[] = ['U', 'firstUpdateId'];
const KEYS: readonly string[] = [
  'seq',
  'sequence',
  'sequence_num',
  'seqNum',
  'sequenceNumber',
  'seqNo',
  'u',
  'U',
  'updateId',
  'lastUpdateId',
  'tradeId',
  'trade_id',
  'id',
];

/** The key is searched in this many calls. */
const CALLS_UNTIL_DECIDED = 8;
/** Steps of one in a row, from the first event on, after which numbers count as a sequence. */
const STEPS_UNTIL_PROVEN = 16;
/** The same where another step has come before: numbers that are shared with others can look like a sequence for a while. */
const STEPS_UNTIL_PROVEN_AGAIN = 64;
/** Sequences of further symbols are not followed. */
const SYMBOLS = 192;

interface Sequence {
  last: number;
  /** Steps of one that it still takes until it is proven. */
  stepsLeft: number;
}

export class EventSequence {
  #key: string | undefined;
  #firstKey: string | undefined;
  #isOnEnvelope = false;
  #calls = 0;
  readonly #bySymbol = new Map<string, Sequence>();
  readonly #ofAll = new NumbersOfAll();

  /** @returns how many events are missing before this one; 0 if there is no evidence of any */
  missingBefore(found: FoundEvent, symbol: string = ''): number {
    const { event, envelope, list } = found;
    if (event === undefined || envelope === undefined) return 0;
    if (this.#key === undefined) {
      if (this.#calls >= CALLS_UNTIL_DECIDED) return 0;
      this.#decide(event, envelope);
    }
    const key = this.#key;
    if (key === undefined) return 0;
    if (this.#isOnEnvelope) return this.#follow(envelope, key, symbol);
    if (list === undefined || list[0] !== event) return this.#follow(event, key, symbol);
    let missing = 0;
    for (let at = 0; at < list.length; at++) {
      const one = list[at];
      if (isObject(one)) missing += this.#follow(one, key, symbol);
    }
    return missing;
  }

  #decide(event: object, envelope: object): void {
    this.#calls++;
    this.#key = numberedKeyOf(KEYS, event);
    if (this.#key === undefined && event !== envelope) {
      this.#key = numberedKeyOf(KEYS, envelope);
      this.#isOnEnvelope = this.#key !== undefined;
    }
    if (this.#key === undefined) return;
    this.#firstKey = numberedKeyOf(FIRST_KEYS, this.#isOnEnvelope ? envelope : event);
    if (this.#firstKey === this.#key) this.#firstKey = undefined;
  }

  #follow(event: object, key: string, symbol: string): number {
    const last = numberAt(event, key);
    if (Number.isNaN(last)) return 0;
    const first = this.#firstKey === undefined ? last : numberAt(event, this.#firstKey);
    const missing = follow(this.#sequenceOf(symbol, last), first, last);
    return this.#ofAll.missing(missing, symbol, first, last);
  }

  #sequenceOf(symbol: string, last: number): Sequence | undefined {
    const sequence = this.#bySymbol.get(symbol);
    if (sequence === undefined && this.#bySymbol.size < SYMBOLS) {
      this.#bySymbol.set(symbol, { last, stepsLeft: STEPS_UNTIL_PROVEN });
    }
    return sequence;
  }
}

/** @returns how many numbers are left out between the last one and the first one of an event */
function follow(sequence: Sequence | undefined, first: number, last: number): number {
  if (sequence === undefined) return 0;
  const step = first - sequence.last;
  // A small step back is a repeated or late event; a large one is a restart of the numbers.
  if (!(step < 1 && step > -STEPS_UNTIL_PROVEN)) sequence.last = last;
  if (!(step >= 1)) return 0;
  if (sequence.stepsLeft === 0) return step - 1;
  sequence.stepsLeft = step === 1 ? sequence.stepsLeft - 1 : STEPS_UNTIL_PROVEN_AGAIN;
  return 0;
}

/**
 * The numbers of all symbols together. They can be one sequence for as long as they only rise; they are one when they have risen one by
 * one from symbol to symbol.
 */
class NumbersOfAll {
  #last = NaN;
  #symbol: string | undefined;
  #canBeOne = true;
  #stepsLeft = STEPS_UNTIL_PROVEN;

  /** @param ofSymbol how many numbers its symbol alone has left out @returns how many were */
  missing(ofSymbol: number, symbol: string, first: number, last: number): number {
    if (!this.#canBeOne) return ofSymbol;
    const step = first - this.#last;
    const isOtherSymbol = this.#symbol !== symbol;
    this.#symbol = symbol;
    const isProven = this.#stepsLeft === 0;
    if (step < 1 && step > -STEPS_UNTIL_PROVEN && isProven) return 0;
    this.#last = last;
    if (!(step >= 1)) {
      // From the second number on: numbers that fall are none of all symbols, but where a new connection begins to count.
      this.#canBeOne = isProven || Number.isNaN(step);
      return this.#canBeOne ? 0 : ofSymbol;
    }
    if (step === 1 && isOtherSymbol && !isProven) this.#stepsLeft--;
    return isProven ? step - 1 : Math.min(ofSymbol, step - 1);
  }
}

function numberedKeyOf(keys: readonly string[], object: object): string | undefined {
  return keys.find((key) => !Number.isNaN(numberAt(object, key)));
}

/** @returns NaN if the value is not a whole number; exchanges send numbers and digits */
function numberAt(event: object, key: string): number {
  const value = read(event, key);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : NaN;
}
