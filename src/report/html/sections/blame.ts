// Who held the event loop: a matrix of owners and what it cost, each column shaded by its largest number.

import { formatCount, formatDuration, formatShare } from '../../../model/format-units.js';
import { ownerLabel } from '../../../model/owner-table.js';
import type { Report } from '../../../model/report/report.js';
import type { ReportGc, ReportLoopOwner } from '../../../model/report/runtime-report.js';
import type { Nanoseconds, Share } from '../../../model/units.js';
import { loopTexts } from '../../sections/event-loop.js';
import type { Table } from '../../table.js';
import { type HtmlSection, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup, type Markup, nameText } from '../markup.js';

const MOST_OWNERS = 30;
const MOST_STALLS = 20;
/** Shades from none to the darkest. */
const SHADES = 5;

interface Measure {
  readonly title: string;
  readonly value: (owner: ReportLoopOwner) => number;
  readonly text: (value: number) => string;
}

const duration = (nanos: number): string => formatDuration(nanos as Nanoseconds);

const MEASURES: readonly Measure[] = [
  { title: 'share', value: ({ share }) => share, text: (share) => formatShare(share as Share) },
  { title: 'held', value: ({ heldNanos }) => heldNanos, text: duration },
  { title: 'times', value: ({ count }) => count, text: formatCount },
  { title: 'p95', value: ({ p95Nanos }) => p95Nanos, text: duration },
  { title: 'longest', value: ({ maxNanos }) => maxNanos, text: duration },
  { title: 'collections', value: ({ gcNanos }) => gcNanos, text: duration },
  { title: 'stalls', value: ({ stalls }) => stalls, text: formatCount },
  { title: 'ticks delayed', value: ({ delayedTicks }) => delayedTicks, text: formatCount },
  { title: 'by at most', value: ({ delayedTickNanos }) => delayedTickNanos, text: duration },
];

export function blame({ runtime }: Report): HtmlSection | undefined {
  if (runtime === undefined) return undefined;
  const { eventLoop, gc } = runtime;
  return {
    id: 'event-loop',
    title: 'Who held the event loop',
    body: markup`${eventLoop === undefined ? '' : matrix(eventLoop.owners)} ${paragraphs(loopTexts(runtime, MOST_STALLS))}
    ${gc === undefined ? '' : htmlTable('Garbage collections', collectionTable(gc))}`,
  };
}

function matrix(owners: readonly ReportLoopOwner[]): Markup {
  const shown = owners.slice(0, MOST_OWNERS);
  if (shown.length === 0) return markup``;
  const largest = MEASURES.map(({ value }) => Math.max(...shown.map(value)));
  const row = (owner: ReportLoopOwner): Markup =>
    markup`<tr><th scope="row">${nameText(ownerLabel(owner))}</th>${MEASURES.map(({ value, text }, place) => {
      const amount = value(owner);
      return markup`<td class="number shade-${shadeOf(amount, largest[place] ?? 0)}">${text(amount)}</td>`;
    })}</tr>\n`;
  const caption = 'Who held the event loop, and what that delayed';
  return markup`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
      <table class="matrix">
        <caption>${caption}</caption>
        <thead>
          <tr>
            <th scope="col">held by</th>
            ${MEASURES.map(({ title }) => markup`<th scope="col" class="number">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(row)}
        </tbody>
      </table>
    </div>
    ${owners.length > shown.length ? markup`<p class="dim">and ${formatCount(owners.length - shown.length)} more</p>` : ''}`;
}

function shadeOf(amount: number, largest: number): number {
  return largest === 0 ? 0 : Math.ceil((amount / largest) * (SHADES - 1));
}

function collectionTable({ byKind }: ReportGc): Table {
  return {
    columns: [
      { title: 'kind', align: 'left', flexible: true },
      { title: 'pauses', align: 'right' },
      { title: 'in all', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: 'longest', align: 'right' },
      { title: 'ticks hit', align: 'right' },
      { title: 'in ticks', align: 'right' },
    ],
    rows: byKind.map(({ kind, pauses, totalNanos, p95Nanos, maxNanos, ticksHit, inTicksNanos }) => ({
      cells: [
        kind,
        formatCount(pauses),
        ...[totalNanos, p95Nanos, maxNanos].map(formatDuration),
        formatCount(ticksHit),
        formatDuration(inTicksNanos),
      ],
    })),
  };
}
