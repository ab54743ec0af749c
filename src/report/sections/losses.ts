// What was left out, and how often.

import { formatCount } from '../../model/format-units.js';
import type { Report, ReportLoss } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { type Table, tableLines } from '../table.js';

export function losses({ losses: rows }: Report, page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const { columns, rows: cells } = lossTable(rows);
  return { title: 'What was left out', lines: tableLines(columns, cells, page) };
}

export function lossTable(rows: readonly ReportLoss[]): Table {
  return {
    columns: [
      { title: 'times', align: 'right' },
      { title: 'what', align: 'left', flexible: true },
    ],
    rows: rows.map(({ count, text }) => ({ cells: [formatCount(count), text] })),
  };
}
