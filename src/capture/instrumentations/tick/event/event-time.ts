// When an event happened, by the exchange's clock: which key says it is found once for a function, and then read.

import { types } from 'node:util';
import { now, unixMillis } from '../../../recorder/clock.js';
import { eventOf, read } from '../shape/tick-shape.js';

const KEYS = ['timestamp', 'time', 'ts', 't', 'T', 'E', 'start', 'openTime', 'date'];

/** A key is looked for in this many calls, and then in one of many: a program may replay a tape before it goes live. */
const CALLS_UNTIL_RARE = 64;
const RARELY = 1_024;

/** A key counts as the event's time where it lies this near to now: the number of a trade can look like a time of some year. */
const NEAR_MILLIS = 3_600_000;

// Captured at preload: a simulation replaces `Date`.
const parseDate = Date.parse;
const { getTime } = Date.prototype;
const { apply } = Reflect;

export class EventTime {
  #key: string | undefined;
  #calls = 0;

  /** @returns NaN where the event says no time */
  of(args: readonly unknown[]): number {
    if (this.#key === undefined && !this.#isLookedFor()) return NaN;
    const event = eventOf(args);
    if (event === undefined) return NaN;
    this.#key ??= keyNear(event, unixMillis(now()));
    return this.#key === undefined ? NaN : unixMillisOf(read(event, this.#key));
  }

  #isLookedFor(): boolean {
    return this.#calls++ < CALLS_UNTIL_RARE || this.#calls % RARELY === 0;
  }
}

function keyNear(event: object, nowUnixMillis: number): string | undefined {
  return KEYS.find((key) => Math.abs(unixMillisOf(read(event, key)) - nowUnixMillis) <= NEAR_MILLIS);
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, as a number or in digits; ISO 8601; a date. NaN for all else. */
export function unixMillisOf(value: unknown): number {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value === 'string') return fromText(value);
  if (typeof value === 'bigint') return fromNumber(Number(value));
  return types.isDate(value) ? apply(getTime, value, []) : NaN;
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
