// How many ticks, how long they took, and how that is spread.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import { arrivalTable, eventTexts } from './arrivals.js';
import { distributionLines } from '../distribution.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';
import { ticksText } from './source.js';
import { wrap } from '../text.js';

export function ticks(report: Report, page: Page): SectionText {
  const { ticks: totals, histograms } = report;
  const text = tickTexts(report)
    .flatMap((sentence) => wrap(sentence, page.columns - INDENT.length))
    .map((line) => INDENT + line);
  const { columns, rows } = arrivalTable(totals);
  const tables = [distributionLines(histograms.ticks, page), tableLines(columns, rows, page)].filter(
    (lines) => lines.length > 0,
  );
  return { title: 'Ticks', lines: [...text, ...tables.flatMap((lines) => ['', ...lines])] };
}

/** How many, and how long they took. */
export function tickTexts({ ticks: totals, program, source }: Report): string[] {
  const counts = [
    source === undefined
      ? `${formatCount(totals.count)} ended of ${formatCount(totals.started)} started`
      : ticksText(source, totals.count),
    `${formatCount(totals.failed)} failed`,
    ...(program.warmupTicks > 0
      ? [`${formatCount(program.warmupTicks)} while warming up, which the targets leave out`]
      : []),
    ...(totals.late > 0 ? [`${formatCount(totals.late)} operations ended after their tick`] : []),
    ...eventTexts(totals),
  ];
  const times = [
    `p50 ${formatDuration(totals.p50Nanos)}`,
    `p95 ${formatDuration(totals.p95Nanos)}`,
    `p99 ${formatDuration(totals.p99Nanos)}`,
    `the longest ${formatDuration(totals.maxNanos)}`,
    // Of ticks that were kept for being slow, it would say nothing.
    ...(source?.population === 'kept' ? [] : [`${formatShare(totals.underTargetShare)} take < 1 ms`]),
  ];
  return totals.count === 0 ? [counts.join('; ')] : [counts.join('; '), times.join(', ')];
}
