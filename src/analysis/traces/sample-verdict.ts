// The sentences on top of a report of some ticks: what leads in them, and no judgement of all.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import type { RecordSegment } from '../../model/record/record-segment.js';
import type { RankedOperation } from '../../model/report/ranking-report.js';
import type { ReportVerdict } from '../../model/report/verdict-report.js';
import type { TraceSource } from '../../model/report/trace-source.js';
import type { Share } from '../../model/units.js';
import { leaderText, verdictWith } from '../verdict/verdict.js';
import { countedText } from '../wording.js';

export function sampleVerdict(
  { ticks, operations }: RecordSegment,
  ranking: readonly RankedOperation[],
  source: TraceSource,
): ReportVerdict {
  return verdictWith('sample', [beginning(ticks, source), leaderText(ranking, operations, undefined)], ranking[0]);
}

function beginning({ count, underTarget, durations }: RecordSegment['ticks'], source: TraceSource): string {
  if (source.population === 'kept') {
    const { slow = 0, failed = 0 } = source.reasons;
    return (
      `Some ticks: ${countedText(count, 'tick')} that were kept, ${formatCount(slow)} of them slow and ${formatCount(failed)} failed. ` +
      'How many there were in all is not in traces, so no target is judged.'
    );
  }
  const p95 = ExponentialHistogram.fromData(durations).quantile(0.95);
  return (
    `Some ticks: of ${countedText(count, 'tick')} in the source ${formatShare((underTarget / count) as Share)} took less than 1 ms, ` +
    `p95 is ${formatDuration(p95)}. Whether these are all is not in traces, so no target is judged.`
  );
}
