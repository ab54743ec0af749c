// Whether all that an input or a result has is in its hash: where something is not read, two may be taken for one.
//
// Of a series a few values are read, so only their kind is asked: numbers, texts, or candles of a few of them.

import { KEY, mixKey, mixSeries, mixValue } from './fingerprint.js';
import { plainField, refuseProxy } from './plain-fields.js';

/** As many as `SeriesInput` reads. */
const ARGUMENTS = 6;
const FIELDS = 16;
/** As many as are read of a candle. */
const CANDLE_FIELDS = 6;

type Fields = Readonly<Record<string, unknown>>;

/** @throws where something of it is an accessor or a proxy */
export function isReadWhole(args: readonly unknown[]): boolean {
  return (
    args.length <= ARGUMENTS && args.every((value) => isPlain(value) || isSeriesRead(value) || areFieldsRead(value))
  );
}

/**
 * @returns undefined for a result of another kind: a promise, an instance, nothing at all
 * @throws where something of it is an accessor or a proxy
 */
export function resultHash(result: unknown): number | undefined {
  if (result === undefined) return undefined;
  if (isPlain(result)) return mixValue(KEY, result);
  if (isSeriesRead(result)) return mixSeries(KEY, result);
  if (!areFieldsRead(result)) return undefined;
  let hash = KEY;
  for (const name of Object.keys(result)) {
    const value = plainField(result, name);
    const key = mixKey(KEY, name);
    hash = (hash + (isSeriesRead(value) ? mixSeries(key, value) : mixValue(key, value))) | 0;
  }
  return hash;
}

function isPlain(value: unknown): boolean {
  return value === undefined || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

function isSeriesRead(value: unknown): value is ArrayLike<unknown> {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  if (!Array.isArray(value)) return false;
  refuseProxy(value);
  const first: unknown = value[0];
  const last: unknown = value[value.length - 1];
  return (isPlain(first) || isCandleRead(first)) && (isPlain(last) || isCandleRead(last));
}

function areFieldsRead(value: unknown): value is Fields {
  const fields = fieldsOf(value);
  return fields !== undefined && fields.length <= FIELDS && fields.every((each) => isPlain(each) || isSeriesRead(each));
}

function isCandleRead(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'number' || typeof each === 'string');
  const fields = fieldsOf(value);
  return fields !== undefined && fields.length <= CANDLE_FIELDS && fields.every(isPlain);
}

/** Of an object without a class. */
function fieldsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  refuseProxy(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  return Object.keys(value).map((name) => plainField(value, name));
}
