// Durations as people write them: `10m`, `1.5h`, `500us`.

import { MICROSECOND, MILLISECOND, MINUTE, type Nanoseconds, SECOND } from '../model/units.js';

const UNITS: Readonly<Record<string, Nanoseconds>> = {
  us: MICROSECOND,
  µs: MICROSECOND,
  ms: MILLISECOND,
  s: SECOND,
  m: MINUTE,
  h: (60 * MINUTE) as Nanoseconds,
  d: (24 * 60 * MINUTE) as Nanoseconds,
};

export const DURATION: RegExp = /^(?<amount>\d{1,9}(?:\.\d{1,9})?)(?<unit>us|µs|ms|s|m|h|d)$/;

/** @returns a duration over zero; `undefined` where the text is none */
export function parseDuration(text: string): Nanoseconds | undefined {
  const { amount, unit } = DURATION.exec(text.trim())?.groups ?? {};
  const nanos = Math.round(Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN));
  return nanos > 0 ? (nanos as Nanoseconds) : undefined;
}

/** Why a flag's value was refused; `name` is the flag. */
export function notADuration(name: string, value: string): string {
  return `${name} ${value} is not a duration. Use a number and s, m, h or d, for example ${name} 10m.`;
}
