// What is compared: the runs of two versions, and one number of each.

import type { Report } from '../../model/report/report.js';

export interface ComparedRuns {
  /** At least one a side. */
  readonly before: readonly Report[];
  readonly after: readonly Report[];
  /** The runs of one place were made next to each other: as many on either side. */
  readonly isPaired: boolean;
}

/** One number of each run; `undefined` where it has none. */
export interface RunValues {
  readonly before: readonly (number | undefined)[];
  readonly after: readonly (number | undefined)[];
}

export function valuesOfRuns({ before, after }: ComparedRuns, of: (report: Report) => number | undefined): RunValues {
  return { before: before.map(of), after: after.map(of) };
}
