// Ticks in which Tickscope works, on a virtual clock: from the record of the work to the sums.

import { asTickscopeWork } from '../../src/capture/runtime/tickscope-work.js';
import { RecordedCall } from '../../src/capture/wrap/recorded-call.js';
import type { RunningSegment } from '../../src/aggregate/running-segment.js';
import type { LiveRecorder } from '../../src/live/live-recorder.js';
import type { TimedWork } from '../../src/live/timed-work.js';
import { asPiece } from '../../src/measured-work.js';
import { NameTable } from '../../src/model/name-table.js';
import type { SegmentTotals } from '../../src/aggregate/segment-accumulator.js';
import type { OperationRow } from '../../src/model/record/record-segment.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { clock } from '../support/virtual-clock.js';
import { liveParts } from './live-parts.js';

jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));
jest.mock('../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../src/primordials.js'),
  threadCpuUsage: undefined,
  startImmediate: () => ({ unref: () => {} }),
}));

const TICK = 0;
const LOAD = 1;
const EVENT = { symbol: 'BTC', unixMillis: NaN, missing: 0, batch: undefined };

let live: LiveRecorder;
let running: RunningSegment;
let timedWork: TimedWork;

beforeEach(() => {
  clock.nanos = 1_000_000;
  clock.readingNanos = 0;
  const names = new NameTable();
  names.intern('tick', 'onTick');
  names.intern('database', 'load');
  running = runningSegment({ names });
  ({ live, timedWork } = liveParts(running, names));
});

const busy = (nanos: number): void => void (clock.nanos += nanos);
const work = (nanos: number): void => asPiece('writing', () => busy(nanos));

/** A tick of 100 µs, with an operation of 40 in it. */
function tick(inOperation: () => void, behindIt: () => void = () => {}): void {
  const call = RecordedCall.ofTick(live.recorder, TICK, EVENT, false);
  busy(20_000);
  const load = RecordedCall.ofOperation(live.recorder, LOAD, false);
  busy(20_000);
  inOperation();
  busy(20_000);
  load.end(false);
  behindIt();
  busy(40_000);
  call.end(false);
  call.left();
}

function measured(): { readonly totals: SegmentTotals; readonly load: OperationRow } {
  live.drain();
  const { accumulator } = running;
  const rows = [...accumulator.toParts({} as never).operations];
  return { totals: accumulator.totals(), load: rows.find(({ name }) => name === 'load') as OperationRow };
}

it('leaves a piece of work out, however short it is', () => {
  tick(
    () => work(300),
    () => work(70_000),
  );
  const { totals, load } = measured();
  expect(totals.ticks.durations.sumNanos).toBe(100_000);
  expect(load.durations.sumNanos).toBe(40_000);
  expect(load.selfNanos).toBe(40_000);
  expect(totals.overhead).toMatchObject({ writingNanos: 70_300, longestHoldNanos: 70_000 });
});

it('leaves reading the log out, which is asked for within the tick', () => {
  clock.readingNanos = 0;
  for (let number = 0; number < 20; number++) tick(() => {});
  const before = measured().totals.ticks.durations.sumNanos;
  for (let number = 0; number < 20; number++) tick(() => {});
  tick(() => {
    // Each look at the clock takes 1 µs: the two around the reading.
    clock.readingNanos = 1_000;
    live.traceOf(live.recorder.active.get());
    clock.readingNanos = 0;
  });
  expect(measured().totals.ticks.durations.sumNanos - before).toBe(21 * 100_000 + 1_000);
});

it('leaves timed work out that is due within the tick', () => {
  timedWork.add({ overdueNanos: 0, proceed: () => busy(2_500_000) });
  tick(() => {
    // So late that it does not wait for the tick's end.
    busy(1.1e9);
    live.recorder.timeRead(clock.nanos as never);
  });
  expect(measured().totals.ticks.durations.sumNanos).toBe(100_000 + 1.1e9);
});

it('does not leave out what runs in a callback of its own, even in the context of a tick that waits', () => {
  const call = RecordedCall.ofTick(live.recorder, TICK, EVENT, true);
  live.recorder.active.run(call.scope, () => {
    busy(10_000);
    asTickscopeWork(() => work(60_000));
  });
  busy(10_000);
  call.end(false);
  expect(measured().totals.ticks.durations.sumNanos).toBe(80_000);
});

it('keeps the response whole: whoever waits for the result waits for Tickscope too', () => {
  const { events } = live.recorder;
  const arrival = events.enter({ source: 'client', count: () => 1, symbol: () => 'BTC' }, clock.nanos);
  busy(5_000);
  tick(() => work(30_000));
  events.leave(arrival);
  const { ticks, arrivals } = measured().totals;
  expect(ticks.durations.sumNanos).toBe(100_000);
  expect(arrivals.waits.stamped.sumNanos).toBe(5_000);
  expect(arrivals.responses.stamped.sumNanos).toBe(135_000);
});

it('counts loading, and does not count it as holding a program that runs', () => {
  tick(() => asPiece('loading', () => busy(9_000_000)));
  const { ticks, overhead } = measured().totals;
  expect(ticks.durations.sumNanos).toBe(100_000);
  expect(overhead).toMatchObject({ loadingNanos: 9_000_000, longestHoldNanos: 0 });
});
