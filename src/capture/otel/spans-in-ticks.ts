// Puts the spans of the program's instrumentations into the ticks in which they begin, on the recorder's clock.
//
// Where Tickscope's SDK makes them, they are the spans of their operations and share the fate of their tick: kept, they leave
// with it and with its times; else they do not leave. Where the program has an SDK of its own they are read and no more.

import type { Context } from '@opentelemetry/api';
import type { NameTable } from '../../model/name-table.js';
import { hrTime } from '../../model/hr-time.js';
import { ATTR_BACKDATED, ATTR_LATE } from '../../model/semconv/semantic-conventions.js';
import type { Nanoseconds } from '../../model/units.js';
import { now, unixNanos } from '../recorder/clock.js';
import { setSpanPosition, type SpanPosition, spanPositionOf } from '../recorder/program-spans.js';
import { HeldSpans, type OpenTrace } from '../recorder/open-trace.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext, tickContextOf } from '../recorder/tick-context.js';
import { writeTimes } from './corrected-times.js';
import { spanDurationOf, endWasGiven, startWasGiven } from './given-times.js';
import { type SdkSpan, type StartedSpan, STATUS_ERROR, TRACE_FLAG_SAMPLED } from './sdk-span.js';
import { SpanNames } from './span-names.js';
import { debug } from '../../stderr.js';

/** A span that is open in a tick. */
interface OpenSpan extends SpanPosition {
  readonly startNanos: Nanoseconds;
  readonly startGiven: boolean;
  /** Whether it leaves with its tick, or not at all. */
  readonly sharesFate: boolean;
  /** Of a call that has an operation already. */
  readonly isRecorded: boolean;
}

// Read live: a simulation that replaces `Date` replaces it for the SDK too.
// oxlint-disable-next-line eslint/no-restricted-properties
const unixMillis = (): number => Date.now();

export class SpansInTicks {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #isTickscopeSdk: boolean;
  readonly #recordedScopes: ReadonlySet<string>;
  readonly #failed: (error: unknown) => void;
  readonly #spanNames = new SpanNames();

  /**
   * @param isTickscopeSdk whether the spans come from Tickscope's SDK and are its to send
   * @param recordedScopes instrumentations whose calls are recorded without their spans; a span of theirs is none to count
   * @param failed told of an error, which must not reach the program
   */
  constructor(
    recorder: Recorder,
    names: NameTable,
    isTickscopeSdk: boolean,
    recordedScopes: ReadonlySet<string>,
    failed: (error: unknown) => void,
  ) {
    this.#recorder = recorder;
    this.#names = names;
    this.#isTickscopeSdk = isTickscopeSdk;
    this.#recordedScopes = recordedScopes;
    this.#failed = failed;
  }

  start(span: StartedSpan, parentContext: Context): void {
    try {
      this.#start(span, parentContext);
    } catch (error) {
      debug('recording a span of the program failed', error);
      this.#failed(error);
    }
  }

  /** @returns whether the span leaves now */
  end(span: SdkSpan): boolean {
    const open = spanPositionOf(span) as OpenSpan | undefined;
    if (open === undefined) return true;
    try {
      return this.#end(span, open);
    } catch (error) {
      debug('recording a span of the program failed', error);
      this.#failed(error);
      return true;
    }
  }

  #start(span: StartedSpan, parentContext: Context): void {
    // The context of another copy of the API knows no tick, but the span begins in the one that is running.
    const tick = tickContextOf(parentContext) ?? activeTickContext();
    if (tick === undefined) return;
    const { trace } = tick;
    const sharesFate = this.#isTickscopeSdk && trace.isTick && isSampledIn(trace, span);
    // A trace of its own: the program wants it so, or a timer goes on long after the tick that set it.
    if (!sharesFate && (trace.closed || (this.#isTickscopeSdk && trace.isTick))) return;
    const startGiven = startWasGiven(span, unixMillis);
    if (startGiven && sharesFate) span.setAttribute(ATTR_BACKDATED, true);
    const { name: scope } = span.instrumentationLibrary ?? span.instrumentationScope;
    const isRecorded = this.#recordedScopes.has(scope);
    if (isRecorded && !sharesFate) return;
    const hasPlace = !startGiven && !isRecorded;
    // Before the clock is read: what naming costs is not the operation's.
    const operationId = hasPlace ? this.#operationIdOf(span) : 0;
    const startNanos = now();
    const position = hasPlace ? this.#recorder.start(trace, operationId, tick.top, startNanos) : NO_POSITION;
    if (sharesFate && position !== NO_POSITION) trace.adoptSpanId(position, span.spanContext().spanId);
    const open: OpenSpan = { trace, position, startNanos, startGiven, sharesFate, isRecorded };
    setSpanPosition(span, open);
  }

  #end(span: SdkSpan, open: OpenSpan): boolean {
    const { trace, position, startNanos, sharesFate } = open;
    const endNanos = now();
    const isGiven = open.startGiven || endWasGiven(span, endNanos - startNanos, unixMillis);
    if (!open.isRecorded) this.#endOperation(span, open, isGiven);
    if (!sharesFate) return true;
    if (!trace.closed) {
      const hasPlace = !isGiven && !open.isRecorded;
      return this.#hold(span, trace, hasPlace ? position : NO_POSITION, !hasPlace);
    }
    if (!trace.left) return false;
    if (!isGiven) writeTimes(span, hrTime(unixNanos(startNanos)), hrTime(unixNanos(endNanos)));
    // An ended span takes no attributes any more, but this one is ours.
    Object.assign(span.attributes, { [ATTR_LATE]: true });
    return true;
  }

  #endOperation(span: SdkSpan, { trace, position, startNanos }: OpenSpan, isGiven: boolean): void {
    const failed = span.status.code === STATUS_ERROR;
    const operationId = this.#operationIdOf(span);
    trace.rename(position, operationId);
    if (isGiven) this.#recorder.endGiven(trace, position, operationId, spanDurationOf(span) as Nanoseconds, failed);
    else this.#recorder.end(trace, trace.closed ? NO_POSITION : position, operationId, startNanos, failed);
  }

  #hold(span: SdkSpan, trace: OpenTrace, position: number, hasNoPlace: boolean): false {
    const held = (trace.heldSpans ??= new HeldSpans());
    if (position !== NO_POSITION) held.placed.set(position, span);
    // A span beyond the tree's limit has been counted by the recorder.
    else if (hasNoPlace && !held.addUnplaced(span)) this.#recorder.losses.add('unplaced_spans_beyond_tick');
    return false;
  }

  #operationIdOf(span: SdkSpan): number {
    const { kind, name } = this.#spanNames.nameOf(span);
    return this.#names.intern(kind, name);
  }
}

function isSampledIn(trace: OpenTrace, span: StartedSpan): boolean {
  const { traceId, traceFlags } = span.spanContext();
  return traceId === trace.traceId && (traceFlags & TRACE_FLAG_SAMPLED) !== 0;
}
