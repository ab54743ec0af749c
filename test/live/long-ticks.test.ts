// A tick that lasts an hour, by a clock that a test can wind: exact, and at its place in the histogram.

import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { Recorder, type RecorderSink } from '../../src/capture/recorder/recorder.js';
import { NameTable } from '../../src/model/name-table.js';
import type { Nanoseconds } from '../../src/model/units.js';

const HOUR_NANOS = 3_600e9;

let nanos = 0;
jest.mock('../../src/capture/recorder/clock.js', () => ({ now: (): Nanoseconds => nanos as Nanoseconds }));

it('counts an hour as an hour, and an operation in it as what it took', () => {
  const names = new NameTable();
  const accumulator = new SegmentAccumulator(names, new TickAnalysis(() => false));
  const sink: RecorderSink = {
    tickStarted: () => accumulator.tickStarted(),
    tickReturned: () => {},
    operationEnded: (...ended) => accumulator.operationEnded(...ended),
    traceClosed: (trace, buffer) => accumulator.tickClosed(buffer, trace.symbol),
    operationFailed: () => {},
    tickFailed: () => {},
    spanCost: () => {},
    sequenceGap: () => {},
    onDue: () => Infinity,
    eventsReceived: () => {},
    eventsHandled: () => {},
    losses: {
      add: (id) => {
        throw new Error(id);
      },
    },
  };
  const recorder = new Recorder(sink);
  const onTick = names.intern('tick', 'TradingBot.onTick', {});
  const save = names.intern('database', 'PriceDatabase.save', {});

  const { trace } = recorder.startTick(onTick, 'BTC-USD');
  nanos += 60e9;
  const saveStart = nanos as Nanoseconds;
  const position = recorder.start(trace, save, 0, saveStart);
  nanos += HOUR_NANOS - 60e9;
  recorder.end(trace, position, save, saveStart, false);
  recorder.settle(trace, false);

  const { ticks, operations } = accumulator.toSegment({
    fromUnixMillis: 0 as never,
    toUnixMillis: 1 as never,
    processes: [],
    instrumented: [],
    notSeen: [],
  });
  expect(ticks).toMatchObject({ started: 1, count: 1, underTarget: 0 });
  expect(ticks.durations).toMatchObject({ count: 1, sumNanos: HOUR_NANOS, maxNanos: HOUR_NANOS });
  expect(operations.find(({ kind }) => kind === 'database')).toMatchObject({
    count: 1,
    late: 0,
    durations: { sumNanos: HOUR_NANOS - 60e9 },
  });
});
