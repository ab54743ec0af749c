// Where spans of the program's OpenTelemetry SDK stand in a tick.

import type { OpenTrace } from '../../model/tree/open-trace.js';

export interface SpanPosition {
  readonly trace: OpenTrace;
  /** Of the operation that the span is; 0 where its tree has no room for it, or its times were given. */
  readonly scope: number;
}

// Beside the span and not on it: spans are the program's objects.
const positions = new WeakMap<object, SpanPosition>();

export function setSpanPosition(span: object, position: SpanPosition): void {
  positions.set(span, position);
}

export function spanPositionOf(span: unknown): SpanPosition | undefined {
  return typeof span === 'object' && span !== null ? positions.get(span) : undefined;
}
