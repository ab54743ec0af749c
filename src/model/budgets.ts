// Budgets: the limits that `tickscope check` enforces.

/** `most`: in nanoseconds, bytes, calls or of one core. `increase`: of what the baseline has, 0.1 is a tenth more. */
export type Budget = { readonly most: number } | { readonly increase: number };

export const MEASURE_BUDGETS = ['tickP95', 'responseP95', 'ageP95', 'memory', 'processor', 'queriesPerTick'] as const;
export type MeasureBudget = (typeof MEASURE_BUDGETS)[number];

/** In `operations`: every operation that is enough of a tick to matter, and has no budget of its own. */
export const ANY_OPERATION = '*';

export interface Budgets {
  readonly measures: Readonly<Partial<Record<MeasureBudget, Budget>>>;
  /** By `kind name`, as the report has them: time on the critical path, mean over ticks. */
  readonly operations: Readonly<Record<string, Budget>>;
  /** Ids of findings that are allowed; absent where any are. */
  readonly findings?: readonly string[];
}
