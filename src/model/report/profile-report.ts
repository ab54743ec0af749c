// What the report says of the samples of the processor.

import type { OperationKind } from '../operation.js';
import type { ProfileScope } from '../record/profile-rows.js';
import type { Nanoseconds, Share } from '../units.js';

export interface ReportProfile {
  /** Between two samples. */
  readonly intervalNanos: Nanoseconds;
  /** All that were taken or due. */
  readonly samples: number;
  /** Of the program's code, in operations and outside. */
  readonly programSamples: number;
  /** Samples in which the thread did something else. */
  readonly idleSamples: number;
  readonly collectingSamples: number;
  readonly tickscopeSamples: number;
  readonly nativeSamples: number;
  /** Samples that were due and not taken, or are not known to what they belong. */
  readonly missingSamples: number;
  /** By scope, those with most samples first. */
  readonly rows: readonly ReportProfileRow[];
}

/** The program's code in an operation, in ticks of a symbol, in calls of a strategy, or outside all of them. */
export interface ReportProfileRow {
  readonly scope: Exclude<ProfileScope, 'thread'>;
  readonly kind?: OperationKind;
  /** Empty for `outside`. */
  readonly name: string;
  readonly samples: number;
  /** Of the program's samples. */
  readonly share: Share;
  /** Collections of garbage that fell into it, beside the samples. */
  readonly collecting: number;
  /** Those with most samples first; none where the samples are too few to name one. */
  readonly frames: readonly ReportProfileFrame[];
}

export interface ReportProfileFrame {
  readonly name: string;
  readonly location?: string;
  /** What it had called and was mostly running then: a package, or a module of Node.js. */
  readonly within?: string;
  readonly samples: number;
  /** Of the row's samples, with the interval in which it lies in 95 of 100 cases. */
  readonly share: Share;
  readonly lowShare: Share;
  readonly highShare: Share;
}
