// What changed between two versions of a program: `tickscope.comparison/1`. Made from reports alone.

import type { Machine } from '../machine.js';
import type { OperationKind } from '../operation.js';
import type { ReportFinding } from './report.js';
import type { Nanoseconds, Share } from '../units.js';

export const COMPARISON_SCHEMA = 'tickscope.comparison/1';

/**
 * - `one run each`: a difference, and nothing that says how sure it is
 * - `runs`: several runs a side, in no order
 * - `pairs`: the runs of one place were made next to each other
 */
export type ComparisonBasis = 'one run each' | 'runs' | 'pairs';

/** `not judged`: the runs are too few for any change to be shown, the measure is missing in some of them, or the sides ran on different machines. */
export type ComparedVerdict = 'faster' | 'slower' | 'less' | 'more' | 'no change shown' | 'not judged';

export type ComparedUnit = 'nanoseconds' | 'bytes' | 'share' | 'count';

/** One measure of both sides. Values are medians over the runs of a side. */
export interface Compared {
  readonly unit: ComparedUnit;
  /** Absent where no run of the side has it. */
  readonly before?: number;
  readonly after?: number;
  /** After less before, of before; of several runs, as estimated from all of them. Absent where before is 0 or one side is absent. */
  readonly differenceShare?: number;
  /** Where the difference lies, with that confidence; absent where the runs are too few. */
  readonly interval?: { readonly lowerShare: number; readonly upperShare: number; readonly confidence: Share };
  readonly verdict: ComparedVerdict;
  /** A change of this size would have been shown in four of five comparisons; absent where nothing could have been. */
  readonly couldHaveSeenShare?: number;
}

export interface ComparedMeasure extends Compared {
  /** `tick p95`, `response p95`, `memory`. */
  readonly name: string;
}

/** Time on the critical path of a tick, mean over all ticks: what the tick waited for. */
export interface ComparedOperation extends Compared {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  /** Absent where the operation is missing on that side. */
  readonly callsPerTickBefore?: number;
  readonly callsPerTickAfter?: number;
  /** What it adds to the mean tick, or takes from it. These of all operations add up to the difference of the mean tick. */
  readonly movedNanos: number;
}

export interface ComparedSide {
  /** The file of the program. */
  readonly program: string;
  readonly node: string;
  /** What its runs ran on, each kind once; absent where one of them does not say. */
  readonly machines?: readonly Machine[];
  readonly runs: number;
  /** Of all its runs. */
  readonly ticks: number;
  /** Of a tick, from the moment that its event could have been handled; mean over ticks, median over runs. */
  readonly meanTickNanos: Nanoseconds;
}

export interface ComparisonReport {
  readonly schema: typeof COMPARISON_SCHEMA;
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly basis: ComparisonBasis;
  /** Measures that were judged together: a false alarm anywhere among them has a chance of 5 % in all. */
  readonly family: number;
  /** So many pairs, or runs a side, are needed before anything could be shown of a family of this size. */
  readonly neededRuns: number;
  /** Of the tick and of the process. */
  readonly measures: readonly ComparedMeasure[];
  /** Those that moved most first. */
  readonly operations: readonly ComparedOperation[];
  readonly findings: { readonly new: readonly ReportFinding[]; readonly gone: readonly ReportFinding[] };
  /** What a person has to know to read the rest. */
  readonly notes: readonly string[];
}
