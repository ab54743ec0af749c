// Differences, as tables and sentences write them.

import { formatBytes, formatDuration, formatMean, formatShare } from '../model/format-units.js';
import type { ComparedUnit } from '../model/report/comparison-report.js';
import type { Bytes, Nanoseconds, Share } from '../model/units.js';

/** `+12.4 %`, `-3.0 %`, `0.0 %`. */
export function changeText(share: number): string {
  const percent = Math.abs(share * 100).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const sign = percent === '0.0' ? '' : share > 0 ? '+' : '-';
  return `${sign}${percent} %`;
}

export function inComparedUnit(value: number, unit: ComparedUnit): string {
  if (unit === 'nanoseconds') return formatDuration(Math.round(value) as Nanoseconds);
  if (unit === 'bytes') return formatBytes(Math.round(value) as Bytes);
  return unit === 'share' ? formatShare(value as Share) : formatMean(value);
}

/** `+1.20 ms`. */
export function movedText(nanos: number): string {
  const text = formatDuration(Math.round(Math.abs(nanos)) as Nanoseconds);
  return `${Math.round(nanos) === 0 ? '' : nanos > 0 ? '+' : '-'}${text}`;
}
