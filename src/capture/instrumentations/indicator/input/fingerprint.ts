// Tells whether two inputs are the same by a keyed hash: of a few of their values, never the values themselves.
//
// The cost does not depend on the length: of a series, its length and five values are looked at, the first and the last
// among them; of a series of candles, three. Two series that agree in those and differ between count as the same.

import { mix, mixNumber } from '../../../../model/keyed-hash.js';
import { random } from '../../../../primordials.js';
import { plainField, refuseProxy } from './plain-fields.js';

/** Of a series of numbers, less one: a power of two, so that the last place is met exactly. */
const STEPS = 4;
/** Of a series of candles, each of which has many values. */
const CANDLE_STEPS = 2;
/** Of one candle, or of one result. */
const FIELDS = 6;
/** Characters of a price that is a text. */
const CHARACTERS = 16;

/** Where every hash begins: elsewhere in every process. */
export const KEY: number = Math.floor(random() * 2 ** 32) | 0;

/** Kinds of values that must not be taken for each other. */
const NOTHING = 0x6e;
const TEXT = 0x74;
const SERIES = 0x73;
const OBJECT = 0x6f;

/**
 * An argument or a result. What is neither number, text nor object has its kind alone.
 *
 * @throws where something of it is an accessor or a proxy
 */
export function mixValue(hash: number, value: unknown): number {
  if (typeof value === 'number') return mixNumber(hash, value);
  if (typeof value === 'string') return mixText(mix(hash, TEXT), value);
  if (typeof value === 'boolean') return mix(hash, value ? 1 : 2);
  if (typeof value !== 'object' || value === null) return mix(hash, NOTHING);
  refuseProxy(value);
  return Array.isArray(value) ? mixNumbers(hash, value) : mixFields(mix(hash, OBJECT), value);
}

/** @param series an array or a typed array: of numbers, or of candles, which are objects or arrays themselves */
export function mixSeries(hash: number, series: ArrayLike<unknown>): number {
  const last = series.length - 1;
  if (typeof series[last] !== 'object') return mixNumbers(hash, series);
  let mixed = mix(mix(hash, SERIES), last);
  const steps = Math.min(CANDLE_STEPS, last);
  for (let step = 0; step <= steps; step++) mixed = mixValue(mixed, series[((step * last) / steps) | 0]);
  return mixed;
}

/** Numbers, or texts of them. */
function mixNumbers(hash: number, series: ArrayLike<unknown>): number {
  const last = series.length - 1;
  let mixed = mix(mix(hash, SERIES), last);
  const steps = last < STEPS ? last : STEPS;
  for (let step = 0; step <= steps; step++) {
    const value = series[((step * last) / steps) | 0];
    if (typeof value === 'number') mixed = mixNumber(mixed, value);
    else if (typeof value === 'string') mixed = mixText(mixed, value);
  }
  return mixed;
}

/** By its length and both its ends: names of one call hardly ever agree in all three. */
export function mixKey(hash: number, key: string): number {
  return mix(hash, key.length | (key.charCodeAt(0) << 8) | (key.charCodeAt(key.length - 1) << 20));
}

function mixText(hash: number, text: string): number {
  let mixed = mix(hash, text.length);
  for (let at = 0; at < text.length && at < CHARACTERS; at++) mixed = mix(mixed, text.charCodeAt(at));
  return mixed;
}

/** Numbers and texts only; what they hold further down is not looked at. */
function mixFields(hash: number, fields: object): number {
  let mixed = hash;
  let left = FIELDS;
  for (const key in fields) {
    if (left-- === 0) break;
    const value = plainField(fields, key);
    if (typeof value === 'number') mixed = mixNumber(mixed, value);
    else if (typeof value === 'string') mixed = mixText(mixed, value);
  }
  return mixed;
}
