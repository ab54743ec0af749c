import * as fc from 'fast-check';
import type { Bytes, Nanoseconds, Share } from '../../src/model/units.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMean,
  formatShare,
  formatTime,
  withoutZeros,
} from '../../src/model/format-units.js';

it.each([
  [0, '0 ns'],
  [1, '1 ns'],
  [999, '999 ns'],
  [1_000, '1.00 µs'],
  [1_234, '1.23 µs'],
  [12_345, '12.3 µs'],
  [123_456, '123 µs'],
  [999_499, '999 µs'],
  [999_999, '1.00 ms'],
  [9_999_999, '10.0 ms'],
  [1.5e9, '1.50 s'],
  [119.4e9, '119 s'],
  [120e9, '2.00 min'],
  [312e9, '5.20 min'],
  [2.5 * 3.6e12, '2.50 h'],
  [72 * 3.6e12, '3.00 d'],
])('%d ns reads %s', (nanos, text) => {
  expect(formatDuration(nanos as Nanoseconds)).toBe(text);
});

it('keeps three significant digits of any duration', () => {
  const units: Record<string, number> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3.6e12, d: 86.4e12 };
  fc.assert(
    fc.property(fc.maxSafeNat(), (nanos) => {
      const [amount = '', unit = ''] = formatDuration(nanos as Nanoseconds).split(' ');
      const read = Number(amount.replaceAll(',', '')) * (units[unit] ?? Number.NaN);
      expect(Math.abs(read - nanos)).toBeLessThanOrEqual(nanos * 0.005);
    }),
  );
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [84_123_456, '84.1 MB'],
  [-12_300, '-12.3 kB'],
  [3.2e9, '3.20 GB'],
])('%d bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes as Bytes)).toBe(text);
});

it.each([
  [0, '0.0 %'],
  [0.0004, '<0.1 %'],
  [0.57, '57.0 %'],
  [0.94999, '94.9 %'],
  [0.95, '95.0 %'],
  [0.99999, '99.9 %'],
  [1, '100.0 %'],
])('a share of %d reads %s', (share, text) => {
  expect(formatShare(share as Share)).toBe(text);
});

it('writes counts, means and times as people do', () => {
  expect(formatCount(12_408)).toBe('12,408');
  expect([0, 0.25, 1.004, 12, 1_240].map(formatMean)).toEqual(['0', '0.25', '1.00', '12.0', '1,240']);
  expect(formatTime('2026-11-23T14:02:10.123Z')).toBe('2026-11-23 14:02:10 UTC');
  expect(formatTime('yesterday')).toBe('yesterday');
});

it.each([
  ['10.0 ms', '10 ms'],
  ['95.0 %', '95 %'],
  ['1.00 ms', '1 ms'],
  ['100 MB', '100 MB'],
  ['1.50 s', '1.50 s'],
])('%s without idle zeros is %s', (formatted, text) => {
  expect(withoutZeros(formatted)).toBe(text);
});
