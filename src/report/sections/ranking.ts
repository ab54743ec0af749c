// What the slow ticks spend their time on, and where it stands in the code.

import { formatCount, formatDuration, formatMean, formatShare } from '../../model/format-units.js';
import type { RankedOperation, ReportWhatIf } from '../../model/report/ranking-report.js';
import type { Report } from '../../model/report/report.js';
import { bar } from '../bar.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, type Row, tableLines } from '../table.js';
import { wrap } from '../text.js';
import type { Nanoseconds } from '../../model/units.js';

const MOST_ROWS = 10;
const BAR_WIDTH = 6;
const COLUMNS_WITH_BAR = 72;
/** p95 of response time against that of durations: twice as long is half waiting. */
const QUEUES_FROM = 2;

export function ranking(report: Report, page: Page): SectionText | undefined {
  const { ranking: ranked, whatIf } = report;
  const [first] = ranked;
  if (first === undefined) return undefined;
  const lines = rankingTable(ranked.slice(0, MOST_ROWS), page, whatIf);
  const left = ranked.length - MOST_ROWS;
  return {
    title: 'What makes slow ticks slow',
    lines: [
      ...rankingTexts(report, first).flatMap((text) =>
        wrap(text, page.columns - INDENT.length).map((line) => INDENT + page.paint('dim', line)),
      ),
      ...lines,
      ...(left > 0 ? [INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : []),
    ],
  };
}

/** What the shares are of, and what the gain is. @param first of the ranking */
export function rankingTexts(report: Report, first: RankedOperation): string[] {
  const { whatIf } = report;
  const evidence =
    `Shares of the time of ${formatCount(first.slowTicks)} slow ticks, and calls and time in each of them. ` +
    `Only what the tick had to wait for counts.${intervalText(first)}`;
  const gain = whatIf === undefined ? [] : [gainText(first, whatIf) + queueText(report)];
  return [evidence, ...gain];
}

/** The rows as they are given. */
export function rankingTable(rows: readonly RankedOperation[], page: Page, whatIf: ReportWhatIf | undefined): string[] {
  return tableLines(
    [
      ...(hasBar(page, whatIf) ? [{ title: '', align: 'left' } as const] : []),
      { title: 'share', align: 'right' },
      { title: 'kind', align: 'left' },
      { title: 'name', align: 'left', flexible: true },
      { title: 'calls', align: 'right' },
      { title: 'a tick', align: 'right' },
      ...(whatIf === undefined ? [] : [{ title: 'if halved', align: 'right' } as const]),
    ],
    rows.map((row) => cellsOf(row, page, whatIf)),
    page,
  );
}

function cellsOf(
  { share, kind, name, location, gainNanos, ...row }: RankedOperation,
  page: Page,
  whatIf: ReportWhatIf | undefined,
): Row {
  const withBar = hasBar(page, whatIf);
  return {
    cells: [
      ...(withBar ? [bar(share, BAR_WIDTH)] : []),
      formatShare(share),
      kind,
      name,
      formatMean(row.callsPerTick),
      formatDuration(row.criticalPathNanosPerTick),
      ...(whatIf === undefined ? [] : [gainNanos === undefined ? '' : halved(whatIf, gainNanos)]),
    ],
    styles: [...(withBar ? (['cyan'] as const) : []), 'bold', 'dim', 'bold'],
    ...(location !== undefined && !name.endsWith(location) && { location }),
  };
}

/** Seven columns are too many for the narrowest page. */
function hasBar({ columns }: Page, whatIf: ReportWhatIf | undefined): boolean {
  return whatIf === undefined || columns >= COLUMNS_WITH_BAR;
}

function intervalText({ name, shareInterval }: RankedOperation): string {
  if (shareInterval === undefined) return '';
  const { atLeast, atMost } = shareInterval;
  return ` The share of ${name} is ${formatShare(atLeast)} to ${formatShare(atMost)}, with 95 % confidence.`;
}

/** Of the first row, which has the largest gain. */
function gainText({ kind, name, gainNanos = 0 as Nanoseconds }: RankedOperation, whatIf: ReportWhatIf): string {
  const { of, ticks, p95Nanos } = whatIf;
  const what = of === 'response' ? 'p95 of response time' : 'p95';
  const meaning = `If halved: ${what} of ${formatCount(ticks)} ticks with half of the own time of the operation, other work unchanged.`;
  if (gainNanos === 0) return `${meaning} No single operation would bring it below ${formatDuration(p95Nanos)}.`;
  const half = kind === 'untraced' ? `the untraced waiting in ${name}` : name;
  return `${meaning} With half of ${half} it would fall from ${formatDuration(p95Nanos)} to ${halved(whatIf, gainNanos)}.`;
}

/** Ticks behind would wait less for a shorter one, which is not in the gain. */
function queueText({ ticks, whatIf }: Report): string {
  const queues = whatIf?.of === 'response' && whatIf.p95Nanos > QUEUES_FROM * ticks.p95Nanos;
  return queues
    ? ' Most of it is the wait before ticks, which shorter ticks would shorten too: that comes on top.'
    : '';
}

/** What p95 would be. */
export function halved({ p95Nanos }: ReportWhatIf, gainNanos: Nanoseconds): string {
  return formatDuration((p95Nanos - gainNanos) as Nanoseconds);
}
