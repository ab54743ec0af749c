// The list of detectors, and what the report has of them.

import type { ReportFinding } from '../../model/report/report.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import { busyTimers } from './busy-timers.js';
import { cacheMisses } from './cache-misses.js';
import { collectionsInTicks } from './collections-in-ticks.js';
import type { Detected, Detector, DetectorInput } from './detector.js';
import { faultyFeeds } from './faulty-feeds.js';
import { growingMemory } from './growing-memory.js';
import { heldLoop } from './held-loop.js';
import { loggingInTicks } from './logging-in-ticks.js';
import { memoisableFunctions } from './memoisable-functions.js';
import { modulesLoadedInTicks } from './modules-loaded-in-ticks.js';
import { newConnections } from './new-connections.js';
import { nothingMeasures } from './nothing-measures.js';
import { poolTooSmall } from './pool-too-small.js';
import { queriesInALoop } from './queries-in-a-loop.js';
import { rateLimitedCalls } from './rate-limited-calls.js';
import { readsInEveryTick } from './reads-in-every-tick.js';
import { regularExpressionsInTicks } from './regular-expressions-in-ticks.js';
import { repeatedIndicators } from './repeated-indicators.js';
import { sequentialStatements } from './sequential-statements.js';
import { slowStatements } from './slow-statements.js';
import { synchronousCalls } from './synchronous-calls.js';
import { threadPoolWaits } from './thread-pool-waits.js';
import { wholeWindowIndicators } from './whole-window-indicators.js';
import { writesInEveryTick } from './writes-in-every-tick.js';

export const DETECTORS: readonly Detector[] = [
  busyTimers,
  cacheMisses,
  collectionsInTicks,
  faultyFeeds,
  growingMemory,
  heldLoop,
  loggingInTicks,
  memoisableFunctions,
  modulesLoadedInTicks,
  newConnections,
  nothingMeasures,
  poolTooSmall,
  queriesInALoop,
  rateLimitedCalls,
  readsInEveryTick,
  regularExpressionsInTicks,
  repeatedIndicators,
  sequentialStatements,
  slowStatements,
  synchronousCalls,
  threadPoolWaits,
  wholeWindowIndicators,
  writesInEveryTick,
];

/** Of the time of slow ticks. */
const HIGH_SHARE = 0.2;
const MEDIUM_SHARE = 0.05;

/** A finding with the share that it is ordered by. */
interface Weighed {
  readonly finding: ReportFinding;
  readonly share: number;
}

/** @returns what all detectors found, the largest gain first, then the largest share. One that throws is a finding itself */
export function detectAll(input: DetectorInput, detectors: readonly Detector[] = DETECTORS): ReportFinding[] {
  return detectors
    .flatMap((detector) => detectWith(detector, input))
    .toSorted(
      ({ finding: left, share: leftShare }, { finding: right, share: rightShare }) =>
        (right.gainNanos ?? 0) - (left.gainNanos ?? 0) || rightShare - leftShare || (left.id < right.id ? -1 : 1),
    )
    .map(({ finding }) => finding);
}

function detectWith(detector: Detector, input: DetectorInput): Weighed[] {
  try {
    return detector.detect(input).map((detected) => weighed(detector, detected, input.slowTickNanos));
  } catch (error) {
    return [
      weighed(detector, {
        evidence: { error: String(error) },
        advice:
          'This is an error of Tickscope, and says nothing about your program: please report it. All other findings stand.',
      }),
    ];
  }
}

/** Where even slow ticks are within their budget, nothing has to be repaired, whatever share it has. */
function severityOf(share: number, slowTickNanos: number): ReportFinding['severity'] {
  if (slowTickNanos < TICK_TARGET_NANOS) return 'low';
  if (share >= HIGH_SHARE) return 'high';
  return share >= MEDIUM_SHARE ? 'medium' : 'low';
}

function weighed({ id, title }: Detector, detected: Detected, slowTickNanos = Infinity): Weighed {
  const { share = 0, severity = severityOf(share, slowTickNanos), ...rest } = detected;
  return { share, finding: { id, title, severity, ...rest } };
}
