// The public class: nothing that goes wrong in it reaches the program, and its report says what did.

import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { buildReport } from '../../src/analysis/build-report.js';
import { BottleneckSpanProcessor } from '../../src/span-processor/index.js';
import type { HrTime, StartedSpan } from '../../src/capture/otel/sdk-span.js';
import { WARMUP_TICKS } from '../../src/model/targets.js';

let ids = 0;

function startedSpan(name: string, parent?: StartedSpan): StartedSpan {
  const traceId = parent?.spanContext().traceId ?? `trace-${++ids}`;
  const context = { traceId, spanId: `span-${++ids}`, traceFlags: 1 };
  const start = wallTime();
  return {
    name,
    kind: 0,
    attributes: {},
    status: { code: 0 },
    startTime: start,
    endTime: start,
    duration: [0, 0],
    events: [],
    parentSpanContext: parent?.spanContext(),
    instrumentationScope: { name: 'app' },
    spanContext: () => context,
    setAttribute: () => {},
  };
}

/** As the SDK computes an end, with a fraction of a millisecond: after a pause of this process a whole one looks given. */
function ended(span: StartedSpan): StartedSpan {
  const [seconds, nanos] = wallTime();
  return { ...span, endTime: [seconds, nanos + 1] };
}

function wallTime(): HrTime {
  const millis = Date.now();
  return [Math.floor(millis / 1e3), (millis % 1e3) * 1e6];
}

function runTicks(processor: BottleneckSpanProcessor, count: number): void {
  for (let number = 0; number < count; number++) {
    const tick = startedSpan('tick');
    processor.onStart(tick);
    const child = startedSpan('ema', tick);
    processor.onStart(child);
    processor.onEnd(ended(child));
    processor.onEnd(ended(tick));
  }
}

it('is a span processor of the SDK', async () => {
  const processor: SpanProcessor = new BottleneckSpanProcessor();
  await expect(processor.forceFlush()).resolves.toBeUndefined();
  await expect(processor.shutdown()).resolves.toBeUndefined();
});

it('reports on what was seen so far, as often as it is asked', () => {
  const processor = new BottleneckSpanProcessor();
  expect(processor.report().verdict.kind).toBe('no-ticks');
  runTicks(processor, 3);
  expect(processor.report().ticks.count).toBe(3);
  runTicks(processor, 2);
  expect(processor.report().ticks.count).toBe(5);
  expect(processor.report().operations.map(({ kind, name, count }) => [kind, name, count])).toEqual(
    expect.arrayContaining([
      ['tick', 'tick', 5],
      ['internal', 'ema', 5],
    ]),
  );
});

it('keeps the warm-up apart, so that the targets are judged without it', () => {
  const processor = new BottleneckSpanProcessor();
  runTicks(processor, WARMUP_TICKS + 100);
  expect(processor.segments().map(({ warmup, ticks }) => [warmup, ticks.count])).toEqual([
    [true, WARMUP_TICKS],
    [false, 100],
  ]);
  const { program, targets } = processor.report();
  expect(program.warmupTicks).toBe(WARMUP_TICKS);
  expect(targets.find(({ id }) => id === 'P1')?.status).not.toBe('unknown');
});

it('gives segments that add up with those of other processes', () => {
  const [one, other] = [new BottleneckSpanProcessor(), new BottleneckSpanProcessor()];
  runTicks(one, 3);
  runTicks(other, 4);
  const report = buildReport([...one.segments(), ...other.segments()], []);
  expect([report.ticks.count, report.program.processes]).toEqual([7, 2]);
});

it('never throws into the program, and counts what failed', () => {
  const processor = new BottleneckSpanProcessor();
  const broken = {
    ...startedSpan('tick'),
    spanContext: () => {
      throw new TypeError('no context');
    },
  };
  processor.onStart(broken);
  processor.onEnd(broken);
  processor.onEnd(undefined as unknown as StartedSpan);
  runTicks(processor, 1);
  const report = processor.report();
  expect(report.ticks.count).toBe(1);
  expect(report.losses).toEqual([
    { cause: 'on_end_errors', count: 2, text: 'errors in onEnd of the span processor' },
    { cause: 'on_start_errors', count: 1, text: 'errors in onStart of the span processor' },
  ]);
  expect(report.notes).toEqual(['The span processor failed in onStart: TypeError: no context.']);
});

it('takes nothing after shutdown, counts what was open, and goes on answering', async () => {
  const processor = new BottleneckSpanProcessor();
  runTicks(processor, 1);
  processor.onStart(startedSpan('open'));
  await processor.shutdown();
  await processor.shutdown();
  runTicks(processor, 1);
  const { ticks, losses } = processor.report();
  expect([ticks.started, ticks.count]).toEqual([2, 1]);
  expect(losses).toEqual([{ cause: 'ticks_open_at_shutdown', count: 1, text: 'ticks still open at shutdown' }]);
});

it('calls isTick as the method that it is', () => {
  const options = {
    wanted: 'tick',
    isTick(span: { name: string }): boolean {
      return span.name === this.wanted;
    },
  };
  const processor = new BottleneckSpanProcessor(options);
  runTicks(processor, 2);
  expect([processor.report().ticks.count, processor.report().losses]).toEqual([2, []]);
});
