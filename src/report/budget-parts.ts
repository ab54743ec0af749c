// What a slow tick consists of, on average: the largest parts, and all others together.

import type { RankedOperation } from '../model/report/ranking-report.js';
import type { Nanoseconds, Share } from '../model/units.js';

export interface BudgetPart {
  readonly label: string;
  readonly kind: string;
  readonly nanos: Nanoseconds;
  readonly share: Share;
}

/** @param most parts that have a name; all others share one */
export function budgetParts(ranking: readonly RankedOperation[], most: number): BudgetPart[] {
  const largest = ranking.toSorted((one, other) => other.share - one.share);
  const parts = largest.slice(0, most).map(({ kind, name, criticalPathNanosPerTick, share }) => ({
    label: `${kind} ${name}`,
    kind,
    nanos: criticalPathNanosPerTick,
    share,
  }));
  const rest = largest.slice(most);
  const nanos = rest.reduce((sum, row) => sum + row.criticalPathNanosPerTick, 0) as Nanoseconds;
  const share = rest.reduce((sum, row) => sum + row.share, 0);
  return nanos === 0
    ? parts
    : [...parts, { label: 'all others', kind: 'other', nanos, share: Math.min(1, share) as Share }];
}

export function wholeOf(parts: readonly BudgetPart[]): Nanoseconds {
  return parts.reduce((sum, { nanos }) => sum + nanos, 0) as Nanoseconds;
}
