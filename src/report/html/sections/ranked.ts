// What the slow ticks spend their time on, and what p95 would be if one operation were faster.

import { formatDuration, formatMean, formatShare, withoutZeros } from '../../../model/format-units.js';
import { operationKey } from '../../../model/operation.js';
import type { RankedOperation, ReportWhatIf } from '../../../model/report/ranking-report.js';
import type { Report } from '../../../model/report/report.js';
import { rankingTexts } from '../../sections/ranking.js';
import type { Column, Row, Table } from '../../table.js';
import { drawnBy, type HtmlSection, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup } from '../markup.js';

export function ranked(report: Report): HtmlSection | undefined {
  const { ranking, whatIf } = report;
  const [first] = ranking;
  if (first === undefined) return undefined;
  return {
    id: 'ranking',
    title: 'What makes slow ticks slow',
    body: markup`${paragraphs(rankingTexts(report, first), 'dim')} ${whatIf === undefined ? '' : drawnBy('what-if')}
    ${htmlTable(captionOf(whatIf), rankedTable(ranking, whatIf))}`,
  };
}

function captionOf(whatIf: ReportWhatIf | undefined): string {
  if (whatIf === undefined) return 'Operations by their share of slow ticks';
  const what = whatIf.of === 'response' ? 'p95 of response time' : 'p95';
  return `Operations by what they would gain; on the right, ${what} if so much of its own time were gone, now ${formatDuration(whatIf.p95Nanos)}`;
}

function rankedTable(ranking: readonly RankedOperation[], whatIf: ReportWhatIf | undefined): Table {
  const predicted = new Map(whatIf?.operations.map((row) => [operationKey(row.kind, row.name), row.predictions]));
  const shares = whatIf?.operations[0]?.predictions.map(({ fasterShare }) => fasterShare) ?? [];
  const rowOf = ({ kind, name, location, ...row }: RankedOperation): Row => {
    const predictions = predicted.get(operationKey(kind, name)) ?? [];
    return {
      cells: [
        formatShare(row.share),
        kind,
        name,
        formatMean(row.callsPerTick),
        formatDuration(row.criticalPathNanosPerTick),
        ...predictions.map(({ p95Nanos }) => formatDuration(p95Nanos)),
      ],
      styles: ['bold', 'dim', 'bold'],
      ...(location !== undefined && !name.endsWith(location) && { location }),
    };
  };
  return {
    columns: [
      { title: 'share', align: 'right' },
      { title: 'kind', align: 'left' },
      { title: 'name', align: 'left', flexible: true },
      { title: 'calls', align: 'right' },
      { title: 'a tick', align: 'right' },
      ...shares.map((share): Column => ({ title: `− ${withoutZeros(formatShare(share))}`, align: 'right' })),
    ],
    rows: ranking.map(rowOf),
  };
}
