// Finds the market event in a call's arguments. Shape, symbol, time and sequence all read the event found here: separate
// searches gave `onTicker('binance', { symbol, price, timestamp })` the symbol "binance" and no age.

import { CARRIER_KEYS } from './event-keys.js';
import { type EventTest, hasPriceAt, isEvent, priceKeyOf } from './is-event.js';
import { firstObjectOf, forgetPeeked, isList, isNumeric, read } from './members.js';
import { SearchPace } from './search-pace.js';
import { symbolKeyOf } from './symbol-key.js';

/** The event is one of the first arguments: `onTicker(exchange, ticker)`, `process(state, name, { candle })`. */
export const EVENT_ARGUMENTS = 3;

/** Index for an event that is the argument itself, and not carried by it. */
const NOT_CARRIED = -1;

/** The result of a search. Reused, so that a tick allocates nothing for it. */
export class FoundEvent {
  /** Of a list of events, the first. */
  event: object | undefined;
  /** The object that carries the event; the event itself where nothing does. */
  envelope: object | undefined;
  /** The array that has the event as its first entry. */
  list: readonly unknown[] | undefined;
  /** Index of the argument that has the event, and in `CARRIER_KEYS` of the key that carries it. */
  argument: number = 0;
  carrier: number = NOT_CARRIED;

  /** Drops the references to the program's objects. */
  clear(): void {
    this.event = undefined;
    this.envelope = undefined;
    this.list = undefined;
    forgetPeeked();
  }

  /** Stores the object at this position of the arguments. @returns whether there is one */
  take(args: readonly unknown[], argument: number, carrier: number): boolean {
    const given = args[argument];
    const envelope = firstObjectOf(given);
    if (envelope === undefined) return false;
    const inside = carrier === NOT_CARRIED ? given : read(envelope, CARRIER_KEYS[carrier] as string);
    const event = carrier === NOT_CARRIED ? envelope : firstObjectOf(inside);
    if (event === undefined) return false;
    this.event = event;
    this.envelope = envelope;
    this.list = listAround(event, inside) ?? listAround(envelope, given);
    this.argument = argument;
    this.carrier = carrier;
    return true;
  }
}

/**
 * Searches each argument itself, then what it carries under one of `CARRIER_KEYS`.
 * @returns whether an object passes the test; the first that does is in `found`
 */
export function findEvent(args: readonly unknown[], test: EventTest, found: FoundEvent): boolean {
  for (let argument = 0; argument < args.length && argument < EVENT_ARGUMENTS; argument++) {
    if (!found.take(args, argument, NOT_CARRIED)) continue;
    if (test(found.event as object, found.envelope as object)) return true;
    for (let carrier = 0; carrier < CARRIER_KEYS.length; carrier++) {
      if (!found.take(args, argument, carrier)) continue;
      if (test(found.event as object, found.envelope as object)) return true;
    }
  }
  found.clear();
  return false;
}

/**
 * Finds the events of one function. Its next event is looked up where the last one was, because each key that an object
 * lacks costs 25 ns and a search reads up to 40 of them per argument.
 */
export class EventFinder extends FoundEvent {
  #priceKey: string | undefined;
  #argument = 0;
  #carrier = NOT_CARRIED;
  readonly #pace = new SearchPace();
  /** Whether `isAtLastPosition` has found the event of the call that is read next. */
  #isFound = false;

  /** Without a market event, which only a configured handler can be called without: an object with a symbol, or any object. */
  find(args: readonly unknown[]): void {
    const isFound = this.#isFound;
    this.#isFound = false;
    if (isFound || this.#findAtLastPosition(args)) return;
    if (this.#pace.isDue() && findEvent(args, isEvent, this)) {
      this.#pace.found();
      this.#priceKey = priceKeyOf(this.event as object);
      this.#argument = this.argument;
      this.#carrier = this.carrier;
      return;
    }
    if (!findEvent(args, hasSymbolKey, this)) findEvent(args, isAnything, this);
  }

  /** Looks where the last event was, and keeps what it finds for `find`. Where there was none yet, a symbol and a price are given side by side. */
  isAtLastPosition(args: readonly unknown[]): boolean {
    if (this.#priceKey === undefined) return typeof args[0] === 'string' && isNumeric(args[1]);
    this.#isFound = this.#findAtLastPosition(args);
    if (!this.#isFound) this.clear();
    return this.#isFound;
  }

  #findAtLastPosition(args: readonly unknown[]): boolean {
    const priceKey = this.#priceKey;
    if (priceKey === undefined || !this.take(args, this.#argument, this.#carrier)) return false;
    return hasPriceAt(this.event as object, priceKey);
  }
}

const hasSymbolKey: EventTest = (event) => symbolKeyOf(event) !== undefined;

const isAnything: EventTest = () => true;

function listAround(object: object, value: unknown): readonly unknown[] | undefined {
  return object !== value && isList(value) ? value : undefined;
}
