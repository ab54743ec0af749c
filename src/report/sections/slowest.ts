// The slowest ticks as trees, or the one that was asked for.

import { formatDuration, formatTime } from '../../model/format-units.js';
import type { Report, SlowTick } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { fit, wrap } from '../text.js';
import { treeLines } from '../tree-lines.js';

const MOST_TICKS = 3;
const MOST_LINES = 30;
/** Of the one tick that was asked for. */
const MOST_LINES_OF_ONE = 500;

export function slowest({ slowest: kept }: Pick<Report, 'slowest'>, page: Page): SectionText | undefined {
  const { tick } = page;
  if (tick === undefined) {
    const shown = kept
      .slice(0, MOST_TICKS)
      .flatMap((slow, position) => [...(position === 0 ? [] : ['']), ...tickLines(slow, MOST_LINES, page)]);
    return shown.length === 0 ? undefined : { title: 'The slowest ticks', lines: shown };
  }
  const asked = kept.find(({ traceId }) => traceId.startsWith(tick));
  return {
    title: 'One tick',
    lines: asked
      ? tickLines(asked, MOST_LINES_OF_ONE, page)
      : [INDENT + fit(`No tick ${tick} is kept.`, page.columns - INDENT.length)],
  };
}

function tickLines(slow: SlowTick, mostLines: number, page: Page): string[] {
  const symbol = slow.symbol === undefined ? '' : ` ${slow.symbol}`;
  const width = page.columns - INDENT.length;
  const about = `${formatTime(slow.startedAt)}, ${slow.reason}, trace ${slow.traceId}`;
  return [
    INDENT + page.paint('bold', fit(`${formatDuration(slow.durationNanos)}  ${slow.name}${symbol}`, width)),
    ...wrap(about, width).map((line) => INDENT + page.paint('dim', line)),
    ...treeLines(slow, mostLines, page),
  ];
}
