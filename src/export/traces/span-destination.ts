// Where spans go: an exporter on the program's thread, or the export thread.

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { KeptTick } from '../../model/record/record-segment.js';
import type { TraceDetails } from '../../model/trace-details.js';
import type { LateSpan } from './tick-spans.js';

export interface SpanDestination {
  /** Number of spans that wait to be exported, or whose export has no result yet. */
  readonly unsent: number;
  /** Takes all spans of a tick or none: half a tree explains nothing. */
  addTick(tick: KeptTick, details: TraceDetails): void;
  /** Takes a span that ended after its tick. */
  addLate(late: LateSpan): void;
  /** Takes a span of the program that is in no tick. */
  addEnded(span: ReadableSpan): void;
  /** Resolves when every span that waits now was sent or dropped. The caller limits the time. */
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
  /** Called when the program ends at once: the waiting spans count as losses. */
  abandon(): void;
}

/** How many spans of a tick leave with it. */
export function spansInTime({ operations }: KeptTick, { programSpansElsewhere }: TraceDetails): number {
  const inTime = operations.reduce((sum, { late }) => sum + (late === true ? 0 : 1), 0);
  return inTime + programSpansElsewhere.length;
}
