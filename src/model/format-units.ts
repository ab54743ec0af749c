// How numbers are written, in tables and in sentences: three significant digits and a unit that people know.

import type { Bytes, Nanoseconds, Share } from './units.js';

/** The largest first; a unit is used from this many nanoseconds on. */
const DURATION_UNITS = [
  { from: 48 * 3.6e12, size: 24 * 3.6e12, unit: 'd' },
  { from: 2 * 3.6e12, size: 3.6e12, unit: 'h' },
  { from: 120e9, size: 60e9, unit: 'min' },
  { from: 1e9, size: 1e9, unit: 's' },
  { from: 1e6, size: 1e6, unit: 'ms' },
  { from: 1e3, size: 1e3, unit: 'µs' },
  { from: 0, size: 1, unit: 'ns' },
];

const BYTE_UNITS = [
  { from: 1e9, size: 1e9, unit: 'GB' },
  { from: 1e6, size: 1e6, unit: 'MB' },
  { from: 1e3, size: 1e3, unit: 'kB' },
  { from: 0, size: 1, unit: 'B' },
];

/** `412 ns`, `1.31 ms`, `5.20 min`. */
export function formatDuration(nanos: Nanoseconds): string {
  return withUnit(nanos, DURATION_UNITS);
}

/** `84.1 MB`; in thousands, as targets are. */
export function formatBytes(bytes: Bytes): string {
  return withUnit(bytes, BYTE_UNITS);
}

/** `41.2 %`, rounded down: a share below a limit never reads as the limit, and one that is something never as nothing. */
export function formatShare(share: Share): string {
  // Without the small addition 0.57 is 56.9 %, because of the fraction that a double keeps of it.
  const percent = Math.floor(share * 1_000 + 1e-9) / 10;
  return percent === 0 && share > 0 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}

/** A limit or a step without its idle zeros: `10 ms` for `10.0 ms`, `95 %` for `95.0 %`. */
export function withoutZeros(formatted: string): string {
  return formatted.replace(/\.0+ /, ' ');
}

/** `12,408`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** A mean of counts, or a rate: `0.25`, `12.0`, `1,240`. */
export function formatMean(mean: number): string {
  return significant(mean);
}

/** ISO 8601 as `2026-11-23 14:02:10 UTC`; anything else as it stands. */
export function formatTime(iso: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso) ?? [];
  return date === undefined || time === undefined ? iso : `${date} ${time} UTC`;
}

function withUnit(amount: number, units: readonly { from: number; size: number; unit: string }[]): string {
  // Rounded first: 999,999 ns are `1.00 ms` and not `1,000 µs`.
  const rounded = Number(amount.toPrecision(3));
  const { size, unit } = units.find(({ from }) => Math.abs(rounded) >= from) ?? { size: 1, unit: '' };
  return `${size === 1 ? formatCount(amount) : significant(amount / size)} ${unit}`;
}

function significant(amount: number): string {
  const digits = Math.abs(Number(amount.toPrecision(3)));
  const decimals = digits === 0 || digits >= 100 ? 0 : digits >= 10 ? 1 : 2;
  return amount.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
