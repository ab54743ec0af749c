// Whether a program kept its budgets: `tickscope.check/1`.

import type { ComparedUnit } from './comparison-report.js';

export const CHECK_SCHEMA = 'tickscope.check/1';

/** `not judged` is no pass: the machine was too noisy, or what the budget is about was not seen. */
export type CheckStatus = 'pass' | 'fail' | 'not judged';

export interface CheckRow {
  /** `response p95`, `query SELECT 1`, `findings`. */
  readonly name: string;
  readonly status: CheckStatus;
  readonly unit: ComparedUnit;
  /** Absent where it was not seen, and of findings. */
  readonly value?: number;
  /** Absent where the baseline has none, and of findings. */
  readonly limit?: number;
  readonly baseline?: number;
  readonly location?: string;
  /** Why it fails or was not judged; what it rests on where it passes. */
  readonly evidence: string;
}

export interface CheckReport {
  readonly schema: typeof CHECK_SCHEMA;
  readonly program: string;
  readonly ticks: number;
  /** `fail` where any row fails, else `not judged` where any was not judged. */
  readonly status: CheckStatus;
  readonly rows: readonly CheckRow[];
  /** Why times could not be judged; empty where they could. */
  readonly doubts: readonly string[];
}
