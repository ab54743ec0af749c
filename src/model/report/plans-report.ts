// How a database runs the statements of a record, and which index would make them faster: `tickscope plans`.
//
// Costs are the planner's, in its own unit: what it takes to read a page in order is 1.

import type { Bytes, Nanoseconds, Share } from '../units.js';

export const PLANS_SCHEMA = 'tickscope.plans/1';

export interface PlansReport {
  readonly schema: typeof PLANS_SCHEMA;
  /** Whose statements they are. */
  readonly program: string;
  readonly database: {
    /** `15.18` */
    readonly version: string;
    /** The version of HypoPG; absent where indexes could not be tried. */
    readonly hypopg?: string;
  };
  /** Those that cost most time first. */
  readonly statements: readonly PlannedStatement[];
  /** Those that save most first. */
  readonly indexes: readonly IndexAdvice[];
  readonly notPlanned: readonly NotPlanned[];
  /** Absent where there was no earlier look to compare with. */
  readonly changes?: readonly PlanChange[];
  /** What the reader has to know beside it, in sentences. */
  readonly notes: readonly string[];
}

/** What the record says of a statement. */
export interface StatementUse {
  /** As in the report. */
  readonly statement: string;
  readonly count: number;
  /** Without the time in which the program held its event loop. */
  readonly meanNanos: Nanoseconds;
  readonly p50Nanos: Nanoseconds;
  /** Of the time of slow ticks; absent where they do not wait for it. */
  readonly share?: Share;
}

export interface PlannedStatement extends StatementUse {
  readonly cost: number;
  /** The same for plans of the same nodes on the same tables by the same indexes. */
  readonly shape: string;
  /** A line for each node, indented. */
  readonly plan: readonly string[];
  /** What about the plan is worth knowing, in sentences. */
  readonly remarks: readonly string[];
}

/** A statement that has another plan than before. */
export interface PlanChange {
  readonly statement: string;
  readonly before: PlanLook;
  readonly now: PlanLook;
  /** `slower` and `faster`: mean and median of its calls both differ by half or more. */
  readonly time: 'slower' | 'faster' | 'alike' | 'too few calls';
}

export type PlanLook = Pick<PlannedStatement, 'count' | 'p50Nanos' | 'shape' | 'plan'>;

export interface IndexAdvice {
  /** As a statement to be run by a person. */
  readonly create: string;
  /** With its schema. */
  readonly table: string;
  readonly columns: readonly string[];
  /** `closed_at IS NULL`, of an index of only these rows. */
  readonly where?: string;
  /** `checked`: the planner takes it, by HypoPG. `guessed`: it was not asked, or cannot know without the values. */
  readonly confidence: 'checked' | 'guessed';
  readonly sizeBytes?: Bytes;
  readonly uses: readonly IndexUse[];
  /** Rows that the program has written to the table in the record, as far as they are told by its statements. */
  readonly rowsWritten: number;
  /** What the statements save in the record, and what the writes pay for it; absent where it is guessed. */
  readonly saved?: number;
  readonly paid?: number;
}

export interface IndexUse extends StatementUse {
  readonly costBefore: number;
  /** Absent where it is guessed. */
  readonly costAfter?: number;
  /** By how much p95 would fall if the time of the statement fell as its cost does; absent where that is not known. */
  readonly gainNanos?: Nanoseconds;
}

export interface NotPlanned {
  readonly statement: string;
  readonly reason: string;
}
