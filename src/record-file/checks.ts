// Small checks for data that somebody else wrote: each tells whether a value has a type of the model.

import type { BucketArrayData } from '../model/histogram/bucket-array.js';
import type { HistogramData } from '../model/histogram/exponential-histogram.js';

export type Check<Value> = (value: unknown) => value is Value;

type OptionalFields<Row> = { [Field in keyof Row]-?: object extends Pick<Row, Field> ? Field : never }[keyof Row];
type RequiredFields<Row> = Exclude<keyof Row, OptionalFields<Row>>;

/** A unit is a name for the reader: any number will do. */
type WithoutUnit<Value> = Value extends number ? number : Value;

/** An object whose fields pass; fields that are not listed may be there. */
export function shape<Row extends object>(
  required: { readonly [Field in RequiredFields<Row>]: Check<WithoutUnit<Row[Field]>> },
  optional: { readonly [Field in OptionalFields<Row>]: Check<WithoutUnit<Exclude<Row[Field], undefined>>> },
): Check<Row> {
  const needed = Object.entries<Check<unknown>>(required);
  const allowed = Object.entries<Check<unknown>>(optional);
  return (value): value is Row => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = value as Readonly<Record<string, unknown>>;
    return (
      needed.every(([name, check]) => Object.hasOwn(fields, name) && check(fields[name])) &&
      allowed.every(([name, check]) => !Object.hasOwn(fields, name) || check(fields[name]))
    );
  };
}

export function listOf<Item>(check: Check<Item>, most: number = Infinity): Check<readonly Item[]> {
  return (value): value is readonly Item[] => Array.isArray(value) && value.length <= most && value.every(check);
}

export function oneOf<const Choice>(choices: readonly Choice[]): Check<Choice> {
  return (value): value is Choice => (choices as readonly unknown[]).includes(value);
}

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isAmount = (value: unknown): value is number => isNumber(value) && value >= 0;
export const isDecimal = (value: unknown): value is string => isText(value) && /^\d{1,20}$/.test(value);

/** Beyond this, JavaScript has no dates. */
const LAST_DATE_MILLIS = 8.64e15;

export const isUnixMillis = (value: unknown): value is number => isAmount(value) && value <= LAST_DATE_MILLIS;

export function integerBetween(least: number, most: number): Check<number> {
  return (value): value is number => isNumber(value) && Number.isInteger(value) && value >= least && value <= most;
}

/** Scale 6 has 3,392 buckets in all; without a bound one number could ask for any amount of memory. */
export const BUCKETS = 4_096;

export const isBuckets: Check<BucketArrayData> = shape<BucketArrayData>(
  { offset: integerBetween(-BUCKETS, BUCKETS), values: listOf(isAmount, BUCKETS) },
  {},
);

export function isHistogram(scale: HistogramData['scale']): Check<HistogramData> {
  return shape<HistogramData>(
    {
      scale: oneOf([scale]),
      count: isAmount,
      sumNanos: isAmount,
      minNanos: isAmount,
      maxNanos: isAmount,
      zeroCount: isAmount,
      buckets: isBuckets,
    },
    {},
  );
}
