// Whether the program cannot keep up: ticks that do not end, or events that wait longer and longer while the event loop is busy.
//
// The two rules of the report's verdict, on the same limits.

import { formatCount, formatDuration, formatShare, withoutZeros } from '../../model/format-units.js';
import { FALLING_BEHIND, OVERLOAD_EXCESS, OVERLOAD_WINDOW_NANOS, OVERLOAD_WINDOWS } from '../../model/targets.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import type { Verdict } from './alert.js';
import type { Change, History } from './history.js';
import { OVERLOAD_LEAST_TICKS } from './limits.js';
import { BOUND, BOUND_TIME, ENDED, LOOP_ACTIVE_TIME, LOOP_IDLE_TIME, STAMPED, STAMPED_TIME, STARTED } from './sums.js';

/** @returns `undefined` where less than three windows of 10 s are known, or they have too few ticks */
export function overload(history: History): Verdict | undefined {
  const windows = history.windows(OVERLOAD_WINDOW_NANOS, OVERLOAD_WINDOWS);
  if (windows === undefined || windows.some((window) => window.of(STARTED) < OVERLOAD_LEAST_TICKS)) return undefined;
  const [started, ended] = [STARTED, ENDED].map((place) => windows.reduce((sum, window) => sum + window.of(place), 0));
  const counts = (): string =>
    `${formatCount(ended ?? 0)} of ${formatCount(started ?? 0)} ticks ended in ${timeOf(windows)}`;
  if (windows.every((window) => window.of(STARTED) > window.of(ENDED) * (1 + OVERLOAD_EXCESS))) {
    return { fires: true, text: counts };
  }
  return fallingBehind(windows) ?? { fires: false, text: counts };
}

/** @returns `undefined` where it does not fall behind */
function fallingBehind(windows: readonly Change[]): Verdict | undefined {
  const busy = windows.map(
    (window) => window.of(LOOP_ACTIVE_TIME) / (window.of(LOOP_ACTIVE_TIME) + window.of(LOOP_IDLE_TIME)),
  );
  const mean = busy.reduce((sum, share) => sum + share, 0) / busy.length;
  if (!(mean >= FALLING_BEHIND.busyShare) || busy.some((share) => share < FALLING_BEHIND.leastBusyShare))
    return undefined;
  const waits = meanWaits(windows, STAMPED, STAMPED_TIME) ?? meanWaits(windows, BOUND, BOUND_TIME);
  if (waits === undefined) return undefined;
  const [first = 0, ...others] = waits;
  const isGrowing = others.every((wait, at) => {
    return wait - (waits[at] as number) > FALLING_BEHIND.growth * (windows[at + 1] as Change).nanos;
  });
  if (!isGrowing) return undefined;
  const last = waits.at(-1) as number;
  const text = (): string =>
    `events wait ${timeText(last)} for their tick, ${timeText(first)} before, and the event loop is busy for ${formatShare(mean as Share)} of the time`;
  return { fires: true, text };
}

/** @returns `undefined` where one of them has too few events of which the wait is known */
function meanWaits(windows: readonly Change[], counts: number, times: number): number[] | undefined {
  const isKnown = windows.every((window) => window.of(counts) >= FALLING_BEHIND.leastEvents);
  return isKnown ? windows.map((window) => window.of(times) / window.of(counts)) : undefined;
}

function timeText(nanos: number): string {
  return withoutZeros(formatDuration(nanos as Nanoseconds));
}

function timeOf(windows: readonly Change[]): string {
  return timeText(windows.reduce((sum, window) => sum + window.nanos, 0));
}
