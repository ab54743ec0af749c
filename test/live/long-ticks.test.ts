// A tick that lasts an hour, by a clock that a test can wind: exact, and at its place in the histogram.

import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { NameTable } from '../../src/model/name-table.js';
import { RecordedLog } from '../capture/recorder/recorded-log.js';
import { clock } from '../support/virtual-clock.js';

const HOUR_NANOS = 3_600e9;

jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));

it('counts an hour as an hour, and an operation in it as what it took', () => {
  const names = new NameTable();
  const accumulator = new SegmentAccumulator(names, new TickAnalysis(() => false));
  const log = new RecordedLog();
  log.calls.tickStarted = () => accumulator.tickStarted();
  log.calls.operationEnded = (...ended) => accumulator.operationEnded(...ended);
  log.calls.traceClosed = (trace, buffer) => accumulator.tickClosed(buffer, trace.symbol);
  const onTick = names.intern('tick', 'TradingBot.onTick', {});
  const save = names.intern('database', 'PriceDatabase.save', {});

  const tick = log.tick(onTick, 'BTC-USD');
  clock.nanos += 60e9;
  const saving = log.operation(save);
  clock.nanos += HOUR_NANOS - 60e9;
  saving.end(false);
  tick.end(false);
  log.drain();

  const { ticks, operations } = accumulator.toSegment({
    fromUnixMillis: 0 as never,
    toUnixMillis: 1 as never,
    processes: [],
    instrumented: [],
    caches: [],
    externals: [],
    notSeen: [],
    profiles: [],
    memory: [],
  });
  expect(log.calls.lost).toEqual([]);
  expect(ticks).toMatchObject({ started: 1, count: 1, underTarget: 0 });
  expect(ticks.durations).toMatchObject({ count: 1, sumNanos: HOUR_NANOS, maxNanos: HOUR_NANOS });
  expect(operations.find(({ kind }) => kind === 'database')).toMatchObject({
    count: 1,
    late: 0,
    durations: { sumNanos: HOUR_NANOS - 60e9 },
  });
});
