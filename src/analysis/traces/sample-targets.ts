// The targets, of some ticks: none is judged. What these ticks tell of one stands in its evidence.

import type { ReportTarget } from '../../model/report/report.js';
import type { TraceSource } from '../../model/report/trace-source.js';
import type { TargetId } from '../../model/targets.js';

const NOT_IN_SPANS: Readonly<Partial<Record<TargetId, string>>> = {
  P2: 'spans say nothing of memory: tickscope report of the record does',
  P3: 'spans say nothing of the processor: tickscope report of the record does',
  P4: 'spans say nothing of caches: tickscope report of the record does',
};

/** @param rows as if these were all ticks; of each target the first stays, and of others none */
export function sampleTargets(rows: readonly ReportTarget[], source: TraceSource): ReportTarget[] {
  return rows
    .filter(
      ({ id, scope }, place) => id === 'P2' || rows.findIndex((row) => row.id === id) === place || scope === 'overall',
    )
    .map(({ value, ...row }) => ({
      ...row,
      status: 'unknown',
      evidence: evidenceOf(row, value !== undefined, source),
    }));
}

function evidenceOf(
  { id, evidence }: Omit<ReportTarget, 'value'>,
  isKnown: boolean,
  { population }: TraceSource,
): string {
  const outside = NOT_IN_SPANS[id];
  if (outside !== undefined) return outside;
  if (!isKnown) return id === 'P5' ? 'no query is in these ticks' : evidence;
  const these =
    population === 'kept' ? 'of the kept ticks, which are the slow ones above all' : 'of the ticks of the source';
  const why =
    population === 'kept'
      ? 'what share of all ticks they are, no trace says'
      : 'whether these are all ticks, no trace says';
  return `${these}: ${evidence}; ${why}`;
}
