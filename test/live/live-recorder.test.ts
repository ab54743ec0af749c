// When the event log of a process is read, on a virtual clock and with immediates by hand.

import { NameTable } from '../../src/model/name-table.js';
import { TICKSCOPE_WORK, KIND_MASK, NOTE } from '../../src/model/log/log-layout.js';
import type { EventLog } from '../../src/model/log/event-log.js';
import { RecordedCall } from '../../src/capture/wrap/recorded-call.js';
import type { LiveRecorder } from '../../src/live/live-recorder.js';
import type { TimedWork } from '../../src/live/timed-work.js';
import type { RunningSegment } from '../../src/aggregate/running-segment.js';
import { runningSegment } from '../aggregate/running-parts.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { clock } from '../support/virtual-clock.js';
import { liveParts } from './live-parts.js';

jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));

const immediates: (() => void)[] = [];
jest.mock('../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../src/primordials.js'),
  startImmediate: (callback: () => void) => {
    immediates.push(callback);
    return { unref: () => {} };
  },
}));

const TICK = 7;
const EVENT = { symbol: 'BTC', unixMillis: NaN, missing: 0, batch: undefined };

let live: LiveRecorder;
let timedWork: TimedWork;
let running: RunningSegment;
let log: EventLog;
let traceClosed: jest.SpyInstance;
/** Where the log stands when a test begins. */
let start: number;

beforeEach(() => {
  clock.nanos = 1_000;
  clock.readingNanos = 0;
  immediates.length = 0;
  const names = new NameTable();
  for (let id = 0; id <= TICK; id++) names.intern('tick', `onTick${id}`);
  running = runningSegment({ names });
  const parts = liveParts(running, names);
  ({ live, timedWork } = parts);
  ({ log } = live.recorder);
  traceClosed = jest.spyOn(parts.sink, 'traceClosed');
  // What is due at the very start.
  ticks(1);
  live.drain();
  traceClosed.mockClear();
  start = log.position;
});

function ticks(count: number): void {
  for (let number = 0; number < count; number++) {
    RecordedCall.ofTick(live.recorder, TICK, EVENT, true).end(false);
  }
}

const closed = (): number => traceClosed.mock.calls.length;

/** What was written of Tickscope's own work, in nanoseconds. */
function workTimes(): number[][] {
  const times: number[][] = [];
  for (let position = start; position < log.position; position++) {
    if ((log.codeAt(position) & KIND_MASK) !== TICKSCOPE_WORK) continue;
    expect(log.codeAt(position + 1)).toBe(NOTE);
    times.push([position, position + 1].map((at) => Math.round((log.times[at * 2] as number) * 1e6)));
  }
  return times;
}

it('is read in the next free turn when 4,096 records wait', () => {
  ticks(1_000);
  expect(immediates).toHaveLength(0);
  ticks(400);
  expect(immediates).toHaveLength(1);
  expect(closed()).toBe(0);
  immediates.shift()?.();
  expect(closed()).toBe(1_400);
  // No further one is waited for.
  expect(live.overdueNanos).toBe(Infinity);
});

it('is read in slices of 100 µs, however much waits, each in a turn of its own', () => {
  ticks(2_600);
  live.drainSoon();
  live.drainSoon();
  expect(immediates).toHaveLength(1);
  clock.readingNanos = 50_000;
  let turns = 0;
  for (; immediates.length > 0; turns++) {
    const before = closed();
    immediates.shift()?.();
    // Two looks at 16 records each, of which a tick has three; its note is read with its begin.
    expect(closed() - before).toBeLessThanOrEqual(12);
  }
  expect(turns).toBeGreaterThan(200);
  expect(closed()).toBe(2_600);
});

it('is read in longer slices where a program writes more in a turn than one of them reads, and nothing is lost', () => {
  const lost = jest.spyOn(live.losses, 'add');
  let written = 0;
  let longest = 0;
  for (let turn = 0; turn < 100; turn++) {
    clock.readingNanos = 0;
    ticks(700);
    written += 700;
    // A look at 64 records takes 10 µs.
    clock.readingNanos = 10_000;
    const before = clock.nanos;
    immediates.shift()?.();
    longest = Math.max(longest, clock.nanos - before);
  }
  expect(lost).not.toHaveBeenCalled();
  expect(longest).toBeLessThan(500_000);
  clock.readingNanos = 0;
  live.drain();
  expect(closed()).toBe(written);
});

it('is read before a tick begins where the loop is not free', () => {
  ticks(2_700);
  expect(closed()).toBe(0);
  ticks(100);
  expect(closed()).toBeGreaterThan(2_700);
});

it('is read within the program where an immediate does not come for 100 ms', () => {
  expect(live.overdueNanos).toBe(Infinity);
  ticks(10);
  live.drainSoon();
  expect(live.overdueNanos).toBe(100_001_000);
  live.proceed();
  expect(closed()).toBe(10);
});

it('tells whoever writes it down before the program writes over it, where the loop is not free', () => {
  const waiting: number[] = [];
  live.afterReading(() => waiting.push(log.since(start)));
  ticks(60_000);
  expect(waiting.length).toBeGreaterThan(1);
  const between = waiting.map((position, place) => position - (waiting[place - 1] ?? 0));
  // With as many again, and a few more, the ring is not full.
  expect(Math.max(...between)).toBeLessThan((log.records / 4) * 3);
});

it('is read before somebody looks at an open trace, and not where there is no scope', () => {
  ticks(3);
  expect([live.traceOf(0), live.placeOf(0), closed()]).toEqual([undefined, undefined, 0]);
  const tick = RecordedCall.ofTick(live.recorder, TICK, EVENT, true);
  expect(live.traceOf(tick.scope)?.symbol).toBe('BTC');
  expect(closed()).toBe(3);
});

it('writes its own work down where that takes long within a callback of the program, and counts all of it', () => {
  ticks(100);
  clock.readingNanos = 49_999;
  live.drain();
  expect(workTimes()).toEqual([]);
  clock.readingNanos = 0;
  ticks(100);
  const from = clock.nanos;
  clock.readingNanos = 50_000;
  live.drain();
  expect(workTimes()).toEqual([[from, from + 50_000]]);
});

it('writes down when timed work was done', () => {
  const from = clock.nanos;
  timedWork.add({ overdueNanos: 0, proceed: () => void (clock.nanos += 50_000) });
  live.onDue(from as never);
  expect(workTimes()).toEqual([[from, from + 50_000]]);
});

it('counts received and handled events', () => {
  const from = { source: 'Exchange.handleMessage', symbol: 'BTC' };
  live.eventsReceived(5, from, 2e9 as Nanoseconds);
  live.eventsHandled(2, from);
  live.eventsHandled(1, from);
  expect(running.accumulator.arrivals.toTotals()).toMatchObject({ received: 5, handled: 3, ticksFromReceived: 2 });
  const feed = [...running.accumulator.feeds.values()].find(({ name }) => name.source === from.source);
  expect(feed).toMatchObject({ name: from, received: 5, handled: 3 });
});

it('goes on where making something of a tick fails, and says so', () => {
  traceClosed.mockImplementationOnce(() => {
    throw new Error('no room for a copy');
  });
  ticks(3);
  expect(() => live.drain()).not.toThrow();
  expect(closed()).toBe(3);
  expect(running.accumulator.losses.byCause.get('log_errors')).toBe(1);
  ticks(1);
  live.drain();
  expect(closed()).toBe(4);
});
