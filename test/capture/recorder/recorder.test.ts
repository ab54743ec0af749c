// The recorder on a virtual clock: every time and every flag by hand.

import { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { CALLBACK, NOTE } from '../../../src/model/log/log-layout.js';
import { NO_CALLBACK } from '../../../src/model/log/loop-records.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import type { TickBuffer } from '../../../src/model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedLog } from './recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const LOAD = 3;
const SAVE = 4;

let log: RecordedLog;

beforeEach(() => {
  clock.nanos = 1_000;
  log = new RecordedLog();
});

const traceOf = (scope: number): OpenTrace => log.traceOf(scope) as OpenTrace;

describe('Recorder', () => {
  it('times a tick and the operations inside it', () => {
    const tick = log.tick(TICK, 'BTC');
    clock.nanos = 1_010;
    const load = log.operation(LOAD);
    clock.nanos = 1_020;
    const save = log.operation(SAVE);
    clock.nanos = 1_045;
    save.end(false);
    clock.nanos = 1_050;
    load.end(false);
    clock.nanos = 1_100;
    tick.end(false);

    expect(log.lines).toEqual(['tick 7 starts', 'operation 4 took 25', 'operation 3 took 40', 'tick 7 closed']);
    expect(log.closed).toEqual([
      {
        operationIds: [TICK, LOAD, SAVE],
        parents: [NO_PARENT, ROOT, 1],
        startNanos: [1_000, 1_010, 1_020],
        endNanos: [1_100, 1_050, 1_045],
        flags: [0, 0, 0],
      },
    ]);
  });

  it('leaves out what is done between a record and the program', () => {
    const { recorder } = log;
    recorder.entering();
    const tick = log.tick(TICK);
    clock.nanos = 1_010;
    recorder.entered();
    clock.nanos = 1_020;
    recorder.leaving();
    clock.nanos = 1_030;
    tick.end(false);
    recorder.left();
    // Nothing of it stays for the next call.
    recorder.entering();
    recorder.entered();
    recorder.leaving();
    recorder.left();
    clock.nanos = 1_040;
    const next = log.tick(TICK);
    clock.nanos = 1_050;
    recorder.entered();
    next.end(false);
    expect(log.closed).toMatchObject([
      { startNanos: [1_010], endNanos: [1_020] },
      { startNanos: [1_040], endNanos: [1_050] },
    ]);
  });

  it('keeps the start of a tick that its handler had before it was known, whatever is done after', () => {
    log.recorder.entering();
    const tick = log.tick(TICK, undefined, 900 as Nanoseconds);
    clock.nanos = 1_010;
    log.recorder.entered();
    tick.end(false);
    expect(log.closed[0]).toMatchObject({ startNanos: [900], endNanos: [1_010] });
  });

  it('gives the later time to the tick itself, and not to what is written in front of it', () => {
    log.recorder.beforeTicks(() => log.recorder.log.append(log.recorder.begin(CALLBACK | NO_CALLBACK, 0), NOTE, 0));
    log.recorder.entering();
    const tick = log.tick(TICK);
    clock.nanos = 1_010;
    log.recorder.entered();
    tick.end(false);
    expect(log.log.times[2]).toBe(1_000 / 1e6);
    expect(log.closed[0]).toMatchObject({ startNanos: [1_010] });
  });

  it('starts a tick where its handler had started before it was known to be one', () => {
    log.tick(TICK, undefined, 900 as Nanoseconds).end(false);
    expect(log.closed[0]).toMatchObject({ startNanos: [900], endNanos: [1_000] });
  });

  it('keeps a tick open until the last of what it waits for has settled', () => {
    const tick = log.asyncTick(TICK);
    const [first, second] = log.inside(tick, () => [log.asyncTick(LOAD), log.asyncTick(SAVE)] as const);
    clock.nanos = 1_100;
    tick.end(true);
    clock.nanos = 1_200;
    first.end(false);
    expect(traceOf(tick.scope).closed).toBe(false);
    clock.nanos = 1_300;
    second.end(false);
    expect(log.lines).toEqual([
      'tick 7 starts',
      'tick returned at 1100',
      'operation 3 took 200',
      'operation 4 took 300',
      'tick 7 closed, failed',
    ]);
    expect(log.closed[0]).toMatchObject({ endNanos: [1_300, 1_200, 1_300], flags: [FLAG_FAILED, 0, 0] });
  });

  it('closes a trace once, however often it is settled', () => {
    const tick = log.tick(TICK);
    for (let times = 0; times < 3; times++) tick.end(false);
    expect(log.closed).toHaveLength(1);
  });

  it('marks an operation that threw, and not the tick around it', () => {
    const tick = log.tick(TICK);
    log.operation(LOAD).end(true);
    tick.end(false);
    expect(log.lines).toContain('operation 3 took 0, failed');
    expect(log.closed[0]).toMatchObject({ flags: [0, FLAG_FAILED] });
  });

  it('gives an operation that is still open the end of its tick, and calls the tick back when it ends', () => {
    const late: number[][] = [];
    log.calls.onClosed = (trace) => {
      trace.lateEnd = (position, id, from, to) => late.push([position, id, from, to]);
    };
    const tick = log.asyncTick(TICK);
    clock.nanos = 1_010;
    const save = log.inside(tick, () => log.asyncOperation(SAVE));
    clock.nanos = 1_100;
    tick.end(false);
    clock.nanos = 1_500;
    save.end(false);
    expect(log.closed[0]).toMatchObject({ endNanos: [1_100, 1_100], flags: [0, FLAG_LATE] });
    expect(log.lines.at(-1)).toBe('operation 4 took 490, late');
    expect(late).toEqual([[1, SAVE, 1_010, 1_500]]);
  });

  it('counts an operation that starts after its tick has closed as late, without a position', () => {
    const tick = log.asyncTick(TICK);
    tick.end(false);
    const load = log.inside(tick, () => log.operation(LOAD));
    clock.nanos = 1_030;
    load.end(false);
    expect(log.lines.at(-1)).toBe('operation 3 took 30, late');
    expect(log.closed).toMatchObject([{ operationIds: [TICK] }]);
  });

  it('measures operations beyond 2,048 of a tick, and counts that they are not in its tree', () => {
    const tick = log.tick(TICK);
    // The tick itself is the first of them.
    for (let count = 0; count < 2_050; count++) log.operation(LOAD).end(false);
    tick.end(false);
    expect(log.closed[0]?.operationIds).toHaveLength(2_048);
    expect(log.lines.filter((line) => line === 'operation 3 took 0')).toHaveLength(2_050);
    expect(log.calls.lost).toEqual(Array(3).fill('operations_beyond_tree'));
  });

  it('measures ticks beyond 4,096 open at once without their trees, and has trees again when one has closed', () => {
    const tickWithLoad = (): RecordedCall => {
      const tick = log.asyncTick(TICK);
      log.inside(tick, () => log.operation(LOAD)).end(false);
      return tick;
    };
    const open = Array.from({ length: 4_096 }, () => log.asyncTick(TICK));
    const beyond = tickWithLoad();
    beyond.end(false);
    expect(log.closed.at(-1)?.operationIds).toEqual([TICK]);
    expect(log.lines.slice(-2)).toEqual(['operation 3 took 0', 'tick 7 closed']);
    expect(log.calls.lost).toEqual(['ticks_beyond_trees', 'operations_beyond_tree']);
    open[0]?.end(false);
    tickWithLoad().end(false);
    expect(log.closed.at(-1)?.operationIds).toEqual([TICK, LOAD]);
  });

  it('uses the arrays of a closed tick for the next one', () => {
    const used: TickBuffer[] = [];
    log.calls.onClosed = (_, tree) => void used.push(tree);
    for (let times = 0; times < 2; times++) {
      const tick = log.tick(TICK);
      log.operation(LOAD).end(false);
      tick.end(false);
    }
    expect(log.closed).toMatchObject([{ operationIds: [TICK, LOAD] }, { operationIds: [TICK, LOAD] }]);
    expect(used[0]).toBe(used[1]);
  });

  it('records what runs outside any tick as a tree of its own, which ends as an operation', () => {
    const load = log.operation(LOAD);
    clock.nanos = 1_200;
    log.operation(SAVE).end(false);
    clock.nanos = 1_300;
    load.end(true);
    expect(log.lines).toEqual([
      'operation 4 took 0, outside',
      'operation 3 took 300, failed, outside',
      'tree 3 closed, failed',
    ]);
  });

  it('reports the return of a tick that goes on, and of nothing else', () => {
    const tick = log.asyncTick(TICK);
    const tree = log.asyncOperation(LOAD);
    clock.nanos = 1_400;
    tick.returned();
    tree.returned();
    expect(traceOf(tick.scope).returnedNanos).toBe(1_400);
    expect(traceOf(tree.scope).returnedNanos).toBe(1_400);
    tick.end(false);
    clock.nanos = 1_500;
    tick.returned();
    expect(log.lines).toEqual(['tick 7 starts', 'tick returned at 1400', 'tick 7 closed']);
  });

  it('takes an operation out of the tree whose times the program gave', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    log.inside(load, () => log.operation(SAVE)).end(false);
    log.recorder.endGiven(traceOf(tick.scope), load.scope, LOAD, 60_000 as Nanoseconds, false);
    tick.end(false);
    expect(log.lines).toContain('operation 3 took 60000');
    expect(log.calls.lost).toEqual(['spans_with_given_times']);
    // Its child is its parent's, and it has no length.
    expect(log.closed[0]).toMatchObject({ parents: [NO_PARENT, ROOT, ROOT], endNanos: [1_000, 1_000, 1_000] });
  });

  it('numbers traces from 1', () => {
    const numbers: number[] = [];
    log.calls.onClosed = (trace) => void numbers.push(trace.number);
    log.tick(TICK).end(false);
    log.operation(LOAD).end(false);
    log.drain();
    expect(numbers).toEqual([1, 2]);
  });

  it('uses the object of a closed trace for the next one, unless somebody else has it', () => {
    const traces: OpenTrace[] = [];
    const numbers: number[] = [];
    log.calls.onClosed = (trace) => {
      traces.push(trace);
      numbers.push(trace.number);
    };
    log.tick(TICK).end(false);
    const shared = log.tick(TICK);
    traceOf(shared.scope).isShared = true;
    shared.end(false);
    log.tick(TICK).end(false);
    log.drain();
    expect(traces[1]).toBe(traces[0]);
    expect(traces[2]).not.toBe(traces[1]);
    expect(numbers).toEqual([1, 2, 3]);
  });
});
