// The watch of the event loop, on a virtual clock and a virtual loop: who held it how long, and what that delayed.

import { LoopStretches } from '../../../src/capture/runtime/loop-stretches.js';
import { LoopWatch } from '../../../src/capture/runtime/loop-watch.js';
import { type LoopOwnerKind, OwnerTable, ownerLabel } from '../../../src/model/owner-table.js';
import { NO_CALLBACK, SAME_CALLBACK_NUMBER } from '../../../src/model/log/loop-records.js';
import type { StallRow } from '../../../src/model/record/runtime-rows.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import type * as VirtualClock from '../../support/virtual-clock.js';
import { clock, nodeTiming } from '../../support/virtual-clock.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));
jest.mock('../../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../../src/primordials.js'),
  nodeTiming: jest.requireActual<typeof VirtualClock>('../../support/virtual-clock.js').nodeTiming,
}));

const MILLIS = 1e6;

let owners: OwnerTable;
let stretches: LoopStretches;
let held: Map<string, number>;
let stalls: StallRow[];
let loop: LoopWatch;

function start(seesCallbacks: boolean): void {
  clock.nanos = 0;
  nodeTiming.idleTime = 0;
  nodeTiming.uvMetricsInfo.loopCount = 1;
  owners = new OwnerTable();
  stretches = new LoopStretches(0);
  held = new Map();
  stalls = [];
  loop = new LoopWatch({
    sink: {
      onHeld: (id, nanos) => held.set(labelOf(id), (held.get(labelOf(id)) ?? 0) + nanos),
      onStall: (_id, stall) => stalls.push(stall),
      onCollected: (kind, from, to) => held.set(`gc ${kind}`, to - from),
      onCollectedIn: (id, nanos) => held.set(`gc in ${labelOf(id)}`, nanos),
    },
    owners,
    stretches,
    processId: 'process-1',
    tickName: (id) => `onTick${id}`,
    seesCallbacks,
  });
}

const labelOf = (id: number): string => ownerLabel(owners.owner(id));

/** The running code works. */
function work(millis: number): void {
  clock.nanos += millis * MILLIS;
}

/** The loop waits for events, in a round of its own. */
function wait(millis: number): void {
  clock.nanos += millis * MILLIS;
  nodeTiming.idleTime += millis;
  nodeTiming.uvMetricsInfo.loopCount++;
}

/** What the log tells of a callback that begins now. */
function begin(ownerId: number, trace?: Partial<OpenTrace>): void {
  const { idleTime, uvMetricsInfo } = nodeTiming;
  loop.callbackStarted({
    ownerId,
    atNanos: clock.nanos,
    idleMillis: idleTime,
    round: uvMetricsInfo.loopCount,
    trace: trace as OpenTrace | undefined,
  });
}

const callback = (kind: LoopOwnerKind, name: string, trace?: Partial<OpenTrace>): void =>
  begin(owners.intern(kind, name), trace);

function tick(operationId: number, millis: number): void {
  loop.tickStarted(operationId, clock.nanos, 0);
  work(millis);
  loop.tickReturned(clock.nanos);
}

describe('LoopWatch', () => {
  beforeEach(() => start(true));

  it('counts each callback until the loop waits or the next one starts', () => {
    work(3);
    callback('timer', 'poll');
    work(2);
    callback('socket', 'client');
    work(1);
    wait(50);
    callback('timer', 'poll');
    work(4);
    loop.finish(clock.nanos);
    expect(Object.fromEntries(held)).toEqual({
      main: 3 * MILLIS,
      'timer poll': 6 * MILLIS,
      'socket client': MILLIS,
    });
  });

  it('counts a tick apart from the callback that it runs in, and Tickscope apart from both', () => {
    callback('websocket', 'client');
    work(1);
    tick(5, 7);
    const closing = clock.nanos;
    work(2);
    loop.tickscopeWork(closing, clock.nanos);
    work(3);
    callback('timer', 'poll');
    loop.finish(clock.nanos);
    expect(Object.fromEntries(held)).toMatchObject({
      'websocket client': 4 * MILLIS,
      'tick onTick5': 7 * MILLIS,
      tickscope: 2 * MILLIS,
    });
  });

  it('goes on with a callback after a part of it that is somebody else’s', () => {
    callback('timer', 'poll');
    work(1);
    // What a tick has put off to the end of the callback: a `nextTick` in its context.
    begin(SAME_CALLBACK_NUMBER, { number: 7, isTick: true, operationId: 5 });
    work(2);
    begin(SAME_CALLBACK_NUMBER, { number: 7, isTick: true, operationId: 5 });
    work(3);
    begin(SAME_CALLBACK_NUMBER);
    work(4);
    loop.finish(clock.nanos);
    expect(Object.fromEntries(held)).toMatchObject({ 'timer poll': 5 * MILLIS, 'tick onTick5': 5 * MILLIS });
  });

  it('counts a callback in the context of a tick as the tick’s, and in that of another tree as its own', () => {
    callback('timer', 'poll', { number: 7, isTick: true, operationId: 5 });
    work(2);
    callback('timer', 'poll', { number: 8, isTick: false, operationId: 6 });
    work(3);
    loop.finish(clock.nanos);
    expect(Object.fromEntries(held)).toMatchObject({ 'tick onTick5': 2 * MILLIS, 'timer poll': 3 * MILLIS });
  });

  it('gives a callback to Tickscope that turns out to be its', () => {
    callback('timer', 'flush');
    work(2);
    loop.isTickscopeCallback();
    work(1);
    callback('timer', 'poll');
    expect(held.get('tickscope')).toBe(3 * MILLIS);
    expect(held.has('timer flush')).toBe(false);
  });

  it('reports a stall with the call that took most of it and the ticks that it delayed', () => {
    callback('timer', 'poll');
    work(15);
    loop.called('feed.js:9', 12 * MILLIS);
    callback('websocket', 'client');
    tick(1, 0);
    wait(1);
    callback('websocket', 'client');
    tick(1, 0);
    loop.settle(clock.nanos);
    expect(stalls).toEqual([]);
    work(100);
    loop.settle(clock.nanos);
    expect(stalls).toMatchObject([
      { kind: 'timer', name: 'poll', durationNanos: 15 * MILLIS, location: 'feed.js:9', delayedTicks: 1 },
    ]);
  });

  it('counts the ticks as delayed that begin by the end of the round after a stall, in a loop that never waits', () => {
    callback('timer', 'poll');
    work(15);
    for (let round = 1; round <= 4; round++) {
      nodeTiming.uvMetricsInfo.loopCount = round;
      callback('websocket', 'client');
      tick(1, 1);
    }
    loop.finish(clock.nanos);
    expect(stalls).toMatchObject([{ name: 'poll', delayedTicks: 2 }]);
  });

  it('gives the stretches the moment since which the loop is busy: the first callback after a wait', () => {
    expect(stretches.busySinceNanos).toBeNaN();
    work(1);
    wait(10);
    callback('timer', 'poll');
    expect(stretches.busySinceNanos).toBe(11 * MILLIS);
    work(2);
    callback('timer', 'other');
    expect(stretches.busySinceNanos).toBe(11 * MILLIS);
  });

  it('leaves what the loop waited out of the stretch before', () => {
    work(1);
    wait(10);
    callback('timer', 'poll', { number: 7 });
    stretches.lookFrom({ number: 7, returnedNanos: Infinity, work: undefined });
    // From 0.5 ms: the rest of the stretch until it waited, and 2 ms of the next one.
    expect(stretches.syncNanosWithin(0.5 * MILLIS, 13 * MILLIS)).toBe(2.5 * MILLIS);
  });

  it('splits a collection among those in whose time it was', () => {
    work(4);
    callback('timer', 'poll');
    work(3);
    callback('timer', 'other');
    loop.collected('major', 3 * MILLIS, 6 * MILLIS);
    expect([held.get('gc in main'), held.get('gc in timer poll')]).toEqual([1 * MILLIS, 2 * MILLIS]);
    expect(held.get('gc major')).toBe(3 * MILLIS);
  });
});

describe('LoopWatch that sees turns only', () => {
  it('takes the earliest moment in which the loop can have come back', () => {
    start(false);
    callback('turn', '');
    work(1);
    wait(10);
    // Work of a callback that it did not see.
    work(3);
    callback('turn', '');
    // The loop had waited 10 ms since the last look, at 0: it cannot have come back before.
    expect(stretches.busySinceNanos).toBe(10 * MILLIS);
    loop.finish(clock.nanos);
    // 14 ms passed, of which it waited 10.
    expect(held.get('turn')).toBe(4 * MILLIS);
  });

  it('leaves what the loop waited before a tick out of the turn before', () => {
    start(false);
    callback('turn', '');
    work(1);
    wait(10);
    work(2);
    // The tick is the first that is seen of its turn: how long the loop has waited is looked up before it.
    begin(NO_CALLBACK);
    tick(5, 4);
    expect(stretches.busySinceNanos).toBe(10 * MILLIS);
    loop.finish(clock.nanos);
    expect(Object.fromEntries(held)).toMatchObject({ turn: 3 * MILLIS, 'tick onTick5': 4 * MILLIS });
  });

  it('does not give a turn to Tickscope in which one of its callbacks ran', () => {
    start(false);
    callback('turn', '');
    work(20);
    loop.isTickscopeCallback();
    work(1);
    callback('turn', '');
    loop.finish(clock.nanos);
    expect(held.get('turn')).toBe(21 * MILLIS);
    expect(stalls).toMatchObject([{ kind: 'turn', durationNanos: 21 * MILLIS }]);
  });
});
