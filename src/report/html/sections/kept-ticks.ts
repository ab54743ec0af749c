// The kept ticks: each as a waterfall that the script draws, and as a table.

import { formatCount, formatDuration } from '../../../model/format-units.js';
import type { Report } from '../../../model/report/report.js';
import type { Nanoseconds } from '../../../model/units.js';
import type { Table } from '../../table.js';
import { drawnBy, type HtmlSection } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { MOST_TICKS, pageTick } from '../kept-trees.js';
import { markup, type Markup } from '../markup.js';
import type { PageSpan, PageTick } from '../page-data.js';

/** Deeper levels are drawn like this one. */
const DEEPEST_INDENT = 12;

export function keptTicks({ slowest }: Pick<Report, 'slowest'>): HtmlSection | undefined {
  if (slowest.length === 0) return undefined;
  return {
    id: 'kept-ticks',
    title: 'The slowest ticks',
    body: markup`${drawnBy('waterfall')}${slowest.slice(0, MOST_TICKS).map((tick, place) => keptTick(pageTick(tick), place))}${moreTicks(slowest.length)}`,
  };
}

function moreTicks(ticks: number): Markup {
  const left = ticks - MOST_TICKS;
  return left > 0 ? markup`<p class="dim">and ${formatCount(left)} more: --format json has all</p>` : markup``;
}

function keptTick(tick: PageTick, place: number): Markup {
  const left =
    tick.leftOut === 0
      ? ''
      : markup`<p class="dim">and ${formatCount(tick.leftOut)} shorter operations: --format json has all</p>`;
  return markup`<details${place === 0 ? markup` class="numbers" open` : ''}><summary>${tick.label}</summary>
${htmlTable(`Tick ${place + 1}: ${tick.label}`, spanTable(tick))}${left}</details>
`;
}

function spanTable({ spans }: PageTick): Table {
  return {
    columns: [
      { title: 'operation', align: 'left', flexible: true },
      { title: 'kind', align: 'left' },
      { title: 'starts after', align: 'right' },
      { title: 'takes', align: 'right' },
      { title: 'the tick waited', align: 'right' },
      { title: 'notes', align: 'left' },
    ],
    rows: spans.map((span) => ({
      cells: [
        `${'· '.repeat(Math.min(span.depth, DEEPEST_INDENT))}${span.label}`,
        span.kind,
        formatDuration(span.startNanos as Nanoseconds),
        formatDuration(span.durationNanos as Nanoseconds),
        waitedText(span),
        span.marks,
      ],
      styles: [span.path.length > 0 ? 'bold' : 'dim', 'dim', undefined, undefined, undefined, 'red'],
    })),
  };
}

function waitedText({ path }: PageSpan): string {
  const nanos = path.reduce((sum, [, durationNanos]) => sum + durationNanos, 0);
  return nanos === 0 ? '-' : formatDuration(nanos as Nanoseconds);
}
