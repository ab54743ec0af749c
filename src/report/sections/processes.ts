// Which processes and threads had the ticks.

import { formatCount } from '../../model/format-units.js';
import type { Report, ReportProcess } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { firstRows, type Table } from '../table.js';

const MOST_ROWS = 15;

export function processes({ program: { byProcess = [] } }: Report, page: Page): SectionText | undefined {
  if (byProcess.length === 0) return undefined;
  return { title: 'Ticks by process', lines: firstRows(processTable(byProcess), MOST_ROWS, page) };
}

export function processTable(rows: readonly ReportProcess[]): Table {
  const count = (ticks: number | undefined): string => (ticks === undefined ? '' : formatCount(ticks));
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: 'started', align: 'right' },
      { title: 'ended', align: 'right' },
    ],
    rows: rows.map(({ name, pid, threadId, ticksStarted, ticksEnded }) => ({
      cells: [
        `${name} (pid ${pid}${threadId === undefined ? '' : `, thread ${threadId}`})`,
        count(ticksStarted),
        count(ticksEnded),
      ],
      styles: [ticksStarted === 0 ? 'dim' : 'bold'],
    })),
  };
}
