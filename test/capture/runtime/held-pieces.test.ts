// Who held the event loop while ticks could have gone on, against a virtual loop that knows when their answers were there.

import { isDeepStrictEqual } from 'node:util';
import { HeldPieces, PHASE_EVENTS, PHASE_TIMERS } from '../../../src/capture/runtime/held-pieces.js';
import { ownerLabel } from '../../../src/model/owner-table.js';
import type * as VirtualClock from '../../support/virtual-clock.js';
import { VirtualLoop } from './virtual-loop.js';

jest.mock('../../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../../src/primordials.js'),
  nodeTiming: jest.requireActual<typeof VirtualClock>('../../support/virtual-clock.js').nodeTiming,
}));

/** Statements of ticks, by when they were sent, when their answers were there, and when the ticks went on. */
interface Statement {
  readonly tick: number;
  readonly sentNanos: number;
  readonly readyNanos: number;
  /** The callback in which the tick went on, and when in it. */
  readonly callbackNanos: number;
  readonly endNanos: number;
  /** The last look that had not found the answer. */
  readonly missedNanos: number;
  /** What it was blamed on while the callback ran in which it went on. */
  readonly atOnce: number;
}

/** A tick of an event that came in, and the last look that had not found it. */
interface Started {
  readonly cameNanos: number;
  readonly startNanos: number;
  readonly missedNanos: number;
  /** Since when it can have been there, as it was told while the tick began. */
  readonly sinceNanos: number;
}

type Blame = Record<string, number>;

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Feeds that start ticks, each with a statement; timers and immediates that hold the loop; ticks that work beside their statements. */
function runSchedule(
  seed: number,
  { tellsRounds, shortest = 1, late = 0 }: { tellsRounds: boolean; shortest?: number; late?: number },
) {
  const random = randomNumbers(seed);
  const loop = new VirtualLoop(tellsRounds);
  const statements: Statement[] = [];
  const started: Started[] = [];
  const isBusy = random(3) === 0;
  let ticks = 0;
  const length = (): number => [random(15), random(300), random(25_000)][random(3)]! * 1_000 + shortest;
  const send = (tick: number): void => {
    const sentNanos = loop.nanos;
    const readyNanos = sentNanos + 1_000 * (1 + random(2_000));
    loop.events.push({
      atNanos: readyNanos,
      kind: 'socket',
      name: 'postgres',
      trace: 0,
      run: () => {
        const before = loop.looks.filter((look) => look <= loop.callbackNanos && look < lookOf(loop, readyNanos));
        const { callbackNanos } = loop;
        loop.hold('socket postgres', 0, shortest + random(40_000));
        const missedNanos = Math.max(sentNanos, before.at(-1) ?? 0);
        const statement = { tick, sentNanos, readyNanos, callbackNanos, endNanos: loop.nanos, missedNanos, atOnce: 0 };
        statements.push({ ...statement, atOnce: blamed(loop, statement)[1] });
        loop.hold('socket postgres', 0, 1 + random(40_000));
      },
    });
    if (random(4) === 0) {
      const run = (): void => loop.hold(`tick onTick${tick}`, tick, length());
      loop.immediates.push({ atNanos: loop.nanos, kind: 'immediate', name: 'besideIt', trace: tick, run });
    }
  };
  for (let event = 0; event < 30; event++) {
    const cameNanos = (2 + random(isBusy ? 60 : 600)) * 1_000_000;
    const run = (): void => {
      const missed = loop.looks.filter((look) => look <= loop.callbackNanos && look < lookOf(loop, cameNanos));
      loop.hold('socket feed', 0, shortest + random(20_000));
      for (let left = 1 + random(3); left > 0; left--) {
        const tick = ++ticks;
        started.push({
          cameNanos,
          startNanos: loop.nanos,
          missedNanos: missed.at(-1) ?? 0,
          sinceNanos: loop.watch.deliverableSince(loop.callbackNanos),
        });
        loop.watch.tickStarted(tick, loop.nanos, tick);
        loop.hold(`tick onTick${tick}`, tick, 1 + random(50_000));
        send(tick);
        loop.watch.tickReturned(loop.nanos);
        loop.hold('socket feed', 0, 1 + random(20_000));
      }
    };
    loop.events.push({ atNanos: cameNanos, kind: 'socket', name: 'feed', trace: 0, run });
  }
  for (let timer = 0; timer < 20; timer++) {
    const run = (): void => {
      loop.hold('timer rebalance', 0, length());
      if (random(2) > 0) return;
      const flush = (): void => loop.hold('immediate flush', 0, length());
      loop.immediates.push({ atNanos: loop.nanos, kind: 'immediate', name: 'flush', trace: 0, run: flush });
    };
    loop.timers.push({
      atNanos: (2 + random(isBusy ? 60 : 600)) * 1_000_000,
      kind: 'timer',
      name: 'rebalance',
      trace: 0,
      run,
    });
  }
  loop.run(() => (late === 0 ? 0 : random(late)));
  return { loop, statements, started };
}

/** The look that found an answer: the first one at which it was there. */
function lookOf({ looks }: VirtualLoop, readyNanos: number): number {
  return looks.find((look) => look >= readyNanos) as number;
}

/** Who held the loop between two times, piece by piece: other than the tick, and not the piece in which its statement was sent. */
function heldBetween({ held }: VirtualLoop, { tick, sentNanos }: Statement, from: number, to: number): Blame {
  const blame: Blame = {};
  for (const piece of held) {
    const nanos = Math.min(piece.to, to) - Math.max(piece.from, from);
    if (piece.trace === tick || piece.from <= sentNanos || nanos <= 0) continue;
    blame[piece.owner] = (blame[piece.owner] ?? 0) + nanos;
  }
  return blame;
}

function blamed({ stretches, owners }: VirtualLoop, { tick, sentNanos, endNanos }: Statement): [Blame, number] {
  const blame: Blame = {};
  stretches.lookFrom({ number: tick, returnedNanos: Infinity, work: undefined });
  const sum = stretches.heldNanosWithin(sentNanos, endNanos, 0, (ownerId, nanos) => {
    const label = ownerLabel(owners.owner(ownerId));
    blame[label] = (blame[label] ?? 0) + nanos;
  });
  return [blame, sum];
}

const total = (blame: Blame): number => Object.values(blame).reduce((sum, nanos) => sum + nanos, 0);

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed + 1);

/** Nothing that runs is so short that the hook does not ask how long the loop has waited before the next. */
const ASKED = 20_000;

describe('what held the loop while a tick waited for its answer', () => {
  it.each([
    ['', 0],
    [' and the system wakes the loop up late, which is put down to nobody', 5_000_000],
  ])(
    'is who held it since the last look that had not found the answer, where iterations are known%s',
    (_late, late) => {
      let [statementsHeld, nanos, lateNanos] = [0, 0, 0];
      const wrong: unknown[] = [];
      for (const seed of SEEDS) {
        const { loop, statements } = runSchedule(seed, { tellsRounds: true, shortest: ASKED, late });
        for (const statement of statements) {
          const { missedNanos, callbackNanos, readyNanos } = statement;
          const expected = heldBetween(loop, statement, missedNanos, callbackNanos);
          const [blame, sum] = blamed(loop, statement);
          const isRight = sum === total(expected) && sum === statement.atOnce && isDeepStrictEqual(blame, expected);
          if (!isRight) wrong.push([seed, statement, blame, expected]);
          if (sum > 0) statementsHeld++;
          nanos += sum;
          lateNanos += callbackNanos - readyNanos - total(heldBetween(loop, statement, readyNanos, callbackNanos));
        }
      }
      expect(wrong).toEqual([]);
      // The schedules do hold ticks up, and the system does.
      expect(statementsHeld).toBeGreaterThan(500);
      expect(nanos / statementsHeld).toBeGreaterThan(1_000_000);
      expect(lateNanos).toBeGreaterThanOrEqual(late * 50);
    },
  );

  it('is at least who held it while the answer was there, and at most who held it since it was asked for', () => {
    let [truth, told] = [0, 0];
    const wrong: unknown[] = [];
    for (const seed of SEEDS) {
      const { loop, statements } = runSchedule(seed, { tellsRounds: false, shortest: ASKED });
      for (const statement of statements) {
        const [blame, sum] = blamed(loop, statement);
        const { sentNanos, readyNanos, callbackNanos, endNanos } = statement;
        const least = heldBetween(loop, statement, readyNanos, callbackNanos);
        const most = heldBetween(loop, statement, sentNanos, callbackNanos);
        const isWithin = [...new Set([...Object.keys(blame), ...Object.keys(least)])].every(
          (owner) => blame[owner]! >= (least[owner] ?? 0) && blame[owner]! <= (most[owner] ?? 0),
        );
        if (!isWithin || total(blame) !== sum || sum > endNanos - sentNanos) wrong.push([seed, statement, blame]);
        truth += total(least);
        told += sum;
      }
    }
    expect(wrong).toEqual([]);
    expect(told).toBeLessThan(truth * 1.05);
  });

  it('is off by less than 20 µs for each callback that is too short for the hook to ask how long the loop has waited', () => {
    const wrong: unknown[] = [];
    for (const seed of SEEDS) {
      const { loop, statements } = runSchedule(seed, { tellsRounds: false });
      for (const statement of statements) {
        const [, sum] = blamed(loop, statement);
        const { sentNanos, readyNanos, callbackNanos, endNanos } = statement;
        const pieces = loop.held.filter(({ from, to }) => to > sentNanos && from < callbackNanos).length;
        const least = total(heldBetween(loop, statement, readyNanos, callbackNanos));
        const most = total(heldBetween(loop, statement, sentNanos, callbackNanos));
        const isWithin = sum > least - pieces * 20_000 && sum < most + pieces * 20_000;
        if (!isWithin || sum > endNanos - sentNanos) wrong.push([seed, statement, sum, least, most]);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('what held the loop before a tick started', () => {
  it('is whoever held it since the last look that had not found its event, where iterations are known', () => {
    let late = 0;
    const wrong: unknown[] = [];
    for (const seed of SEEDS) {
      const { loop, started } = runSchedule(seed, { tellsRounds: true, shortest: ASKED });
      loop.stretches.lookFrom({ number: Infinity, returnedNanos: Infinity, work: undefined });
      for (const start of started) {
        const { startNanos, missedNanos, sinceNanos } = start;
        const held = loop.held.filter(({ from, to }) => to > missedNanos && from < startNanos);
        // Nobody is put down for the time in which the loop waited for the event.
        if (sinceNanos !== (held[0]?.from ?? loop.callbackNanos)) wrong.push([seed, start, held[0]]);
        const expected = held.reduce((sum, { from, to }) => sum + Math.min(to, startNanos) - from, 0);
        const blame: Blame = {};
        const sum = loop.stretches.heldNanosBetween(sinceNanos, startNanos, (ownerId, nanos) => {
          const label = ownerLabel(loop.owners.owner(ownerId));
          blame[label] = (blame[label] ?? 0) + nanos;
        });
        if (sum !== expected || total(blame) !== sum || sum > startNanos - sinceNanos) wrong.push([seed, start, blame]);
        if (sum > 1_000_000) late++;
      }
    }
    expect(wrong).toEqual([]);
    expect(late).toBeGreaterThan(100);
  });

  it('is told of since a time at which the event was not there yet, or had just come', () => {
    const wrong: unknown[] = [];
    for (const seed of SEEDS) {
      const { started } = runSchedule(seed, { tellsRounds: false, shortest: ASKED });
      // What came while the loop waited is there when it has waited.
      wrong.push(
        ...started.filter(({ cameNanos, sinceNanos, missedNanos }) => sinceNanos > Math.max(cameNanos, missedNanos)),
      );
    }
    expect(wrong).toEqual([]);
  });
});

describe('the pieces that held the loop', () => {
  it('are the last 4,096', () => {
    const pieces = new HeldPieces(0);
    for (let number = 0; number < 5_000; number++) pieces.add(number, 0, number * 10, number * 10 + 10);
    const visited: number[] = [];
    pieces.overlaps(0, 50_000, { piece: (ownerId) => visited.push(ownerId) });
    expect(visited).toHaveLength(4_096);
    expect([visited[0], visited.at(-1)]).toEqual([4_999, 904]);
  });

  it('are blamed for nothing that began before the first that is remembered', () => {
    const pieces = new HeldPieces(0);
    for (let number = 0; number < 5_000; number++) {
      pieces.callbackStarted(number * 10, PHASE_TIMERS, false, 0);
      pieces.add(number, 0, number * 10, number * 10 + 10);
    }
    pieces.callbackStarted(50_000, PHASE_EVENTS, false, 0);
    const visited: number[] = [];
    pieces.heldUntilGoingOn(5, Infinity, 5, false, { piece: (ownerId) => visited.push(ownerId) });
    expect([visited.length, visited.at(-1)]).toEqual([4_096, 904]);
  });
});

describe('since when the loop was busy', () => {
  const pieces = new HeldPieces(0);
  for (const [owner, from, to] of [
    [1, 0, 10],
    [2, 30, 40],
    [3, 42, 50],
    [2, 50, 58],
  ] as const) {
    pieces.callbackStarted(from, PHASE_EVENTS, false, 0);
    pieces.add(owner, 0, from, to);
  }

  function busyBefore(fromNanos: number, untilNanos: number): unknown {
    const held: number[][] = [];
    const since = pieces.busyBefore(fromNanos, untilNanos, 5, {
      piece: (owner, _trace, from, to) => held.push([owner, from, to]),
    });
    return { since, held };
  }

  it('goes back to the first gap that is more than the work of the loop itself', () => {
    const held = [
      [2, 50, 58],
      [3, 42, 50],
      [2, 30, 40],
    ];
    expect(busyBefore(0, 60)).toEqual({ since: 30, held });
  });

  it('leaves out what is before the time that is asked for, or after it', () => {
    const held = [
      [2, 50, 56],
      [3, 45, 50],
    ];
    expect(busyBefore(45, 56)).toEqual({ since: 45, held });
  });

  it('is now where the loop was free', () => {
    expect(busyBefore(0, 100)).toEqual({ since: 100, held: [] });
  });
});
