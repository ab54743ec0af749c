// `--last` and `--since` as a window of time.

import { notADuration, parseDuration } from '../config/duration.js';
import type { TimeWindow } from '../record-file/time-window.js';
import { MILLISECOND, type UnixMilliseconds } from '../model/units.js';
import { UsageError } from './exit-codes.js';

export interface TimeOptions {
  readonly last?: string | undefined;
  readonly since?: string | undefined;
}

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/;

/** @throws UsageError where a value is no time, or both are given */
export function timeWindow({ last, since }: TimeOptions, nowUnixMillis: number): TimeWindow | undefined {
  if (last !== undefined && since !== undefined) {
    throw new UsageError(`--last ${last} and --since ${since} ask for two windows. Give one of them.`);
  }
  if (last !== undefined) {
    const lastNanos = parseDuration(last);
    if (lastNanos === undefined) throw new UsageError(notADuration('--last', last));
    return { option: `--last ${last}`, lastNanos };
  }
  if (since === undefined) return undefined;
  const sinceUnixMillis = momentOf(since, nowUnixMillis);
  if (sinceUnixMillis === undefined) {
    throw new UsageError(
      `--since ${since} is neither a time nor a duration. Use for example --since 2026-11-23T14:02:10Z, or --since 2h for two hours ago.`,
    );
  }
  return { option: `--since ${since}`, sinceUnixMillis };
}

/** Without a zone it is UTC, as all times are that reports print. */
function momentOf(text: string, nowUnixMillis: number): UnixMilliseconds | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return (nowUnixMillis - ago / MILLISECOND) as UnixMilliseconds;
  const iso = ISO_TIME.exec(text);
  if (iso === null) return undefined;
  const zoned = text.length > 10 && iso.groups?.['zone'] === undefined ? `${text}Z` : text;
  const millis = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(millis) ? undefined : (millis as UnixMilliseconds);
}
