// Bucket boundaries of exponential histograms, exact in integer nanoseconds.
//
// Bucket i of scale s covers (2^(i/2^s), 2^((i+1)/2^s)] seconds: the buckets of OTLP exponential histograms and, with an
// index one higher, of Prometheus native histograms. https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
// For an integer v, `v <= boundary` and `v <= floor(boundary)` are the same, so a table of floors decides every case.

import type { Nanoseconds } from './units.js';

/** Scale 6 (relative error 0.54 %) for ticks and waits, scale 4 (2.2 %) for operations and matrix columns. */
export type HistogramScale = 4 | 6;

/** Below 2^-30 s lies no integer nanosecond but 0; 2^23 s is 97 days, just under the range of `Nanoseconds`. */
const LOWEST_EXPONENT = -30;
const HIGHEST_EXPONENT = 23;
const LOG2_OF_ONE_SECOND = Math.log2(1e9);

const tables = new Map<HistogramScale, Float64Array>();

function floorBoundary(scale: HistogramScale, index: number): number {
  const steps = 2 ** scale;
  const approximate = 1e9 * 2 ** ((index + 1) / steps);
  const nearest = Math.round(approximate);
  // A double is right to about 2e-16; only a boundary this near to an integer needs the exact comparison.
  if (Math.abs(approximate - nearest) > approximate * 1e-14 + 1e-9) return Math.floor(approximate);
  return reaches(scale, index, nearest) ? nearest : nearest - 1;
}

/** Whether 2^((index+1)/2^scale) seconds >= nanos, decided in integers by raising both sides to the power 2^scale. */
function reaches(scale: HistogramScale, index: number, nanos: number): boolean {
  const steps = 2n ** BigInt(scale);
  const exponent = BigInt(index + 1);
  let left = 10n ** (9n * steps);
  let right = BigInt(nanos) ** steps;
  if (exponent >= 0n) left <<= exponent;
  else right <<= -exponent;
  return left >= right;
}

function boundaries(scale: HistogramScale): Float64Array {
  let table = tables.get(scale);
  if (table === undefined) {
    const steps = 2 ** scale;
    table = Float64Array.from({ length: (HIGHEST_EXPONENT - LOWEST_EXPONENT) * steps }, (_, position) =>
      floorBoundary(scale, LOWEST_EXPONENT * steps + position),
    );
    tables.set(scale, table);
  }
  return table;
}

/** The largest integer nanosecond in bucket `index`. */
export function bucketUpperNanos(scale: HistogramScale, index: number): Nanoseconds {
  return boundaries(scale)[index - LOWEST_EXPONENT * 2 ** scale] as Nanoseconds;
}

/** The geometric middle of a bucket, rounded to a nanosecond: its relative error is half the bucket's width. */
export function bucketMiddleNanos(scale: HistogramScale, index: number): Nanoseconds {
  return Math.round(1e9 * 2 ** ((index + 0.5) / 2 ** scale)) as Nanoseconds;
}

/** The index of the bucket that holds `nanos`; values under 1 ns have none, values beyond the range take the last one. */
export function bucketIndex(scale: HistogramScale, nanos: number): number {
  const table = boundaries(scale);
  const steps = 2 ** scale;
  let position = Math.ceil((Math.log2(nanos) - LOG2_OF_ONE_SECOND) * steps) - 1 - LOWEST_EXPONENT * steps;
  if (position >= table.length) return table.length - 1 + LOWEST_EXPONENT * steps;
  if (position < 0) position = 0;
  // The logarithm is off by one at most, and only beside a boundary.
  while (position > 0 && nanos <= (table[position - 1] as number)) position--;
  while (position < table.length - 1 && nanos > (table[position] as number)) position++;
  return position + LOWEST_EXPONENT * steps;
}
