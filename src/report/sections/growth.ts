// What takes longer and longer: there only where something does.

import { formatDuration, formatTime, withoutZeros } from '../../model/format-units.js';
import type { ReportGrowth } from '../../model/report/growth-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { printable, wrap } from '../text.js';

const MOST_ROWS = 10;

export function growth({ growth: rows = [] }: Report, { columns }: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const lines = rows
    .slice(0, MOST_ROWS)
    .flatMap((row) =>
      wrap(growthText(row), columns - 2 * INDENT.length).map(
        (line, place) => INDENT + (place > 0 ? INDENT : '') + line,
      ),
    );
  return { title: 'Takes longer and longer', lines };
}

export function growthText({
  kind,
  name,
  law,
  fromNanos,
  toNanos,
  spanNanos,
  process,
  crossing,
}: ReportGrowth): string {
  const how = law === 'unclear' ? '' : law === 'linear' ? ', in a straight line' : ', with the square of the time';
  const grown = `from ${formatDuration(fromNanos)} to ${formatDuration(toNanos)} in ${formatDuration(spanNanos)}${how}`;
  const where = process === undefined ? '' : ` in process ${printable(process)}`;
  return `${kind} ${printable(name)}${where}: ${grown}${crossing === undefined ? '' : crossingText(crossing)}`;
}

function crossingText({ limitNanos, at, earliest, latest }: NonNullable<ReportGrowth['crossing']>): string {
  const limit = withoutZeros(formatDuration(limitNanos));
  return `; p95 passes ${limit} at ${formatTime(at)}, between ${formatTime(earliest)} and ${formatTime(latest)}, if it goes on`;
}
