// Every operation that has a row, with all that was counted of it.

import { formatCount, formatDuration } from '../../../model/format-units.js';
import type { Report, ReportOperation } from '../../../model/report/report.js';
import type { Row } from '../../table.js';
import type { HtmlSection } from '../html-section.js';
import { htmlTable } from '../html-table.js';

export function operations({ operations: rows }: Report): HtmlSection | undefined {
  if (rows.length === 0) return undefined;
  const table = {
    columns: [
      { title: 'kind', align: 'left' },
      { title: 'name', align: 'left', flexible: true },
      { title: 'calls', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'in all', align: 'right' },
      { title: 'own', align: 'right' },
      { title: 'ticks waited', align: 'right' },
      { title: 'p50', align: 'right' },
      { title: 'p95', align: 'right' },
    ],
    rows: rows.map(operationCells),
  } as const;
  return { id: 'operations', title: 'All operations', body: htmlTable('All operations', table) };
}

function operationCells(row: ReportOperation): Row {
  const { kind, name, location, count, failed, totalNanos, totalAtLeastNanos, exact } = row;
  const times = [row.selfNanos, row.criticalPathNanos, row.p50Nanos, row.p95Nanos].map(formatDuration);
  return {
    cells: [
      kind,
      name,
      formatCount(count),
      formatCount(failed),
      `${exact ? '' : '≤ '}${formatDuration(totalNanos)}`,
      ...times,
    ],
    styles: ['dim', 'bold', undefined, failed > 0 ? 'red' : 'dim'],
    ...(totalAtLeastNanos !== undefined && { beneath: `in all at least ${formatDuration(totalAtLeastNanos)}` }),
    ...(location !== undefined && !name.endsWith(location) && { location }),
  };
}
