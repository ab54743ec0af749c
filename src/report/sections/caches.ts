// Caches: how many look-ups found what they looked for, and how full they were.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { ReportCache, ReportCacheSizes } from '../../model/report/outside-report.js';
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
    ],
    rows: rows.map((row) => ({
      cells: [
        row.name,
        row.hitShare === undefined ? '-' : formatShare(row.hitShare),
        formatCount(row.hits),
        formatCount(row.misses),
        entriesText(row),
        row.source === 'configured' ? '-' : formatCount(row.evictions),
      ],
      styles: ['bold', row.hitShare !== undefined && row.hitShare <= CACHE_TARGET_SHARE ? 'red' : undefined],
      ...beneath(row),
      ...(row.location !== undefined && { location: row.location }),
    })),
  };
}

function beneath({ unknown, sizes }: ReportCache): { readonly beneath?: string } {
  const texts: string[] = [];
  if (unknown > 0) texts.push(`${formatCount(unknown)} look-ups whose outcome nobody saw`);
  if (sizes !== undefined) texts.push(enoughText(sizes));
  return texts.length === 0 ? {} : { beneath: texts.join('; ') };
}

function enoughText({ forTarget, most }: ReportCacheSizes): string {
  if (forTarget === undefined) return `any number of entries would find ${formatShare(most)} at most`;
  return `${formatCount(forTarget.entries)} entries would find ${formatShare(forTarget.hitShare)}`;
}

function entriesText({ mostEntries, limit }: ReportCache): string {
  if (mostEntries === undefined) return '-';
  return limit === undefined ? formatCount(mostEntries) : `${formatCount(mostEntries)} of ${formatCount(limit)}`;
}
