// A whole number as the value of a flag.

import { formatCount } from '../model/format-units.js';
import { UsageError } from './exit-codes.js';

/** @throws UsageError where the text is none, or out of range */
export function parseWholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${flag} ${text} is no whole number from ${formatCount(least)} to ${formatCount(most)}.`);
}
