// Kept ticks as the page draws them: the spans that took most time, each with what is around it.

import { formatDuration, formatTime } from '../../model/format-units.js';
import type { SlowTick } from '../../model/report/report.js';
import { nameText } from './markup.js';
import type { PageSpan, PageTick } from './page-data.js';

/** Beyond, the page would be too large to send. */
export const MOST_TICKS = 10;
/** Of a tick; more are neither seen nor read. */
const MOST_SPANS = 64;
const SPAN_NAME_CELLS = 80;

export function pageTick(tick: SlowTick): PageTick {
  const { spans, path, durationNanos } = tick;
  const shown = longestSpans(tick);
  const depths: number[] = [];
  for (const { parent } of spans) depths.push(parent < 0 ? 0 : (depths[parent] ?? 0) + 1);
  return {
    label: tickLabel(tick),
    durationNanos,
    spans: [...shown]
      .toSorted((one, other) => one - other)
      .flatMap((place) => {
        const span = spans[place];
        return span === undefined ? [] : pageSpan(span, depths[place] ?? 0, sectionsOf(path, place));
      }),
    leftOut: spans.length - shown.size,
  };
}

function pageSpan(
  { name, kind, startNanos, durationNanos, failed, late }: SlowTick['spans'][number],
  depth: number,
  path: PageSpan['path'],
): PageSpan {
  const marks = [...(failed === true ? ['failed'] : []), ...(late === true ? ['late'] : [])].join(', ');
  return { label: nameText(name, SPAN_NAME_CELLS), kind, depth, startNanos, durationNanos, marks, path };
}

function sectionsOf(path: SlowTick['path'], place: number): PageSpan['path'] {
  return path
    .filter(({ span }) => span === place)
    .map(({ startNanos, durationNanos }) => [startNanos, durationNanos] as const);
}

function tickLabel({ durationNanos, name, symbol, startedAt, reason, traceId }: SlowTick): string {
  const what = nameText(symbol === undefined ? name : `${name} ${symbol}`, SPAN_NAME_CELLS);
  return nameText(`${formatDuration(durationNanos)} ${what}, ${formatTime(startedAt)}, ${reason}, trace ${traceId}`);
}

/** By position. A span is no shorter than what is awaited in it, so what is around one mostly comes before it; else it comes with it. */
function longestSpans({ spans }: SlowTick): Set<number> {
  const byLength = spans
    .map(({ durationNanos }, place) => ({ durationNanos, place }))
    .toSorted((one, other) => other.durationNanos - one.durationNanos || one.place - other.place);
  const shown = new Set<number>();
  for (const { place } of byLength) {
    const added: number[] = [];
    for (let at = place; at >= 0 && !shown.has(at); at = parentOf(spans, at)) added.push(at);
    if (shown.size + added.length > MOST_SPANS) continue;
    for (const at of added) shown.add(at);
  }
  return shown;
}

/** A parent stands before its children; anything else would make a circle. */
function parentOf(spans: SlowTick['spans'], place: number): number {
  const parent = spans[place]?.parent ?? -1;
  return parent < place ? parent : -1;
}
