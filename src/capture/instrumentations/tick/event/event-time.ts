// When an event happened, by the exchange's clock. The key of the time is searched once per function, and then only it is read.

import { types } from 'node:util';
import { getTimeOfDate, parseDate } from '../../../../primordials.js';
import { now, unixMillis } from '../../../recorder/clock.js';
import type { FoundEvent } from './find-event.js';
import { isList, read } from './members.js';
import { SearchPace } from './search-pace.js';

const KEYS: readonly string[] = ['timestamp', 'time', 'ts', 't', 'T', 'E', 'start', 'openTime', 'date'];
/** The time of a candle that is a row of numbers. */
const ROW_KEY = '0';

/** A key counts as the event's time if its value lies this near to now: the number of a trade can look like a time of some year. */
const NEAR_MILLIS = 3_600_000;

/** These hold a time and nothing else. One of them that is years ago is off a tape. */
const PLAIN_KEYS: readonly string[] = ['timestamp', 'time', 'ts', 'openTime', 'date', 'datetime'];
/** Bitcoin's first trades. */
const EARLIEST_MILLIS = Date.UTC(2010);
const TAPE_MILLIS = 48 * NEAR_MILLIS;

const { apply } = Reflect;

export class EventTime {
  #key: string | undefined;
  #isOnEnvelope = false;
  /** The last time that was years ago. */
  #tapeMillis = NaN;
  readonly #pace = new SearchPace();

  /** @returns NaN if the event has no time; of a tape's, some time of its last events */
  of(found: FoundEvent): number {
    if (this.#key === undefined && (!this.#pace.isDue() || !this.#search(found))) return this.#tapeMillis;
    const holder = this.#isOnEnvelope ? found.envelope : found.event;
    if (holder === undefined || isHistory(holder, found)) return NaN;
    return unixMillisOf(read(holder, this.#key as string));
  }

  #search({ event, envelope }: FoundEvent): boolean {
    if (event === undefined || envelope === undefined) return false;
    const nowUnixMillis = unixMillis(now());
    this.#key = keyNear(event, nowUnixMillis);
    if (this.#key === undefined && event !== envelope) {
      this.#key = keyNear(envelope, nowUnixMillis);
      this.#isOnEnvelope = this.#key !== undefined;
    }
    if (this.#key === undefined) this.#tapeMillis = tapeTimeOf(event, nowUnixMillis);
    return this.#key !== undefined;
  }
}

/** ccxt's list of candle rows grows while its first row stays: that row's age would grow with it. */
function isHistory(holder: object, { list }: FoundEvent): boolean {
  return list !== undefined && list.length > 1 && isList(holder);
}

function keyNear(object: object, nowUnixMillis: number): string | undefined {
  if (isList(object)) return isNear(object, ROW_KEY, nowUnixMillis) ? ROW_KEY : undefined;
  for (let at = 0; at < KEYS.length; at++) {
    const key = KEYS[at] as string;
    if (isNear(object, key, nowUnixMillis)) return key;
  }
  return undefined;
}

function tapeTimeOf(event: object, nowUnixMillis: number): number {
  const keys = isList(event) ? [ROW_KEY] : PLAIN_KEYS;
  const times = keys.map((key) => unixMillisOf(read(event, key)));
  return times.find((time) => time > EARLIEST_MILLIS && time < nowUnixMillis - TAPE_MILLIS) ?? NaN;
}

function isNear(object: object, key: string, nowUnixMillis: number): boolean {
  return Math.abs(unixMillisOf(read(object, key)) - nowUnixMillis) <= NEAR_MILLIS;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, as a number or in digits; ISO 8601; a date. NaN for anything else. */
export function unixMillisOf(value: unknown): number {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value === 'string') return fromText(value);
  if (typeof value === 'bigint') return fromNumber(Number(value));
  return types.isDate(value) ? apply(getTimeOfDate, value, []) : NaN;
}

/** From 1973 to 5138 the four units do not overlap. */
function fromNumber(value: number): number {
  if (value < 1e8) return NaN;
  if (value < 1e11) return value * 1e3;
  if (value < 1e14) return value;
  if (value < 1e17) return value / 1e3;
  return value < 1e20 ? value / 1e6 : NaN;
}

function fromText(value: string): number {
  const number = Number(value);
  return Number.isNaN(number) ? parseDate(value) : fromNumber(number);
}
