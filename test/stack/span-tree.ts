// One form for a kept tick's tree, whether it comes from the record or from Jaeger.

import type { KeptTick } from '../../src/model/record/record-segment.js';
import type { JaegerSpan } from './servers.js';

export interface SpanTree {
  readonly name: string;
  /** Since 1970. */
  readonly startMicros: number;
  readonly durationMicros: number;
  /** By their starts. */
  readonly children: readonly SpanTree[];
}

function compare(one: SpanTree, other: SpanTree): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  // Names and times can be the same; then what is below decides.
  return one.startMicros - other.startMicros || (left < right ? -1 : Number(left > right));
}

/** Cuts times off to microseconds as Jaeger does. The bot awaits everything, so that no operation outlives its tick. */
export function treeOfKept(tick: KeptTick, position = 0): SpanTree {
  const { name, startNanos, durationNanos } = tick.operations[position]!;
  const children = tick.operations.flatMap(({ parent }, child) =>
    parent === position ? [treeOfKept(tick, child)] : [],
  );
  return {
    name,
    startMicros: Number((BigInt(tick.startedAtUnixNanos) + BigInt(startNanos)) / 1_000n),
    durationMicros: Math.floor(durationNanos / 1_000),
    children: children.toSorted(compare),
  };
}

export function parentIdOf({ references }: JaegerSpan): string | undefined {
  return references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
}

/** @returns the trees of all spans without a parent among `spans`: of a whole tick there is one */
export function treesOfSpans(spans: readonly JaegerSpan[]): readonly SpanTree[] {
  const ids = new Set(spans.map(({ spanID }) => spanID));
  const treeOf = (span: JaegerSpan): SpanTree => ({
    name: span.operationName,
    startMicros: span.startTime,
    durationMicros: span.duration,
    children: spans
      .filter((other) => parentIdOf(other) === span.spanID)
      .map(treeOf)
      .toSorted(compare),
  });
  return spans.filter((span) => !ids.has(parentIdOf(span) ?? '')).map(treeOf);
}
