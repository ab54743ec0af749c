// Caches: how many look-ups found what they looked for, and how full they were.

import { formatCount, formatShare, withoutZeros } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { ReportCache } from '../../model/report/outside-report.js';
import { CACHE_TARGET_SHARE } from '../../model/targets.js';
import type { Page, SectionText } from '../page.js';
import { firstRows, type Table } from '../table.js';

const MOST_ROWS = 10;

export function caches({ caches: rows = [] }: Report, page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  return { title: 'Caches', lines: firstRows(cacheTable(rows), MOST_ROWS, page) };
}

export function cacheTable(rows: readonly ReportCache[]): Table {
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: 'found', align: 'right' },
      { title: 'hits', align: 'right' },
      { title: 'misses', align: 'right' },
      { title: 'entries', align: 'right' },
      { title: 'removed', align: 'right' },
      { title: `for ${withoutZeros(formatShare(CACHE_TARGET_SHARE))}`, align: 'right' },
    ],
    rows: rows.map((row) => ({
      cells: [
        row.name,
        row.hitShare === undefined ? '-' : formatShare(row.hitShare),
        formatCount(row.hits),
        formatCount(row.misses),
        entriesText(row),
        row.source === 'configured' ? '-' : formatCount(row.evictions),
        enoughText(row),
      ],
      styles: ['bold', row.hitShare !== undefined && row.hitShare <= CACHE_TARGET_SHARE ? 'red' : undefined],
      ...(row.unknown > 0 && { beneath: `${formatCount(row.unknown)} look-ups whose outcome nobody saw` }),
      ...(row.location !== undefined && { location: row.location }),
    })),
  };
}

/** Entries that the target needs. */
function enoughText({ sizes }: ReportCache): string {
  if (sizes === undefined) return '-';
  return sizes.forTarget === undefined ? `at most ${formatShare(sizes.most)}` : formatCount(sizes.forTarget.entries);
}

function entriesText({ mostEntries, limit }: ReportCache): string {
  if (mostEntries === undefined) return '-';
  return limit === undefined ? formatCount(mostEntries) : `${formatCount(mostEntries)} of ${formatCount(limit)}`;
}
