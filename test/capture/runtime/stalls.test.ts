// Stalls between their end and the moment in which all is known of them, on a virtual clock.

import { Stalls } from '../../../src/capture/runtime/stalls.js';
import { OwnerTable } from '../../../src/model/owner-table.js';
import type { StallRow } from '../../../src/model/record/runtime-rows.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const MILLIS = 1e6;
const owners = new OwnerTable();
const POLL = owners.intern('timer', 'poll');

let rows: StallRow[];
let stalls: Stalls;

beforeEach(() => {
  rows = [];
  stalls = new Stalls(owners, 'process-1', { onStall: (_ownerId, row) => rows.push(row) });
});

describe('Stalls', () => {
  it('reports a stall with its owner, its time and its place', () => {
    stalls.add(POLL, 5 * MILLIS, 25 * MILLIS, 'feed.js:12');
    stalls.finish();
    expect(rows).toEqual([
      {
        process: 'process-1',
        kind: 'timer',
        name: 'poll',
        location: 'feed.js:12',
        startedAtUnixMillis: 5,
        durationNanos: 20 * MILLIS,
        gcNanos: 0,
        delayedTicks: 0,
      },
    ]);
  });

  it('counts the ticks that start until the end of the next round, or until the loop has waited', () => {
    stalls.add(POLL, 0, 20 * MILLIS, undefined);
    stalls.roundIs(10);
    stalls.tickStartedInLoop();
    stalls.roundIs(11);
    stalls.tickStartedInLoop();
    stalls.roundIs(12);
    // Came in after the stall: it was over for a whole round.
    stalls.tickStartedInLoop();
    stalls.add(POLL, 30 * MILLIS, 50 * MILLIS, undefined);
    stalls.tickStartedInLoop();
    stalls.turnStarted();
    stalls.tickStartedInLoop();
    stalls.finish();
    expect(rows.map(({ delayedTicks }) => delayedTicks)).toEqual([2, 1]);
  });

  it('counts a tick that starts before the round is known', () => {
    stalls.add(POLL, 0, 20 * MILLIS, undefined);
    stalls.tickStartedInLoop();
    stalls.roundIs(10);
    stalls.roundIs(12);
    stalls.tickStartedInLoop();
    stalls.finish();
    expect(rows.map(({ delayedTicks }) => delayedTicks)).toEqual([1]);
  });

  it('delays a tick by every stall before it', () => {
    stalls.add(POLL, 0, 20 * MILLIS, undefined);
    stalls.add(POLL, 20 * MILLIS, 40 * MILLIS, undefined);
    stalls.tickStartedInLoop();
    stalls.finish();
    expect(rows.map(({ delayedTicks }) => delayedTicks)).toEqual([1, 1]);
  });

  it('counts the garbage collection that lies in a stall, and no more of it', () => {
    stalls.add(POLL, 10 * MILLIS, 30 * MILLIS, undefined);
    stalls.collected(5 * MILLIS, 12 * MILLIS);
    stalls.collected(20 * MILLIS, 23 * MILLIS);
    stalls.collected(29 * MILLIS, 40 * MILLIS);
    stalls.collected(50 * MILLIS, 60 * MILLIS);
    stalls.finish();
    expect(rows[0]?.gcNanos).toBe(6 * MILLIS);
  });

  it('reports a stall 100 ms after its end, once its turn is over', () => {
    stalls.add(POLL, 0, 20 * MILLIS, undefined);
    stalls.settle(200 * MILLIS);
    expect(rows).toHaveLength(0);
    stalls.turnStarted();
    stalls.settle(120 * MILLIS - 1);
    expect(rows).toHaveLength(0);
    stalls.settle(120 * MILLIS);
    expect(rows).toHaveLength(1);
  });

  it('reports the oldest early rather than hold more than 64', () => {
    for (let number = 0; number < 65; number++) {
      stalls.add(POLL, number * 20 * MILLIS, (number + 1) * 20 * MILLIS, undefined);
    }
    expect(rows.map(({ startedAtUnixMillis }) => startedAtUnixMillis)).toEqual([0]);
    stalls.tickStartedInLoop();
    stalls.finish();
    expect(rows).toHaveLength(65);
    expect(rows.map(({ delayedTicks }) => delayedTicks)).toEqual([0, ...Array.from({ length: 64 }, () => 1)]);
  });
});
