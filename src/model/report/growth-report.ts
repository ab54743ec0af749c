// What takes longer and longer.

import type { OperationName } from '../operation.js';
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
