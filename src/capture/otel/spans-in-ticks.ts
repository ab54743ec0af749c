// Puts the spans of the program's instrumentations into the ticks in which they begin, on the recorder's clock.
//
// Where Tickscope's SDK makes them, they are the spans of their operations and share the fate of their tick: kept, they leave
// with it and with its times; else they do not leave. Where the program has an SDK of its own they are read and no more.

import type { Context } from '@opentelemetry/api';
import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../model/log/log-layout.js';
import type { NameTable } from '../../model/name-table.js';
import { HeldSpans, type OpenTrace } from '../../model/tree/open-trace.js';
import { NO_POSITION } from '../../model/tree/tick-buffer.js';
import { hrTime } from '../../model/hr-time.js';
import { ATTR_BACKDATED, ATTR_LATE } from '../../model/semconv/semantic-conventions.js';
import type { Nanoseconds } from '../../model/units.js';
import { now, unixNanos } from '../recorder/clock.js';
import { setSpanPosition, type SpanPosition, spanPositionOf } from '../recorder/program-spans.js';
import type { Recorder } from '../recorder/recorder.js';
import { scopeIn } from '../recorder/scope-context.js';
import { writeTimes } from './corrected-times.js';
import { spanDurationOf, endWasGiven, startWasGiven } from './given-times.js';
import { SpanNames } from '../../model/span-names.js';
import { STATUS_ERROR, TRACE_FLAG_SAMPLED } from '../../model/span-values.js';
import type { SdkSpan, StartedSpan } from './sdk-span.js';
import { debug } from '../../stderr.js';

/** A span that is open in a tick. */
interface OpenSpan extends SpanPosition {
  /** In the tick's tree; `NO_POSITION` where it has no place there. */
  readonly position: number;
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
    const recorder = this.#recorder;
    // The context of another copy of the API knows no tick, but the span begins in the one that is running.
    const scope = scopeIn(parentContext) || recorder.active.get();
    const place = scope === 0 ? undefined : recorder.placeOf(scope);
    if (place === undefined) return;
    const { trace } = place;
    const sharesFate = this.#isTickscopeSdk && trace.isTick && isSampledIn(trace, span);
    // A trace of its own: the program wants it so, or a timer goes on long after the tick that set it.
    if (!sharesFate && (trace.closed || (this.#isTickscopeSdk && trace.isTick))) return;
    const startGiven = startWasGiven(span, unixMillis);
    if (startGiven && sharesFate) span.setAttribute(ATTR_BACKDATED, true);
    const { name: scopeName } = span.instrumentationLibrary ?? span.instrumentationScope;
    const isRecorded = this.#recordedScopes.has(scopeName);
    if (isRecorded && !sharesFate) return;
    const hasPlace = !startGiven && !isRecorded;
    trace.isShared = true;
    // Before the clock is read: what naming costs is not the operation's.
    const operationId = hasPlace ? this.#operationIdOf(span) : 0;
    const startNanos = now();
    const own = hasPlace ? this.#begin(operationId, scope) : 0;
    const ownPlace = own === 0 || trace.closed ? undefined : recorder.placeOf(own);
    const position = ownPlace?.trace === trace ? ownPlace.position : NO_POSITION;
    const isPlaced = position !== NO_POSITION && position !== place.position;
    if (sharesFate && isPlaced) trace.adoptSpanId(position, span.spanContext().spanId);
    const open: OpenSpan = {
      trace,
      scope: own,
      position: isPlaced ? position : NO_POSITION,
      startNanos,
      startGiven,
      sharesFate,
      isRecorded,
    };
    setSpanPosition(span, open);
  }

  #begin(operationId: number, scope: number): number {
    const begin = this.#recorder.begin(ASYNC_BEGIN | operationId, scope);
    return scope > 0 ? begin : -begin;
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

  #endOperation(span: SdkSpan, { trace, scope }: OpenSpan, isGiven: boolean): void {
    const recorder = this.#recorder;
    const failed = span.status.code === STATUS_ERROR;
    const operationId = this.#operationIdOf(span);
    if (isGiven) return recorder.endGiven(trace, scope, operationId, spanDurationOf(span) as Nanoseconds, failed);
    recorder.rename(scope, operationId);
    // The span itself leaves.
    recorder.leavesItself(scope);
    recorder.end(failed ? ASYNC_END | FAILED | operationId : ASYNC_END | operationId, scope);
    // The caller decides by what the trace is now.
    recorder.drain();
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
