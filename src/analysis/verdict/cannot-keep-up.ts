// The sentence on a program that cannot keep up with its feed.

import { formatDuration, formatMean, formatShare } from '../../model/format-units.js';
import type { ProcessInfo } from '../../model/record/record-segment.js';
import { SECOND } from '../../model/units.js';
import { processText } from '../wording.js';
import type { FallingBehind } from './falling-behind.js';
import type { Overload } from './overload.js';

/** @returns `undefined` where it can */
export function cannotKeepUpText(
  behind: FallingBehind | undefined,
  overload: Overload | undefined,
  processes: readonly ProcessInfo[],
): string | undefined {
  if (behind !== undefined) return behindText(behind, processes);
  return overload === undefined ? undefined : overloadText(overload, processes);
}

function behindText(behind: FallingBehind, processes: readonly ProcessInfo[]): string {
  const { grew, fromNanos, toNanos, durationNanos, busyShare, process } = behind;
  return (
    `Cannot keep up: the event loop of ${processText(process, processes)} was busy for ${formatShare(busyShare)} of ` +
    `${formatDuration(durationNanos)}, and events were handled ever later: their mean ${grew} grew from ` +
    `${formatDuration(fromNanos)} to ${formatDuration(toNanos)}.`
  );
}

function overloadText(overload: Overload, processes: readonly ProcessInfo[]): string {
  const seconds = overload.durationNanos / SECOND;
  return (
    `Cannot keep up: ticks arrive faster than they end, ${formatMean(overload.ticksStarted / seconds)} started against ` +
    `${formatMean(overload.ticksEnded / seconds)} ended per second over ${formatDuration(overload.durationNanos)}, ` +
    `in ${processText(overload.process, processes)}. Operations that wait are not to blame for that: ` +
    'look for what keeps the processor busy, or let fewer ticks in.'
  );
}
