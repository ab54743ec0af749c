// Scopes in contexts of OpenTelemetry: what the program sets on them stays, and the span that stands for a scope.

import { type Context, createContextKey, ROOT_CONTEXT, type Span, trace as api } from '@opentelemetry/api';
import { setSpanPosition, type SpanPosition } from '../../../src/capture/recorder/program-spans.js';
import { RecorderSpan } from '../../../src/capture/recorder/recorder-span.js';
import {
  answerWithSpans,
  foreignParentIn,
  lookPlacesUpWith,
  ScopeContext,
  scopeIn,
  valuesOf,
} from '../../../src/capture/recorder/scope-context.js';
import type { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import { RecordedLog } from './recorded-log.js';

const ORDER = createContextKey('order');
const VENUE = createContextKey('venue');
const TICK = 7;
const LOAD = 3;
const SAVE = 4;

let log: RecordedLog;

beforeEach(() => {
  log = new RecordedLog();
  lookPlacesUpWith((scope) => log.placeOf(scope));
});
afterEach(() => {
  answerWithSpans(true);
  lookPlacesUpWith(() => undefined);
});

/** The context of the code in a call. */
const contextOf = (call: RecordedCall, values?: Context): Context => new ScopeContext(values, call.scope);
const traceOf = (call: RecordedCall): OpenTrace => log.traceOf(call.scope) as OpenTrace;
const programSpan = (traceId = '1'.repeat(32), spanId = '2'.repeat(16)): Span =>
  api.wrapSpanContext({ traceId, spanId, traceFlags: 1 });

describe('ScopeContext', () => {
  it('is found from every context over it, and is none under it', () => {
    const context = contextOf(log.asyncTick(TICK));
    const scope = scopeIn(context);
    expect(scope).toBeGreaterThan(0);
    expect(scopeIn(context.setValue(ORDER, 1).setValue(VENUE, 2).deleteValue(ORDER))).toBe(scope);
    expect(scopeIn(ROOT_CONTEXT)).toBe(0);
    expect(scopeIn(valuesOf(context))).toBe(0);
  });

  it('keeps the values of the context that it was started in, and of those set over it', () => {
    const outside = ROOT_CONTEXT.setValue(ORDER, 'outside');
    const tick = contextOf(log.asyncTick(TICK), outside);
    const inside = tick.setValue(ORDER, 'inside');
    expect([tick.getValue(ORDER), inside.getValue(ORDER), inside.deleteValue(ORDER).getValue(ORDER)]).toEqual([
      'outside',
      'inside',
      undefined,
    ]);
    // Contexts are immutable.
    expect(tick.deleteValue(ORDER).getValue(ORDER)).toBeUndefined();
    expect(tick.getValue(ORDER)).toBe('outside');
  });

  it('has no values where none were set, and takes some', () => {
    const tick = contextOf(log.asyncTick(TICK));
    expect(tick.getValue(ORDER)).toBeUndefined();
    const values = valuesOf(tick);
    expect(values.getValue(ORDER)).toBeUndefined();
    expect(values.setValue(ORDER, 1).getValue(ORDER)).toBe(1);
    expect(values.setValue(ORDER, 1).deleteValue(ORDER).getValue(ORDER)).toBeUndefined();
    expect(values.deleteValue(ORDER).getValue(ORDER)).toBeUndefined();
  });
});

describe('the values of a context', () => {
  it('are those that were set in a closed tick, and nothing of the tick', () => {
    const tick = log.asyncTick(TICK);
    const outside = ROOT_CONTEXT.setValue(VENUE, 'X');
    const inTick = contextOf(tick, outside);
    const set = inTick.setValue(ORDER, 1).setValue(VENUE, 'Y').setValue(ORDER, 2);
    const withSpan = api.setSpan(set, api.getSpan(inTick) as Span);
    expect(api.getSpan(withSpan)).toBeInstanceOf(RecorderSpan);
    tick.end(false);
    const kept = valuesOf(withSpan);
    expect([kept.getValue(ORDER), kept.getValue(VENUE)]).toEqual([2, 'Y']);
    expect(scopeIn(kept)).toBe(0);
    expect(api.getSpan(kept)).toBeUndefined();
    expect(valuesOf(inTick)).toBe(outside);
  });

  it('are those of a context without a scope, as it is', () => {
    const values = ROOT_CONTEXT.setValue(ORDER, 1);
    expect(valuesOf(values)).toBe(values);
    expect(valuesOf(ROOT_CONTEXT)).toBe(ROOT_CONTEXT);
    const over = valuesOf(contextOf(log.asyncTick(TICK))).setValue(ORDER, 1);
    expect(valuesOf(over)).toBe(over);
  });

  it('keep a span of the program', () => {
    const span = programSpan();
    const inTick = api.setSpan(contextOf(log.asyncTick(TICK)), span);
    expect(api.getSpan(valuesOf(inTick))).toBe(span);
  });
});

it('answers after 100,000 contexts that were each made in the one before, of ticks and of values', () => {
  let context = ROOT_CONTEXT;
  for (let number = 1; number <= 100_000; number++) {
    context = new ScopeContext(context, number).setValue(ORDER, number);
    if (number % 2 === 0) context = context.setValue(ORDER, -number).setValue(VENUE, 'X');
  }
  expect([context.getValue(ORDER), context.getValue(VENUE), scopeIn(context)]).toEqual([-100_000, 'X', 100_000]);
  expect(context.getValue(createContextKey('never set'))).toBeUndefined();
  for (let time = 0; time < 100_000; time++) context = context.setValue(ORDER, time);
  expect(context.getValue(VENUE)).toBe('X');
});

describe('the span of a tick', () => {
  it('is the same object each time, and stands for the operation of its context', () => {
    const tick = log.asyncTick(TICK);
    const context = contextOf(tick);
    const span = api.getSpan(context);
    expect(span).toBeInstanceOf(RecorderSpan);
    expect(api.getSpan(context)).toBe(span);
    expect(span).toMatchObject({ trace: traceOf(tick), position: ROOT });
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const inner = api.getSpan(contextOf(load));
    expect(inner).toMatchObject({ trace: traceOf(tick), position: 1 });
    expect(inner?.spanContext().traceId).toBe(span?.spanContext().traceId);
    expect(inner?.spanContext().spanId).not.toBe(span?.spanContext().spanId);
  });

  it('is the same object each time that the running code asks for it', () => {
    const tick = log.asyncTick(TICK);
    const ask = (): Span | undefined => api.getSpan(log.recorder.active.context as Context);
    const [first, second] = log.inside(tick, () => [ask(), ask()]);
    expect(first).toBeInstanceOf(RecorderSpan);
    expect(second).toBe(first);
  });

  it('is the span around the tick where an SDK of the program keeps the spans', () => {
    const around = programSpan();
    const outside = api.setSpan(ROOT_CONTEXT, around);
    expect(api.getSpan(contextOf(log.asyncTick(TICK), outside))).toBeInstanceOf(RecorderSpan);
    answerWithSpans(false);
    expect(api.getSpan(contextOf(log.asyncTick(TICK), outside))).toBe(around);
  });

  it('is the span around a tree that never leaves as spans: outside a tick, or of a closed tick that is not kept', () => {
    expect(api.getSpan(contextOf(log.asyncOperation(LOAD)))).toBeUndefined();
    const tick = log.asyncTick(TICK);
    tick.end(false);
    expect(api.getSpan(contextOf(tick))).toBeUndefined();
    const kept = log.asyncTick(TICK);
    log.calls.onClosed = (trace) => void (trace.left = true);
    kept.end(false);
    const span = api.getSpan(contextOf(kept));
    expect(span).toBeInstanceOf(RecorderSpan);
    expect(span?.isRecording()).toBe(false);
  });

  it('keeps its trace, whoever begins afterwards', () => {
    const tick = log.asyncTick(TICK);
    const span = api.getSpan(contextOf(tick)) as Span;
    const { traceId } = span.spanContext();
    tick.end(false);
    const next = api.getSpan(contextOf(log.asyncTick(TICK))) as Span;
    expect(span.spanContext().traceId).toBe(traceId);
    expect(span.isRecording()).toBe(false);
    expect(next.spanContext().traceId).not.toBe(traceId);
  });
});

describe("a program's span in a tick", () => {
  it('has the operations below it that start in its context', () => {
    const tick = log.asyncTick(TICK);
    const ofSpan = log.inside(tick, () => log.asyncOperation(LOAD));
    const span = programSpan();
    setSpanPosition(span, { trace: traceOf(tick), scope: ofSpan.scope });
    const below = api.setSpan(contextOf(tick), span);
    expect(api.getSpan(below)).toBe(span);
    expect(scopeIn(below)).toBe(ofSpan.scope);
    log.recorder.active.run(below, () => log.operation(SAVE)).end(false);
    log.inside(tick, () => log.operation(SAVE)).end(false);
    tick.end(false);
    expect(log.closed[0]).toMatchObject({
      operationIds: [TICK, LOAD, SAVE, SAVE],
      parents: [NO_PARENT, ROOT, 1, ROOT],
    });
  });

  it.each<[what: string, positionOf: (tick: RecordedCall) => SpanPosition | undefined]>([
    [
      'of another tick',
      (): SpanPosition => {
        const other = log.asyncTick(TICK);
        return { trace: traceOf(other), scope: other.scope };
      },
    ],
    ['without a place', (tick): SpanPosition => ({ trace: traceOf(tick), scope: 0 })],
    ['that nobody recorded', (): undefined => undefined],
  ])('%s has none below it', (_case, positionOf) => {
    const tick = log.asyncTick(TICK);
    const span = programSpan();
    const position = positionOf(tick);
    if (position !== undefined) setSpanPosition(span, position);
    const over = api.setSpan(contextOf(tick), span);
    expect(api.getSpan(over)).toBe(span);
    expect(scopeIn(over)).toBe(tick.scope);
  });
});

describe('the parent of a tick', () => {
  it('is the span of another process or instrumentation, whatever tick the code is in', () => {
    const span = programSpan();
    const { traceId, spanId } = span.spanContext();
    const around = api.setSpan(ROOT_CONTEXT, span);
    expect(foreignParentIn(around)).toMatchObject({ traceId, spanId });
    expect(foreignParentIn(contextOf(log.asyncTick(TICK), around))).toMatchObject({ traceId, spanId });
  });

  it.each<[what: string, span: () => Span]>([
    ['of Tickscope', (): Span => api.getSpan(contextOf(log.asyncTick(TICK))) as Span],
    ['without a trace', (): Span => programSpan('0'.repeat(32))],
    ['without an id', (): Span => programSpan('1'.repeat(32), '0'.repeat(16))],
    ['whose trace is no trace id', (): Span => programSpan('trace')],
  ])('is no span %s', (_what, span) => {
    expect(foreignParentIn(api.setSpan(ROOT_CONTEXT, span()))).toBeUndefined();
  });
});
