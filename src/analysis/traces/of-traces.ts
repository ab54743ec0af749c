// A report of stored traces: some of all ticks, and nothing but ticks. What would be misleading of them is not said, or said otherwise.

import type { RecordSegment } from '../../model/record/record-segment.js';
import type { RankedOperation } from '../../model/report/ranking-report.js';
import type { Report, ReportLoss } from '../../model/report/report.js';
import type { TraceSource } from '../../model/report/trace-source.js';
import { rankOperations } from '../ranking.js';
import { sampleTargets } from './sample-targets.js';
import { sampleVerdict } from './sample-verdict.js';

export interface TracesOfReport {
  readonly source: TraceSource;
  /** What the reader left out, beside what the segment says. */
  readonly losses: readonly ReportLoss[];
}

/** @param report of the segment, as if it were all ticks */
export function reportOfTraces(report: Report, segment: RecordSegment, { source, losses }: TracesOfReport): Report {
  // They would be said of the p95 of all ticks.
  const { whatIf: _whatIf, ...rest } = report;
  const ranking: readonly RankedOperation[] =
    source.slowFromNanos === undefined ? report.ranking : rankOperations(segment, undefined, source.slowFromNanos);
  return {
    ...rest,
    source,
    ranking,
    verdict: sampleVerdict(segment, ranking, source),
    targets: sampleTargets(report.targets, source),
    losses: [...report.losses, ...losses],
  };
}
