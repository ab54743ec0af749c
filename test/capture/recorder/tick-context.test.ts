// The tick of the running code, and the span that stands for it.

import { context, createContextKey, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setSpanPosition } from '../../../src/capture/recorder/program-spans.js';
import { Recorder } from '../../../src/capture/recorder/recorder.js';
import { RecorderSpan } from '../../../src/capture/recorder/recorder-span.js';
import { NO_POSITION } from '../../../src/capture/recorder/tick-buffer.js';
import {
  activeTickContext,
  answerWithSpans,
  readActiveContextFrom,
  recorderSpanOf,
  TickContext,
  tickContextOf,
} from '../../../src/capture/recorder/tick-context.js';
import { RecordedCalls } from './recorded-calls.js';

const KEY = createContextKey('a key of the program');
const manager = new AsyncLocalStorageContextManager().enable();

beforeAll(() => context.setGlobalContextManager(manager));
afterAll(() => context.disable());
afterEach(() => {
  answerWithSpans(true);
  readActiveContextFrom(undefined);
});

const recorder = new Recorder(new RecordedCalls());
const startTick = (): TickContext => recorder.startTick(7, 'BTC');
const programSpan = (): Span =>
  trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });

describe('TickContext', () => {
  it('is found from every context over it, and is none under it', () => {
    const tick = startTick();
    expect(tickContextOf(tick)).toBe(tick);
    expect(tickContextOf(tick.setValue(KEY, 1).setValue(createContextKey('another'), 2))).toBe(tick);
    expect(tickContextOf(ROOT_CONTEXT)).toBeUndefined();
  });

  it('keeps the values of the context that it was started in, and of those set over it', () => {
    const outside = ROOT_CONTEXT.setValue(KEY, 'outside');
    const tick = context.with(outside, startTick);
    const inside = tick.setValue(KEY, 'inside');
    expect([tick.getValue(KEY), inside.getValue(KEY), inside.deleteValue(KEY).getValue(KEY)]).toEqual([
      'outside',
      'inside',
      undefined,
    ]);
    // Contexts are immutable.
    expect(tick.deleteValue(KEY).getValue(KEY)).toBeUndefined();
    expect(tick.getValue(KEY)).toBe('outside');
  });

  it('is the active one across an await, and not before and after', async () => {
    const tick = startTick();
    const seen: unknown[] = [activeTickContext()];
    await context.with(tick, async () => {
      seen.push(activeTickContext());
      await Promise.resolve();
      seen.push(activeTickContext());
    });
    expect([...seen, activeTickContext()]).toEqual([undefined, tick, tick, undefined]);
  });

  it('is read from the context manager that is named, past the API', () => {
    const tick = startTick();
    readActiveContextFrom({ active: () => tick, attach: context.attach.bind(context) });
    expect(activeTickContext()).toBe(tick);
    readActiveContextFrom(undefined);
    expect(activeTickContext()).toBeUndefined();
  });
});

describe('the span of a tick', () => {
  it('is the same object each time, and stands for the operation of its context', () => {
    const tick = startTick();
    const span = recorderSpanOf(tick);
    expect(span).toBeInstanceOf(RecorderSpan);
    expect(trace.getSpan(tick)).toBe(span);
    expect(span).toMatchObject({ trace: tick.trace, position: 0 });
    const inner = new TickContext(tick, tick.trace, 3);
    expect(recorderSpanOf(inner)).toMatchObject({ trace: tick.trace, position: 3 });
    expect(recorderSpanOf(inner)?.spanContext().traceId).toBe(span?.spanContext().traceId);
  });

  it('is the span around the tick where an SDK of the program keeps the spans', () => {
    const around = programSpan();
    const tick = context.with(trace.setSpan(ROOT_CONTEXT, around), startTick);
    expect(recorderSpanOf(tick)).toBeInstanceOf(RecorderSpan);
    answerWithSpans(false);
    const second = context.with(trace.setSpan(ROOT_CONTEXT, around), startTick);
    expect(trace.getSpan(second)).toBe(around);
  });

  it('is the span around a tree that never leaves as spans: outside a tick, or of a closed tick that is not kept', () => {
    expect(trace.getSpan(recorder.startOutermost(7))).toBeUndefined();
    const tick = startTick();
    recorder.settle(tick.trace, false);
    expect(trace.getSpan(tick)).toBeUndefined();
    tick.trace.left = true;
    expect(trace.getSpan(tick)).toBeInstanceOf(RecorderSpan);
  });
});

describe("a program's span in a tick", () => {
  it('has the operations below it that start in its context', () => {
    const tick = startTick();
    const span = programSpan();
    setSpanPosition(span, { trace: tick.trace, position: 5 });
    const below = trace.setSpan(tick, span);
    expect(trace.getSpan(below)).toBe(span);
    expect(tickContextOf(below)).toBe(below);
    expect(tickContextOf(below)?.top).toBe(5);
    expect(tick.top).toBe(0);
  });

  it.each([
    ['of another tick', (other: TickContext) => ({ trace: other.trace, position: 5 })],
    ['without a position', (_: TickContext, tick: TickContext) => ({ trace: tick.trace, position: NO_POSITION })],
    ['that nobody recorded', () => undefined],
  ])('%s has none below it', (_case, positionOf) => {
    const tick = startTick();
    const span = programSpan();
    const position = positionOf(startTick(), tick);
    if (position !== undefined) setSpanPosition(span, position);
    const over = trace.setSpan(tick, span);
    expect(trace.getSpan(over)).toBe(span);
    expect(tickContextOf(over)).toBe(tick);
  });
});
