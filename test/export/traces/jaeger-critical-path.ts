// The critical path that Jaeger's pages draw, restated after jaeger-ui (`TracePage/CriticalPath`: `index.ts`,
// `utils/findLastFinishingChildSpan.ts`, `utils/sanitizeOverFlowingChildren.ts`), on the times that Jaeger stores.
//
// Jaeger cuts a start and a duration down to whole microseconds, each by itself. The path goes back from the end of the root: the child that
// ends last is on it; after a child, the sibling that ends last of those that end *before* the child's start, and not with it.

import type { ReadableSpan } from '@opentelemetry/sdk-trace';

export interface StoredSpan {
  readonly id: string;
  readonly parent: string | undefined;
  readonly startMicros: bigint;
  readonly durationMicros: bigint;
}

/** @param spans parents first @returns by span id: how long it is on the path, in microseconds */
export function timesOnJaegersPath(spans: readonly StoredSpan[]): ReadonlyMap<string, number> {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const root = spans.find(({ parent }) => parent === undefined || !byId.has(parent));
  const times = new Map([...byId.keys()].map((id) => [id, 0]));
  const inside = withinParents(byId);
  const add = (id: string, from: bigint, to: bigint): void => void times.set(id, times.get(id)! + Number(to - from));

  let [current, cameFrom]: [StoredSpan | undefined, bigint | undefined] = [root, undefined];
  while (current !== undefined) {
    const to: bigint = cameFrom ?? endOf(current);
    const child = lastToEnd(inside, current.id, cameFrom);
    if (child === undefined) {
      add(current.id, current.startMicros, to);
      cameFrom = current.startMicros;
      current = inside.get(current.parent ?? '');
    } else {
      add(current.id, endOf(child), to);
      cameFrom = undefined;
      current = child;
    }
  }
  return times;
}

/** As Jaeger stores it. */
export function stored({ startTime, endTime, spanContext, parentSpanContext }: ReadableSpan): StoredSpan {
  const nanos = ([seconds, rest]: readonly [number, number]): bigint => BigInt(seconds) * 1_000_000_000n + BigInt(rest);
  return {
    id: spanContext().spanId,
    parent: parentSpanContext?.spanId,
    startMicros: nanos(startTime) / 1_000n,
    durationMicros: (nanos(endTime) - nanos(startTime)) / 1_000n,
  };
}

function endOf({ startMicros, durationMicros }: StoredSpan): bigint {
  return startMicros + durationMicros;
}

/** Leaves out children that lie outside their parents, and cuts those that reach out of them. Parents come first. */
function withinParents(spans: ReadonlyMap<string, StoredSpan>): Map<string, StoredSpan> {
  const inside = new Map<string, StoredSpan>();
  for (const span of spans.values()) {
    const parent = inside.get(span.parent ?? '');
    if (parent === undefined) {
      if (!spans.has(span.parent ?? '')) inside.set(span.id, span);
      continue;
    }
    const isBefore = span.startMicros < parent.startMicros && endOf(span) <= parent.startMicros;
    if (isBefore || span.startMicros >= endOf(parent)) continue;
    const startMicros = span.startMicros < parent.startMicros ? parent.startMicros : span.startMicros;
    const end = endOf(span) > endOf(parent) ? endOf(parent) : endOf(span);
    inside.set(span.id, { ...span, startMicros, durationMicros: end - startMicros });
  }
  return inside;
}

function lastToEnd(
  spans: ReadonlyMap<string, StoredSpan>,
  parent: string,
  before: bigint | undefined,
): StoredSpan | undefined {
  let last: StoredSpan | undefined;
  for (const span of spans.values()) {
    if (span.parent !== parent || (before !== undefined && endOf(span) >= before)) continue;
    if (last === undefined || endOf(span) > endOf(last)) last = span;
  }
  return last;
}
