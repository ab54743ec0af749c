// What the slow ticks spend their time on, and where it stands in the code.

import { formatCount, formatDuration, formatMean, formatShare } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import { bar } from '../bar.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';
import { wrap } from '../text.js';

const MOST_ROWS = 10;
const BAR_WIDTH = 6;

export function ranking({ ranking: ranked }: Report, page: Page): SectionText | undefined {
  const [first] = ranked;
  if (first === undefined) return undefined;
  const evidence =
    `Shares of the time of ${formatCount(first.slowTicks)} slow ticks, and calls and time in each of them. ` +
    'Only what the tick had to wait for counts.';
  const lines = tableLines(
    [
      { title: '', align: 'left' },
      { title: 'share', align: 'right' },
      { title: 'kind', align: 'left' },
      { title: 'name', align: 'left', flexible: true },
      { title: 'calls', align: 'right' },
      { title: 'a tick', align: 'right' },
    ],
    ranked.slice(0, MOST_ROWS).map(({ kind, name, location, share, callsPerTick, criticalPathNanosPerTick }) => ({
      cells: [
        bar(share, BAR_WIDTH),
        formatShare(share),
        kind,
        name,
        formatMean(callsPerTick),
        formatDuration(criticalPathNanosPerTick),
      ],
      styles: ['cyan', 'bold', 'dim', 'bold'],
      ...(location !== undefined && !name.endsWith(location) && { location }),
    })),
    page,
  );
  const left = ranked.length - MOST_ROWS;
  return {
    title: 'What makes slow ticks slow',
    lines: [
      ...wrap(evidence, page.columns - INDENT.length).map((line) => INDENT + page.paint('dim', line)),
      ...lines,
      ...(left > 0 ? [INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : []),
    ],
  };
}
