// Why a tick began when it did: out of what is known of its event and of who held the event loop.

import { LoopStretches } from '../../src/capture/runtime/loop-stretches.js';
import { CausesOfTicks } from '../../src/live/tick-causes.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import type { TickTimes, WaitsByOwner } from '../../src/model/tick-trace.js';
import { OpenTrace } from '../../src/model/tree/open-trace.js';
import { TickBuffer } from '../../src/model/tree/tick-buffer.js';

const MILLISECOND = 1_000_000;
let ids = 0;

function tick(
  number: number,
  startNanos: number,
  endNanos: number,
  stampedNanos = NaN,
  earliestNanos = NaN,
): OpenTrace {
  const trace = new OpenTrace((digits) => `${++ids}`.padStart(digits, 'a'));
  trace.open(number, true, 0, 1, new TickBuffer());
  return Object.assign(trace, { startNanos, endNanos, stampedNanos, earliestNanos });
}

function waits(...byOwner: readonly [number, number][]): TickTimes {
  const visited: WaitsByOwner = {
    beforeNanosOf: () => 0,
    forEach: (visit) => byOwner.forEach(([owner, nanos]) => visit(owner, nanos)),
  };
  return { waits: visited } as unknown as TickTimes;
}

it('has wait, response time and age in seconds, and what the wait is counted from', () => {
  const causes = new CausesOfTicks((id) => new OwnerTable().owner(id), undefined);
  expect(causes.of(tick(1, 5_000, 9_000, 2_000, 1_000), waits(), 70_000)).toMatchObject({
    attributes: {
      'tickscope.tick.wait': 3e-6,
      'tickscope.tick.response': 7e-6,
      'tickscope.wait.basis': 'stamped',
      'tickscope.tick.age': 7e-5,
    },
    isReceived: true,
  });
  expect(causes.of(tick(2, 5_000, 9_000, NaN, 1_000), waits(), NaN)).toMatchObject({
    attributes: { 'tickscope.tick.wait': 4e-6, 'tickscope.tick.response': 8e-6, 'tickscope.wait.basis': 'bound' },
    isReceived: false,
  });
  expect(causes.of(tick(3, 5_000, 9_000), waits(), NaN).attributes).toEqual({});
});

describe('where others held the event loop', () => {
  const owners = new OwnerTable();
  const timer = owners.intern('timer', 'rebalance', 'bot.js:12');
  const ticks = owners.intern('tick', 'onTick');
  const stretches = new LoopStretches(0);
  // 0-15 ms: a timer; 15-40: tick 1; 40-45: a short timer; 45-60: the tick itself.
  const piece = (owner: number, trace: number, from: number, to: number): void => {
    stretches.pieces.callbackStarted(from * MILLISECOND, 0, false, 0);
    stretches.pieces.add(owner, trace, from * MILLISECOND, to * MILLISECOND);
  };
  piece(timer, 0, 0, 15);
  piece(ticks, 1, 15, 40);
  piece(timer, 0, 40, 45);
  piece(ticks, 2, 45, 60);
  const causes = new CausesOfTicks((id) => owners.owner(id), stretches);
  const first = tick(1, 15 * MILLISECOND, 40 * MILLISECOND);
  causes.of(first, waits(), NaN);
  const second = causes.of(
    tick(2, 45 * MILLISECOND, 60 * MILLISECOND, 1 * MILLISECOND),
    waits([timer, 19 * MILLISECOND], [ticks, 25 * MILLISECOND]),
    NaN,
  );

  it('names the one that did longest', () => {
    expect(second.attributes).toMatchObject({
      'tickscope.loop.owner.kind': 'tick',
      'tickscope.loop.owner.name': 'onTick',
      'tickscope.loop.held_nanos': 25 * MILLISECOND,
    });
  });

  it('has their stalls as events, longest first, of those since the event was there', () => {
    const stall = (kind: string, name: string, from: number, to: number): unknown => ({
      name: 'tickscope.loop.stall',
      atNanos: 0,
      attributes: {
        'tickscope.loop.owner.kind': kind,
        'tickscope.loop.owner.name': name,
        'tickscope.start_nanos': (from - 45) * MILLISECOND,
        'tickscope.duration_nanos': (to - from) * MILLISECOND,
      },
    });
    expect(second.events).toEqual([stall('tick', 'onTick', 15, 40), stall('timer', 'rebalance (bot.js:12)', 1, 15)]);
  });

  it('is linked with the tick that did, where that one is kept', () => {
    expect(second.links).toEqual([
      {
        traceId: first.traceId,
        spanId: first.spanIdOf(0),
        attributes: { 'tickscope.loop.held_nanos': 25 * MILLISECOND },
      },
    ]);
  });
});
