// Who it was that a feed was silent, or left numbers out. `docs/reference/report.md` has the rule and its limits in words.
//
// What is not known accuses nobody.

import { type FeedCause, LEAST_SILENCE_NANOS } from '../../model/record/feed-rows.js';

/** What is known of the time between two events of a feed. NaN where something is not known. */
export interface FeedEvidence {
  /** From the one to the other. */
  readonly nanos: number;
  /** How much of it the event loop was held, in stretches of 10 ms or more. */
  readonly heldNanos: number;
  /** Whether the connection was replaced; `undefined` where connections are not seen. */
  readonly hasReconnected: boolean | undefined;
  /** How old the second one was when it came, and what is usual. */
  readonly ageNanos: number;
  readonly usualAgeNanos: number;
}

export function causeOfSilence(evidence: FeedEvidence): FeedCause {
  const { nanos, heldNanos, hasReconnected, ageNanos, usualAgeNanos } = evidence;
  if (heldNanos >= nanos / 2) return 'loop';
  if (hasReconnected === true) return 'network';
  // Exchange times that are as coarse as the silence is long say nothing.
  if (!(usualAgeNanos <= nanos / 4)) return 'unknown';
  if (ageNanos <= nanos / 4) return 'feed';
  // It was sent at the silence's begin. Where the loop may have been held just as long, that was not the network alone.
  return ageNanos >= nanos / 2 && heldNanos < nanos / 4 ? 'network' : 'unknown';
}

/** Of numbers that were left out, whether there was a silence or not: what was sent on one connection comes in or ends it. */
export function causeOfGap({ nanos, heldNanos, hasReconnected }: FeedEvidence): FeedCause {
  if (heldNanos >= Math.max(LEAST_SILENCE_NANOS, nanos / 2)) return 'loop';
  if (hasReconnected === undefined) return 'unknown';
  return hasReconnected ? 'network' : 'feed';
}
