// Who held the event loop, and which ticks had to wait for it.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import { ownerLabel } from '../../model/owner-table.js';
import type { Report } from '../../model/report/report.js';
import { stalledBy, type StallRow } from '../../model/record/runtime-rows.js';
import type { ReportGc, ReportPool, ReportRuntime } from '../../model/report/runtime-report.js';
import { MILLISECOND, type Nanoseconds } from '../../model/units.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';
import { wrap } from '../text.js';

const OWNERS = 6;
const STALLS = 3;

export function eventLoop({ runtime }: Report, page: Page): SectionText | undefined {
  const lines = runtime === undefined ? [] : [...ownerLines(runtime, page), ...sentenceLines(runtime, page)];
  return lines.length === 0 ? undefined : { title: 'Event loop', lines };
}

function ownerLines({ eventLoop: loop }: ReportRuntime, page: Page): string[] {
  if (loop === undefined) return [];
  return tableLines(
    [
      { title: 'held by', align: 'left', flexible: true },
      { title: 'share', align: 'right' },
      { title: 'times', align: 'right' },
      { title: 'longest', align: 'right' },
      { title: 'stalls', align: 'right' },
      { title: 'delayed', align: 'right' },
    ],
    loop.owners.slice(0, OWNERS).map((owner) => ({
      cells: [
        ownerLabel(owner),
        formatShare(owner.share),
        formatCount(owner.count),
        formatDuration(owner.maxNanos),
        formatCount(owner.stalls),
        formatCount(owner.delayedTicks),
      ],
      styles: ['bold', undefined, undefined, undefined, owner.stalls > 0 ? 'red' : 'dim', 'dim'],
    })),
    page,
  );
}

function sentenceLines(runtime: ReportRuntime, { columns }: Page): string[] {
  return loopTexts(runtime, STALLS).flatMap((sentence) =>
    wrap(sentence, columns - INDENT.length).map((line) => INDENT + line),
  );
}

/** Stalls, collections, the thread pool, pools of connections. */
export function loopTexts({ eventLoop: loop, gc, resources }: ReportRuntime, mostStalls: number): string[] {
  const stalls = loop?.stalls.slice(0, mostStalls) ?? [];
  const wait = resources?.threadPoolWaitNanos ?? (0 as Nanoseconds);
  return [
    ...stalls.map((stall) => stallSentence(stall)),
    ...(gc === undefined ? [] : [gcSentence(gc)]),
    // Less is what asking takes.
    ...(wait >= MILLISECOND ? [`work waited ${formatDuration(wait)} for a thread of the pool at most`] : []),
    ...(resources?.pools ?? []).map(poolSentence),
  ];
}

function poolSentence({ name, max, neededMost }: ReportPool): string {
  return neededMost > max
    ? `the pool to ${name} needed ${formatCount(neededMost)} connections at once at most, and may have ${formatCount(max)}`
    : `the pool to ${name} needed ${formatCount(neededMost)} of its ${formatCount(max)} connections at once at most`;
}

function stallSentence(stall: StallRow): string {
  const { location, durationNanos, gcNanos, delayedTicks } = stall;
  const parts = [
    `${stalledBy(stall)} held the loop for ${formatDuration(durationNanos)}`,
    ...(location === undefined ? [] : [`in ${location}`]),
    ...(gcNanos === 0 ? [] : [`${formatDuration(gcNanos)} of it garbage collection`]),
    ...(delayedTicks === 0
      ? []
      : [`${formatCount(delayedTicks)} ${delayedTicks === 1 ? 'tick' : 'ticks'} began after it`]),
  ];
  return parts.join(', ');
}

function gcSentence({ pauses, totalNanos, share, byKind }: ReportGc): string {
  const hit = byKind.reduce((total, kind) => total + kind.ticksHit, 0);
  const longest = byKind.toSorted((left, right) => right.maxNanos - left.maxNanos)[0];
  return (
    `${formatCount(pauses)} garbage collections took ${formatDuration(totalNanos)}, ${formatShare(share)} of the time` +
    (longest === undefined ? '' : `, the longest ${formatDuration(longest.maxNanos)} (${longest.kind})`) +
    `; ${formatCount(hit)} fell into ticks`
  );
}
