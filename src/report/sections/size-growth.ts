// What takes longer the more it is given: there only where something does.

import { formatCount, formatDuration, formatMean, withoutZeros } from '../../model/format-units.js';
import type { ReportSizeGrowth, SizeLaw } from '../../model/report/growth-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { printable, wrap } from '../text.js';

const MOST_ROWS = 10;
/** Of one more item, between its limits: beyond, it would be a guess. */
const WIDEST = 2;
/** Of laws: more than these, and nothing is said of which it is. */
const MOST_LAWS = 2;
export const SIZE_GROWTH_TITLE = 'Takes longer the more it is given';

const LAW_TEXTS: Readonly<Record<SizeLaw, string>> = {
  logarithm: 'logarithmically',
  root: 'as a square root',
  linear: 'linearly',
  linearithmic: 'as n log n',
  quadratic: 'quadratically',
};

export function growingWithSize({ growthBySize: rows = [] }: Report, { columns }: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const lines = rows
    .slice(0, MOST_ROWS)
    .flatMap((row) =>
      wrap(sizeGrowthText(row), columns - 2 * INDENT.length).map(
        (line, place) => INDENT + (place > 0 ? INDENT : '') + line,
      ),
    );
  return { title: SIZE_GROWTH_TITLE, lines };
}

export function sizeGrowthText(row: ReportSizeGrowth): string {
  const { kind, name, fromSize, toSize, fromNanos, toNanos, oneMoreAtLeastNanos, oneMoreAtMostNanos, crossing } = row;
  const laws = lawsText(row);
  const grows = `grows ${laws === '' ? '' : `${laws} `}with ${row.with === 'input' ? 'its input' : 'what its object holds'}`;
  const grown = `from ${formatDuration(fromNanos)} for ${formatCount(fromSize)} to ${formatDuration(toNanos)} for ${formatCount(toSize)} items`;
  const isKnown = oneMoreAtMostNanos <= WIDEST * oneMoreAtLeastNanos;
  const one = `; one more takes ${formatMean(oneMoreAtLeastNanos)} to ${formatMean(oneMoreAtMostNanos)} ns there`;
  return `${kind} ${printable(name)} ${grows}: ${grown}${isKnown ? one : ''}${crossing === undefined ? '' : crossingText(crossing)}`;
}

/** `linearly or as n log n`; nothing where it may be whichever. */
export function lawsText({ laws }: Pick<ReportSizeGrowth, 'laws'>): string {
  return laws.length > MOST_LAWS ? '' : laws.map((law) => LAW_TEXTS[law]).join(' or ');
}

function crossingText({ limitNanos, size, smallest, largest }: NonNullable<ReportSizeGrowth['crossing']>): string {
  const limit = withoutZeros(formatDuration(limitNanos));
  return `; it typically takes ${limit} for ${formatCount(size)}, between ${formatCount(smallest)} and ${formatCount(largest)}`;
}
