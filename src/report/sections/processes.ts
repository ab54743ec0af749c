// Which processes and threads had the ticks.

import { formatCount } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';

const MOST_ROWS = 15;

export function processes({ program: { byProcess = [] } }: Report, page: Page): SectionText | undefined {
  if (byProcess.length === 0) return undefined;
  const count = (ticks: number | undefined): string => (ticks === undefined ? '' : formatCount(ticks));
  const lines = tableLines(
    [
      { title: '', align: 'left', flexible: true },
      { title: 'started', align: 'right' },
      { title: 'ended', align: 'right' },
    ],
    byProcess.slice(0, MOST_ROWS).map(({ name, pid, threadId, ticksStarted, ticksEnded }) => ({
      cells: [
        `${name} (pid ${pid}${threadId === undefined ? '' : `, thread ${threadId}`})`,
        count(ticksStarted),
        count(ticksEnded),
      ],
      styles: [ticksStarted === 0 ? 'dim' : 'bold'],
    })),
    page,
  );
  const left = byProcess.length - MOST_ROWS;
  const more = left > 0 ? [INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : [];
  return { title: 'Ticks by process', lines: [...lines, ...more] };
}
