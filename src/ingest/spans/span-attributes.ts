// The attributes of spans that are read: what a span is (its class), and what only it has. All others are passed over.

import {
  ATTR_TICK_AGE,
  ATTR_TICK_RESPONSE,
  ATTR_TICK_WAIT,
  ATTR_WAIT_BASIS,
} from '../../model/semconv/arrival-conventions.js';
import {
  ATTR_CRITICAL_PATH_NANOS,
  ATTR_DURATION_NANOS,
  ATTR_KEPT_REASON,
  ATTR_LATE,
  ATTR_SELF_NANOS,
  ATTR_START_NANOS,
  ATTR_SYMBOL,
  ATTR_WAIT_NANOS,
} from '../../model/semconv/semantic-conventions.js';
import { WAIT_BASES, type WaitBasis } from '../../model/record/arrival-totals.js';
import type { KeptReason } from '../../model/record/record-segment.js';
import { LONGEST_SPAN_NANOS } from '../limits.js';
import type { ReadSpan } from './read-span.js';
import type { SpanClasses } from './span-classes.js';

export type TakeAttribute = (span: ReadSpan, value: unknown, classes: SpanClasses) => void;

const REASONS: ReadonlySet<unknown> = new Set<KeptReason>(['failed', 'slow', 'random', 'last']);
const BASES: ReadonlySet<unknown> = new Set(WAIT_BASES);

/** Attributes of single spans, by name. */
export const SPAN_ATTRIBUTES: ReadonlyMap<string, TakeAttribute> = new Map<string, TakeAttribute>([
  [ATTR_CRITICAL_PATH_NANOS, (span, value) => (span.criticalPathNanos = nanosOf(value))],
  [ATTR_START_NANOS, (span, value) => (span.sinceTickNanos = nanosOf(value))],
  [ATTR_DURATION_NANOS, (span, value) => (span.durationNanos = nanosOf(value))],
  [ATTR_SELF_NANOS, (span, value) => (span.selfNanos = nanosOf(value))],
  [ATTR_WAIT_NANOS, (span, value) => (span.waitNanos = nanosOf(value))],
  [ATTR_LATE, (span, value) => (span.isLate = value === true || value === 'true')],
  [ATTR_TICK_WAIT, (span, value) => (span.waitBeforeNanos = nanosOfSeconds(value))],
  [ATTR_WAIT_BASIS, (span, value) => (span.waitBasis = BASES.has(value) ? (value as WaitBasis) : undefined)],
  [ATTR_TICK_RESPONSE, (span, value) => (span.responseNanos = nanosOfSeconds(value))],
  [ATTR_TICK_AGE, (span, value) => (span.ageNanos = nanosOfSeconds(value))],
  [ATTR_KEPT_REASON, (span, value) => (span.reason = REASONS.has(value) ? (value as KeptReason) : undefined)],
  [
    ATTR_SYMBOL,
    (span, value, classes) => (span.symbolId = typeof value === 'string' ? classes.symbols.idOf(value) : 0),
  ],
]);

/** Jaeger and JSON have whole numbers as numbers or as texts. */
function nanosOf(value: unknown): number {
  const nanos = typeof value === 'string' ? Number(value) : value;
  return typeof nanos === 'number' && nanos >= 0 && Number.isFinite(nanos) ? nanos : NaN;
}

/** What was written as a share of a second comes back as the whole nanoseconds that it was. */
function nanosOfSeconds(value: unknown): number {
  const nanos = Math.round(nanosOf(value) * 1e9);
  return nanos <= LONGEST_SPAN_NANOS ? nanos : NaN;
}
