// The recorder on a virtual clock: every time and every flag by hand.

import { createContextKey, ROOT_CONTEXT, trace as api } from '@opentelemetry/api';
import type { LoopEvents } from '../../../src/aggregate/drain/drain-sink.js';
import { LoopTurn } from '../../../src/capture/recorder/loop-turn.js';
import type { TickEvent } from '../../../src/capture/recorder/recorder.js';
import { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { EventLog } from '../../../src/model/log/event-log.js';
import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
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
  clock.readingNanos = 0;
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
    log.calls.onClosed = (trace) => void traces.push(trace);
    log.tick(TICK).end(false);
    const shared = log.tick(TICK);
    traceOf(shared.scope).isShared = true;
    shared.end(false);
    log.tick(TICK).end(false);
    log.drain();
    expect(traces[1]).toBe(traces[0]);
    expect(traces[2]).not.toBe(traces[1]);
    expect(traces.map(({ number }) => number)).toEqual([2, 2, 3]);
  });
});

describe('the event of a tick', () => {
  const LOOP = { startedNanos: 800, busySinceNanos: 700 } as LoopEvents;
  /** What the trace of a tick for BTC that begins now knows of its event. */
  const stampsOf = (): Pick<OpenTrace, 'stampedNanos' | 'earliestNanos'> => {
    const tick = log.tick(TICK, 'BTC');
    const { stampedNanos, earliestNanos } = traceOf(tick.scope);
    tick.end(false);
    return { stampedNanos, earliestNanos };
  };

  it('gives a tick the moment in which it came in, and the earliest in which it could have been handled', () => {
    const turn = new LoopTurn();
    turn.callbackStarted(-1, true, 800 / 1e6);
    log = new RecordedLog({ loop: LOOP, turn });
    const { events } = log.recorder;
    const arrival = events.enter({ count: () => 1, symbol: () => 'BTC' }, 650);
    expect(stampsOf()).toEqual({ stampedNanos: 650, earliestNanos: 650 });
    events.leave(arrival);
    const late = events.enter({ count: () => 1, symbol: () => 'BTC' }, 750);
    expect(stampsOf()).toEqual({ stampedNanos: 750, earliestNanos: 700 });
    events.leave(late);
    // Nothing came in, and the running code was not called by a delivery.
    expect(stampsOf()).toEqual({ stampedNanos: NaN, earliestNanos: 700 });
  });

  it('came in with the callback where that is a delivery, which says nothing of a tick inside another operation', () => {
    const turn = { isDelivery: true, deliveredNanos: 800 } as LoopTurn;
    log = new RecordedLog({ loop: LOOP, turn });
    expect(stampsOf()).toEqual({ stampedNanos: 800, earliestNanos: 700 });
    const load = log.operation(LOAD);
    expect(stampsOf().stampedNanos).toBeNaN();
    load.end(false);
  });

  it('is not taken by a tick-shaped call inside a tick', () => {
    const { events } = log.recorder;
    events.leave(events.enter({ count: () => 1, symbol: () => 'BTC' }, 650));
    const outer = log.tick(TICK, 'ETH');
    log.tick(SAVE, 'BTC').end(false);
    outer.end(false);
    expect(log.lines.filter((line) => line.endsWith('handled'))).toEqual(['1 handled']);
    expect(log.lines.filter((line) => line.endsWith('starts'))).toEqual(['tick 7 starts']);
  });

  it('tells its symbol, its own time and what is missing before it', () => {
    const event: TickEvent = { symbol: 'BTC', unixMillis: 1_700_000_000_000.25, missing: 3, batch: undefined };
    const tick = RecordedCall.ofTick(log.recorder, TICK, event, false);
    expect(traceOf(tick.scope)).toMatchObject({ symbol: 'BTC', eventUnixMillis: 1_700_000_000_000.25 });
    tick.end(false);
    expect(log.lines).toEqual(['tick 7 starts', '3 missing in a sequence', 'tick 7 closed']);
  });

  it('keeps its symbol where 8,191 others wait in the log: that is read first', () => {
    for (let number = 0; number <= 8_191; number++) log.log.texts.numberOf(`S${number}`);
    const tick = log.tick(TICK, 'BTC');
    expect(traceOf(tick.scope).symbol).toBe('BTC');
    expect(log.drains).toBe(1);
  });

  it('begins in the span of another process, and in none of Tickscope’s', () => {
    const spanContext = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1, isRemote: true };
    const { active } = log.recorder;
    const inRequest = api.setSpanContext(ROOT_CONTEXT, spanContext);
    const outer = active.run(inRequest, () => log.asyncTick(TICK));
    expect(traceOf(outer.scope)).toMatchObject({ parentSpan: spanContext, traceId: spanContext.traceId });
    const other = active.run(ROOT_CONTEXT.setValue(createContextKey('a key'), 1), () => log.asyncTick(TICK));
    expect(traceOf(other.scope).parentSpan).toBeUndefined();
    expect(log.log.parentSpans.size).toBe(0);
  });

  it('is looked for after whoever wants to be called before ticks', () => {
    log.recorder.beforeTicks(() => void (clock.nanos += 50));
    log.tick(TICK).end(false);
    expect(log.closed[0]?.startNanos).toEqual([1_050]);
  });
});

describe('what is due', () => {
  it.each<[what: string, run: () => void]>([
    ['an asynchronous tick', (): void => log.asyncTick(TICK).end(false)],
    ['a synchronous tick', (): void => log.tick(TICK).end(false)],
  ])('is done where %s has closed, and again when the time has come that it answered', (_what, run) => {
    log.calls.nextDueNanos = 2_000;
    for (const at of [1_000, 1_999, 2_000, 2_001]) {
      clock.nanos = at;
      run();
    }
    log.recorder.timeRead(2_002 as Nanoseconds);
    expect(log.calls.due).toEqual([1_000, 2_000, 2_001, 2_002]);
  });

  it('is done where a tree outside ticks has closed', () => {
    log.operation(LOAD).end(false);
    expect(log.calls.due).toEqual([1_000]);
  });

  it('is done within a tree that goes on for more than a second, and not below itself', () => {
    log.tick(TICK);
    log.calls.nextDueNanos = 5e9;
    log.calls.onDue = function (atNanos) {
      this.due.push(atNanos);
      if (this.due.length < 10) log.operation(SAVE).end(false);
      return this.nextDueNanos;
    };
    for (const at of [0.9e9, 1e9, 5.9e9, 6e9]) {
      clock.nanos = at;
      log.operation(LOAD).end(false);
    }
    expect(log.calls.due).toEqual([1e9, 6e9]);
  });
});

describe('a log that fills', () => {
  /** Each has two records, and its tick three. */
  const operations = (count: number): void => {
    for (let number = 0; number < count; number++) log.operation(LOAD).end(false);
  };

  it('is said to fill once, when 4,096 records wait, and again when it has been read', () => {
    const tick = log.tick(TICK);
    operations(2_047);
    expect(log.calls.filled).toBe(0);
    operations(100);
    expect(log.calls.filled).toBe(1);
    log.drain();
    operations(2_048);
    expect(log.calls.filled).toBe(1);
    operations(100);
    expect(log.calls.filled).toBe(2);
    tick.end(false);
  });

  it('is read between two ticks where the loop is never free and 8,192 records wait', () => {
    const tick = log.tick(TICK);
    operations(4_100);
    tick.end(false);
    expect(log.drains).toBe(0);
    log.tick(TICK).end(false);
    expect(log.drains).toBe(1);
    expect(log.closed).toHaveLength(2);
  });

  it('is read within a tick before it is half full, and so loses nothing', () => {
    log = new RecordedLog({ log: new EventLog(1 << 14) });
    const tick = log.tick(TICK);
    operations(4_000);
    expect(log.drains).toBe(0);
    operations(200);
    expect(log.drains).toBe(1);
    operations(20_000);
    tick.end(false);
    expect(log.lines.filter((line) => line === 'operation 3 took 0')).toHaveLength(24_200);
    expect(new Set(log.calls.lost)).toEqual(new Set(['operations_beyond_tree']));
  });
});

describe('a scope', () => {
  it('is in a tick while that is open', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const tree = log.asyncOperation(SAVE);
    const { recorder } = log;
    expect([tick, load, tree].map(({ scope }) => recorder.isInTick(scope))).toEqual([true, true, false]);
    tick.end(false);
    expect([tick, load].map(({ scope }) => recorder.isInTick(scope))).toEqual([false, false]);
    expect(recorder.isInTick(0)).toBe(false);
  });

  it('has the number of its tick, however deep it is in it, and none outside ticks', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const save = log.inside(load, () => log.asyncOperation(SAVE));
    const other = log.asyncTick(TICK);
    const tree = log.asyncOperation(SAVE);
    const { recorder } = log;
    const numbers = [tick, load, save, other].map(({ scope }) => recorder.tickOf(scope));
    expect(numbers).toEqual([tick.scope, tick.scope, tick.scope, other.scope]);
    expect([recorder.tickOf(tree.scope), recorder.tickOf(0)]).toEqual([0, 0]);
  });

  it('has scopes around it, innermost first', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const save = log.inside(load, () => log.asyncOperation(SAVE));
    const { recorder } = log;
    expect(recorder.scopesAround(save.scope)).toEqual([save.scope, load.scope, tick.scope]);
    const tree = log.asyncOperation(LOAD);
    const inTree = log.inside(tree, () => log.asyncOperation(SAVE));
    expect(recorder.scopesAround(inTree.scope)).toEqual([inTree.scope, tree.scope]);
    expect(recorder.scopesAround(0)).toEqual([]);
  });

  it('has none around it that the ring has forgotten', () => {
    log = new RecordedLog({ log: new EventLog(16) });
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    for (let number = 0; number < 16; number++) log.log.append(0, 0, 0);
    expect(log.recorder.scopesAround(load.scope)).toEqual([load.scope]);
    expect(log.recorder.tickOf(load.scope)).toBe(load.scope);
  });
});

it('takes what is received now for received now, where no delivery has handed it over', () => {
  expect(log.recorder.receivedNanos()).toBe(1_000);
  log = new RecordedLog({ turn: { isDelivery: true, deliveredNanos: 900 } as LoopTurn });
  expect(log.recorder.receivedNanos()).toBe(900);
});
