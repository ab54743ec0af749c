// What takes longer and longer, and what takes longer the more it is given.

import type { OperationName } from '../operation.js';
import type { Sized } from '../sizes/size-sums.js';
import type { Nanoseconds } from '../units.js';

/** `unclear`: it grows, and the noise lets two laws fit alike. */
export const REPORTED_LAWS = ['linear', 'quadratic', 'unclear'] as const;

export interface ReportGrowth extends OperationName {
  readonly location?: string;
  /** What it grows with: the time since its process began. */
  readonly with: 'uptime';
  readonly law: (typeof REPORTED_LAWS)[number];
  /** The median of its durations at the first and at the last moment of what was looked at, as the law has it. */
  readonly fromNanos: Nanoseconds;
  readonly toNanos: Nanoseconds;
  /** From the first moment to the last. */
  readonly spanNanos: Nanoseconds;
  /** The evidence: points in time at which its median is known. */
  readonly points: number;
  /** Of a run of several processes: in which. */
  readonly process?: string;
  /** Absent where it is too far off, or too unsure, or over the limit already. */
  readonly crossing?: ReportCrossing;
}

/** When 5 % of the calls will take longer than a tick may, if it goes on like this. */
export interface ReportCrossing {
  readonly limitNanos: Nanoseconds;
  /** ISO 8601. */
  readonly at: string;
  readonly earliest: string;
  readonly latest: string;
}

/** What a time follows as a size grows. */
export const SIZE_LAWS = ['logarithm', 'root', 'linear', 'linearithmic', 'quadratic'] as const;
export type SizeLaw = (typeof SIZE_LAWS)[number];

/** An operation whose calls take longer the more they are given. */
export interface ReportSizeGrowth extends OperationName {
  readonly location?: string;
  /** `input`: the largest collection among its arguments; `object`: of the object that it is called on. */
  readonly with: Sized;
  /** `unclear` where the noise lets several laws fit. */
  readonly law: SizeLaw | 'unclear';
  /** Those that are not excluded, the best first. */
  readonly laws: readonly SizeLaw[];
  /** Items, of the smallest calls and of the largest, and how long those typically take. */
  readonly fromSize: number;
  readonly toSize: number;
  readonly fromNanos: Nanoseconds;
  readonly toNanos: Nanoseconds;
  /** What one item more adds to a call of the largest, and its limits. Not whole: it may be less than one. */
  readonly oneMoreNanos: number;
  readonly oneMoreAtLeastNanos: number;
  readonly oneMoreAtMostNanos: number;
  /** The evidence: sizes of which a typical time is known, and calls that were looked at. */
  readonly points: number;
  readonly calls: number;
  /** Absent where it is too far off, or too unsure, or over the limit already. */
  readonly crossing?: ReportSizeCrossing;
}

/** With how many items a call typically takes as long as a tick may. */
export interface ReportSizeCrossing {
  readonly limitNanos: Nanoseconds;
  readonly size: number;
  readonly smallest: number;
  readonly largest: number;
}
