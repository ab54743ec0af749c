// A report of stored traces: some of all ticks, and nothing but ticks. What would be misleading of them is not said, or said otherwise.

import type { StoredSegment } from '../../model/record/record-segment.js';
import type { Report, ReportLoss, ReportTicks } from '../../model/report/report.js';
import type { TraceSource } from '../../model/report/trace-source.js';
import { buildReport } from '../build-report.js';
import { rankedRows } from '../detectors/in-ticks.js';
import { DETECTORS, detectAll } from '../detectors/index.js';
import { rankOperations } from '../ranking.js';
import { sampleTargets } from './sample-targets.js';
import { sampleVerdict } from './sample-verdict.js';

export interface TracesOfReport {
  readonly source: TraceSource;
  /** What the reader left out, beside what the segment says. */
  readonly losses: readonly ReportLoss[];
}

/** @param segment the ticks of the traces @param notes what the reader of the sources had to say */
export function buildReportOfTraces(
  segment: StoredSegment,
  { source, losses }: TracesOfReport,
  notes: readonly string[],
): Report {
  // What-if is of the p95 of all ticks.
  const { whatIf: _whatIf, ...report } = buildReport([segment], notes);
  const ranking =
    source.slowFromNanos === undefined ? report.ranking : rankOperations(segment, undefined, source.slowFromNanos);
  return {
    ...report,
    ticks: withoutUnderstatement(report.ticks),
    source,
    ranking,
    verdict: sampleVerdict(segment, ranking, source),
    targets: sampleTargets(report.targets, source),
    findings: detectAll(
      { segment, rows: rankedRows(segment, ranking), whatIf: undefined, externals: [], caches: [], feed: [] },
      DETECTORS.filter(({ needsAllTicks }) => !needsAllTicks),
    ),
    losses: [...report.losses, ...losses],
  };
}

/** By how much ages are too small is in no span. */
function withoutUnderstatement({ age, ...ticks }: ReportTicks): ReportTicks {
  if (age === undefined) return ticks;
  const { understatedAtMostNanos: _unknown, ...spread } = age;
  return { ...ticks, age: spread };
}
