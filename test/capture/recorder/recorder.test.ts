// The recorder on a virtual clock: every time and every flag by hand.

import type { OpenTrace } from '../../../src/capture/recorder/open-trace.js';
import { Recorder } from '../../../src/capture/recorder/recorder.js';
import { NO_POSITION } from '../../../src/capture/recorder/tick-buffer.js';
import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedCalls } from './recorded-calls.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const LOAD = 3;
const SAVE = 4;

let calls: RecordedCalls;
let recorder: Recorder;

beforeEach(() => {
  clock.nanos = 1_000;
  clock.readingNanos = 0;
  calls = new RecordedCalls();
  recorder = new Recorder(calls);
});

/** Starts an operation now. @returns what ends it */
function startOperation(trace: OpenTrace, id: number, parent: number = ROOT): (failed?: boolean) => void {
  const startNanos = clock.nanos as Nanoseconds;
  const position = recorder.start(trace, id, parent, startNanos);
  return (failed = false) => recorder.end(trace, position, id, startNanos, failed);
}

describe('Recorder', () => {
  it('times a tick and the operations inside it', () => {
    const { trace } = recorder.startTick(TICK, 'BTC');
    clock.nanos = 1_010;
    const endLoad = startOperation(trace, LOAD);
    clock.nanos = 1_020;
    const endSave = startOperation(trace, SAVE, 1);
    clock.nanos = 1_045;
    endSave();
    clock.nanos = 1_050;
    endLoad();
    clock.nanos = 1_100;
    recorder.settle(trace, false);

    expect(calls.lines).toEqual(['tick 7 starts', 'operation 4 took 25', 'operation 3 took 40', 'tick 7 closed']);
    expect(calls.closed).toEqual([
      {
        operationIds: [TICK, LOAD, SAVE],
        parents: [NO_PARENT, ROOT, 1],
        startNanos: [1_000, 1_010, 1_020],
        endNanos: [1_100, 1_050, 1_045],
        flags: [0, 0, 0],
      },
    ]);
  });

  it('starts a tick where its handler had started before it was known to be one', () => {
    const { trace } = recorder.startTick(TICK, undefined, undefined, 900 as Nanoseconds);
    recorder.settle(trace, false);
    expect(calls.closed[0]).toMatchObject({ startNanos: [900], endNanos: [1_000] });
  });

  it('keeps a tick open until the last of what it waits for has settled', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    trace.pending = 3;
    clock.nanos = 1_100;
    recorder.settle(trace, false);
    clock.nanos = 1_200;
    recorder.settle(trace, true);
    expect(trace.closed).toBe(false);
    clock.nanos = 1_300;
    recorder.settle(trace, false);
    expect(calls.lines).toEqual(['tick 7 starts', 'tick 7 closed, failed']);
    expect(calls.closed[0]).toMatchObject({ endNanos: [1_300], flags: [FLAG_FAILED] });
  });

  it('closes a trace once, however often it is settled', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    for (let times = 0; times < 3; times++) recorder.settle(trace, false);
    expect(calls.closed).toHaveLength(1);
  });

  it('marks an operation that threw, and not the tick around it', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    startOperation(trace, LOAD)(true);
    recorder.settle(trace, false);
    expect(calls.lines).toContain('operation 3 took 0, failed');
    expect(calls.closed[0]).toMatchObject({ flags: [0, FLAG_FAILED] });
  });

  it('gives an operation that is still open the end of its tick, and calls the tick back when it ends', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    clock.nanos = 1_010;
    const endSave = startOperation(trace, SAVE);
    clock.nanos = 1_100;
    recorder.settle(trace, false);
    const late: number[][] = [];
    trace.lateEnd = (position, id, from, to) => late.push([position, id, from, to]);
    clock.nanos = 1_500;
    endSave();
    expect(calls.closed[0]).toMatchObject({ endNanos: [1_100, 1_100], flags: [0, FLAG_LATE] });
    expect(calls.lines.at(-1)).toBe('operation 4 took 490, late');
    expect(late).toEqual([[1, SAVE, 1_010, 1_500]]);
  });

  it('counts an operation that starts after its tick has closed as late, without a position', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    recorder.settle(trace, false);
    expect(recorder.start(trace, LOAD, ROOT, 1_000 as Nanoseconds)).toBe(NO_POSITION);
    const end = startOperation(trace, LOAD);
    clock.nanos = 1_030;
    end();
    expect(calls.lines.at(-1)).toBe('operation 3 took 30, late');
  });

  it('measures operations beyond 2,048 of a tick, and counts that they are not in its tree', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    // The tick itself is the first of them.
    for (let count = 0; count < 2_050; count++) startOperation(trace, LOAD)();
    recorder.settle(trace, false);
    expect(calls.closed[0]?.operationIds).toHaveLength(2_048);
    expect(calls.lines.filter((line) => line === 'operation 3 took 0')).toHaveLength(2_050);
    expect(calls.lost).toEqual(Array(3).fill('operations_beyond_tree'));
  });

  it('measures ticks beyond 4,096 open at once without their trees, and has trees again when one has closed', () => {
    const open = Array.from({ length: 4_096 }, () => recorder.startTick(TICK, undefined).trace);
    const beyond = recorder.startTick(TICK, undefined).trace;
    expect(calls.lost).toEqual(['ticks_beyond_trees']);
    expect(recorder.start(beyond, LOAD, ROOT, 1_000 as Nanoseconds)).toBe(NO_POSITION);
    recorder.settle(beyond, false);
    expect(calls.lines.at(-1)).toBe('tick 7 closed');
    recorder.settle(open[0] as OpenTrace, false);
    const next = recorder.startTick(TICK, undefined).trace;
    expect(recorder.start(next, LOAD, ROOT, 1_000 as Nanoseconds)).toBe(1);
  });

  it('uses the arrays of a closed tick for the next one', () => {
    const first = recorder.startTick(TICK, undefined).trace;
    const { buffer } = first;
    startOperation(first, LOAD)();
    recorder.settle(first, false);
    const second = recorder.startTick(TICK, undefined).trace;
    expect(second.buffer).toBe(buffer);
    expect(second.buffer?.count).toBe(1);
  });

  it('records what runs outside any tick as a tree of its own, which ends as an operation', () => {
    const { trace } = recorder.startOutermost(LOAD);
    clock.nanos = 1_200;
    startOperation(trace, SAVE)();
    clock.nanos = 1_300;
    recorder.settle(trace, true);
    expect(calls.lines).toEqual([
      'operation 4 took 0, outside',
      'operation 3 took 300, failed, outside',
      'tree 3 closed, failed',
    ]);
  });

  it('reports the return of a tick that goes on, and of nothing else', () => {
    const { trace: tick } = recorder.startTick(TICK, undefined);
    const { trace: tree } = recorder.startOutermost(LOAD);
    recorder.returned(tick, 1_400);
    recorder.returned(tree, 1_400);
    expect(tick.returnedNanos).toBe(1_400);
    expect(tree.returnedNanos).toBe(1_400);
    recorder.settle(tick, false);
    recorder.returned(tick, 1_500);
    expect(calls.lines).toEqual(['tick 7 starts', 'tick returned at 1400', 'tick 7 closed']);
  });

  it('takes an operation out of the tree whose times the program gave', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    const position = recorder.start(trace, LOAD, ROOT, 1_000 as Nanoseconds);
    startOperation(trace, SAVE, position)();
    recorder.endGiven(trace, position, LOAD, 60_000 as Nanoseconds, false);
    recorder.settle(trace, false);
    expect(calls.lines).toContain('operation 3 took 60000');
    expect(calls.lost).toEqual(['spans_with_given_times']);
    // Its child is its parent's, and it has no length.
    expect(calls.closed[0]).toMatchObject({ parents: [NO_PARENT, ROOT, ROOT], endNanos: [1_000, 1_000, 1_000] });
  });

  it('measures what one operation in 64 costs: before its work and after it', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    clock.readingNanos = 5;
    for (let count = 0; count < 63; count++) startOperation(trace, LOAD)();
    expect(calls.lines.some((line) => line.includes('cost'))).toBe(false);
    // 20 ns from its start until it is in the tree, and 5 ns from its end until it is counted.
    const startNanos = clock.nanos as Nanoseconds;
    clock.nanos += 20;
    const position = recorder.start(trace, LOAD, ROOT, startNanos);
    recorder.end(trace, position, LOAD, startNanos, false);
    expect(calls.lines.filter((line) => line.includes('cost'))).toEqual(['an operation cost 25']);
  });

  it('gives a tick the moment in which its event came in, and the earliest in which it could have been handled', () => {
    const turn = { asyncId: -1, startedNanos: 800, busySinceNanos: 700 };
    const watched = new Recorder(calls, turn);
    const arrival = watched.events.enter({ count: () => 1, symbol: () => 'BTC' }, 650);
    const early = watched.startTick(TICK, 'BTC').trace;
    watched.events.leave(arrival);
    expect(early).toMatchObject({ stampedNanos: 650, earliestNanos: 650 });
    const late = watched.events.enter({ count: () => 1, symbol: () => 'BTC' }, 750);
    expect(watched.startTick(TICK, 'BTC').trace).toMatchObject({ stampedNanos: 750, earliestNanos: 700 });
    watched.events.leave(late);
    // Nothing came in, and the running code was not called by a delivery.
    expect(watched.startTick(TICK, 'BTC').trace).toMatchObject({ stampedNanos: NaN, earliestNanos: 700 });
  });

  it('calls what is due where a tree has closed, and again when the time has come that it answered', () => {
    calls.nextDueNanos = 2_000;
    for (const at of [1_000, 1_999, 2_000, 2_001]) {
      clock.nanos = at;
      recorder.settle(recorder.startTick(TICK, undefined).trace, false);
    }
    recorder.timeRead(2_002 as Nanoseconds);
    expect(calls.due).toEqual([1_000, 2_000, 2_001, 2_002]);
  });

  it('calls what is due within a tree that goes on for more than a second, and not below itself', () => {
    const { trace } = recorder.startTick(TICK, undefined);
    calls.nextDueNanos = 5e9;
    calls.onDue = function (atNanos) {
      this.due.push(atNanos);
      if (this.due.length < 10) startOperation(trace, SAVE)();
      return this.nextDueNanos;
    };
    for (const at of [0.9e9, 1e9, 5.9e9, 6e9]) {
      clock.nanos = at;
      startOperation(trace, LOAD)();
    }
    expect(calls.due).toEqual([1e9, 6e9]);
  });

  it('numbers traces from 1', () => {
    const numbers = [recorder.startTick(TICK, undefined), recorder.startOutermost(LOAD)].map(
      ({ trace }) => trace.number,
    );
    expect(numbers).toEqual([1, 2]);
  });
});
