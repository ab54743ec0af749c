// One form for a kept tick's tree, whether it comes from the record or from Jaeger.

import type { KeptTick } from '../../src/model/record/record-segment.js';
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DURATION_NANOS,
  ATTR_START_NANOS,
} from '../../src/model/semconv/semantic-conventions.js';
import type { JaegerSpan } from './servers.js';

export interface SpanTree {
  readonly name: string;
  /** Since the tick's begin. */
  readonly startNanos: number;
  readonly durationNanos: number;
  /** By their starts. */
  readonly children: readonly SpanTree[];
}

function compare(one: SpanTree, other: SpanTree): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  // Names and times can be the same; then what is below decides.
  return one.startNanos - other.startNanos || (left < right ? -1 : Number(left > right));
}

/** The bot awaits everything, so that no operation outlives its tick. */
export function treeOfKept(tick: KeptTick, position = 0): SpanTree {
  const { name, startNanos, durationNanos } = tick.operations[position]!;
  const children = tick.operations.flatMap(({ parent }, child) =>
    parent === position ? [treeOfKept(tick, child)] : [],
  );
  return { name, startNanos, durationNanos, children: children.toSorted(compare) };
}

/** An attribute of a span; `undefined` where it has none of that name. */
export function tagOf({ tags }: JaegerSpan, name: string): unknown {
  return tags.find(({ key }) => key === name)?.value;
}

export function parentIdOf({ references }: JaegerSpan): string | undefined {
  return references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
}

/** Start and duration are cut off to microseconds each, so that the end of the parent may seem to come one too early. */
export function isInside(child: JaegerSpan, parent: JaegerSpan): boolean {
  const end = ({ startTime, duration }: JaegerSpan): number => startTime + duration;
  return child.startTime >= parent.startTime && end(child) <= end(parent) + 1;
}

/** @returns the trees of all spans without a parent among `spans`: of a whole tick there is one */
export function treesOfSpans(spans: readonly JaegerSpan[]): readonly SpanTree[] {
  const ids = new Set(spans.map(({ spanID }) => spanID));
  const treeOf = (span: JaegerSpan): SpanTree => ({
    // The span of a statement is named by its summary.
    name: (tagOf(span, ATTR_DB_QUERY_TEXT) as string | undefined) ?? span.operationName,
    startNanos: Number(tagOf(span, ATTR_START_NANOS)),
    durationNanos: Number(tagOf(span, ATTR_DURATION_NANOS)),
    children: spans
      .filter((other) => parentIdOf(other) === span.spanID)
      .map(treeOf)
      .toSorted(compare),
  });
  return spans.filter((span) => !ids.has(parentIdOf(span) ?? '')).map(treeOf);
}
