// Ticks by name and by symbol, and the calls of each strategy.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { Report, ReportGroup } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { firstRows, type Table } from '../table.js';

const MOST_ROWS = 10;

/** One name is the name of all ticks: that says nothing new. */
export function byName({ ticks }: Report, page: Page): SectionText | undefined {
  return ticks.byName.length < 2 ? undefined : groups('By kind of event', 'ticks', ticks.byName, page);
}

export function bySymbol({ ticks }: Report, page: Page): SectionText | undefined {
  return groups('By symbol', 'ticks', ticks.bySymbol, page);
}

export function byStrategy({ ticks }: Report, page: Page): SectionText | undefined {
  return groups('By strategy', 'calls', ticks.byStrategy, page);
}

function groups(title: string, what: string, rows: readonly ReportGroup[], page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  return { title, lines: firstRows(groupTable(what, rows), MOST_ROWS, page) };
}

/** @param what they are, in the plural */
export function groupTable(what: string, rows: readonly ReportGroup[]): Table {
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: what, align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'p50', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: '< 1 ms', align: 'right' },
    ],
    rows: rows.map(({ name, count, failed, p50Nanos, p95Nanos, underTargetShare }) => ({
      cells: [
        name,
        formatCount(count),
        formatCount(failed),
        formatDuration(p50Nanos),
        formatDuration(p95Nanos),
        formatShare(underTargetShare),
      ],
      styles: ['bold', undefined, failed > 0 ? 'red' : 'dim'],
    })),
  };
}
