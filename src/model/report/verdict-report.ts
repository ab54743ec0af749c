// What the report says on top: of what kind the trouble is, who is blamed, and what that rests on.

import type { OperationName } from '../operation.js';
import type { Nanoseconds, Share } from '../units.js';

/**
 * The first that is true, of the ticks after warm-up; of all where those are too few.
 *
 * - `cannot-keep-up`: ticks arrive faster than they end, or the event loop is busy and events are handled ever later
 * - `no-ticks`: nothing was recognised as a tick
 * - `starts-late`: with the wait before the handler, p95 is over the budget, the ticks themselves are within it or take less than half of that,
 *   and a wait leads the ranking
 * - `takes-long` / `waits`: P1 fails, and the leader of the ranking is code that runs / something that the tick waits for
 * - `within-budget`: P1 passes
 * - `sample`: the report is made from stored traces, which are some of all ticks: what leads in these, and no judgement
 */
export type VerdictKind =
  | 'cannot-keep-up'
  | 'no-ticks'
  | 'starts-late'
  | 'takes-long'
  | 'waits'
  | 'within-budget'
  | 'sample';

export interface ReportVerdict {
  readonly kind: VerdictKind;
  /** One to three plain sentences, with the evidence. */
  readonly text: string;
  /** What the verdict blames: the first of the ranking; absent where nothing is. */
  readonly leader?: OperationName & { readonly location?: string };
  /** What it rests on; absent where no tick has ended. */
  readonly evidence?: VerdictEvidence;
}

export interface VerdictEvidence {
  /** Those after warm-up, or all where those are too few. */
  readonly ticks: number;
  /** Whether only the warm-up was seen, or too few ticks after it. */
  readonly onlyWarmup: boolean;
  readonly underTargetShare: Share;
  readonly p95Nanos: Nanoseconds;
  /** With the wait before the handler, at most, where that is known. */
  readonly responseP95Nanos: Nanoseconds;
  /** Trace id of the slowest tick that was kept; absent where none was. */
  readonly exemplar?: string;
}
