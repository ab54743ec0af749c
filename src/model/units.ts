// Units of everything that is measured. A bare `number` never leaves a function that deals with time.

/** Monotonic time or a difference of it, in integer nanoseconds. Exact up to 2^53 ns, 104 days. */
export type Nanoseconds = number & { readonly unit: 'ns' };

/** Two monotonic times, the first not after the second. */
export interface TimeSpan {
  readonly fromNanos: number;
  readonly toNanos: number;
}

/** Wall-clock time in milliseconds since 1970. */
export type UnixMilliseconds = number & { readonly unit: 'unix ms' };

/** A share of a whole, from 0 to 1. */
export type Share = number & { readonly unit: 'share' };

/** Memory, in bytes. */
export type Bytes = number & { readonly unit: 'bytes' };

export const MICROSECOND = 1_000 as Nanoseconds;
export const MILLISECOND = 1_000_000 as Nanoseconds;
export const SECOND = 1_000_000_000 as Nanoseconds;
export const MINUTE = (60 * SECOND) as Nanoseconds;
export const HOUR = (60 * MINUTE) as Nanoseconds;
export const MEGABYTE = 1_000_000 as Bytes;
