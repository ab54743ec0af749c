// Why the times of a run say little of the program: somebody else had the machine, Tickscope was most of it, or ticks are missing.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { Share } from '../../model/units.js';

/** A percentile of fewer is chance. */
const LEAST_TICKS = 100;
/** Share of the busy time. Above it, the times depend on what other programs did. */
const MOST_STANDING_SHARE = 0.2;
/** Of the durations of ticks. */
const MOST_OVERHEAD_SHARE = 0.5;
/** Of all ticks. */
const MOST_MISSING_SHARE = 0.01;

/** A synchronous call waits on purpose, and hides what the machine did meanwhile. */
const STANDING_FINDING = 'synchronous-calls';

/** @returns one sentence each, without a full stop; empty where nothing speaks against the times */
export function doubtsOf({ ticks, overhead, processor, losses, findings, source }: Report): string[] {
  const doubts: string[] = [];
  if (ticks.count < LEAST_TICKS) {
    doubts.push(`${formatCount(ticks.count)} ticks ended, and it takes ${LEAST_TICKS} to say how long they take`);
  }
  if (source !== undefined) doubts.push('stored traces are some of all ticks');
  const { standingShare = 0 } = processor ?? {};
  if (standingShare > MOST_STANDING_SHARE && findings.every(({ id }) => id !== STANDING_FINDING)) {
    doubts.push(
      `${formatShare(standingShare as Share)} of the time in which the event loop was busy, nothing of the program ran: the machine had other work`,
    );
  }
  if (overhead.insideTickShare > MOST_OVERHEAD_SHARE) {
    doubts.push(`${formatShare(overhead.insideTickShare)} of the durations of ticks is Tickscope's own work`);
  }
  const missing = losses.find(({ cause }) => cause === 'ticks_in_missing_segments')?.count ?? 0;
  if (missing > MOST_MISSING_SHARE * (ticks.count + missing)) {
    doubts.push(`${formatCount(missing)} ticks are in segments that are missing`);
  }
  return doubts;
}
