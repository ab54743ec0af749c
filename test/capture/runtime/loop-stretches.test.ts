// When the loop was running callbacks, and what of a gap can have been the trace's own work.

import { WorkInTrace } from '../../../src/model/tree/work-in-trace.js';
import { LoopStretches, type Perspective } from '../../../src/capture/runtime/loop-stretches.js';

/** A trace whose handler never returned before its end. */
const within = (number: number, returnedNanos = Infinity): Perspective => ({ number, returnedNanos, work: undefined });

describe('LoopStretches', () => {
  it('is the turn that runs: its start', () => {
    const stretches = new LoopStretches(100);
    expect(stretches.startedNanos).toBe(100);
    stretches.callbackStarted(250, 50, 0);
    expect(stretches).toMatchObject({ startedNanos: 250, startNanos: 100 });
  });

  // A gap in trace 7:
  //
  //      trace 7       trace 8      trace 7       waits   none
  //   |-----------|  |---------|  |-----------|         |------
  //   0          100 120      180 200        300       400
  describe('of a gap that trace 7 looks at', () => {
    const stretches = new LoopStretches(-50);
    stretches.callbackStarted(0, 0, 7);
    stretches.callbackStarted(120, 20, 8);
    stretches.callbackStarted(200, 20, 7);
    stretches.callbackStarted(400, 100, 0);

    it.each([
      ['within one stretch', 20, 70, 50],
      ['within the open stretch', 410, 450, 40],
      // 80-100 is the first stretch's rest, 200-250 the last one's beginning.
      ['over a stretch of another trace', 80, 250, 20 + 50],
      // 80-100, all of 200-300, and 400-420.
      ['over a stretch of its own', 80, 420, 20 + 100 + 20],
      ['that ends in the wait behind a stretch', 220, 350, 130],
      ['that starts in the wait behind a stretch', 110, 150, 30],
      ['before anything was watched', -200, 10, 210],
    ])('%s', (_gap, from, to, syncNanos) => {
      stretches.lookFrom(within(7));
      expect(stretches.syncNanosWithin(from, to)).toBe(syncNanos);
    });

    it.each([
      ['within one stretch', 20, 70, true],
      ['within the open stretch', 410, 450, true],
      ['over a stretch of another trace', 80, 250, false],
      ['into the open stretch', 220, 410, false],
      ['before anything was watched', -200, 10, false],
    ])('%s: whether it lies in one', (_gap, from, to, isOne) => {
      expect(stretches.isOneStretch(from, to)).toBe(isOne);
    });

    it('counts its first stretch only until its handler returned', () => {
      stretches.lookFrom(within(7, 90));
      expect(stretches.syncNanosWithin(80, 150)).toBe(10 + 30);
      // What begins after the return is not the handler's own turn.
      expect(stretches.syncNanosWithin(95, 150)).toBe(5 + 30);
    });
  });

  it('takes a gap that is older than 4,096 stretches for work: nothing is known of it', () => {
    const stretches = new LoopStretches(0);
    for (let number = 1; number <= 5_000; number++) stretches.callbackStarted(number * 100, 50, 8);
    stretches.lookFrom(within(7));
    expect(stretches.syncNanosWithin(10, 499_990)).toBe(499_980);
    // The first one that is remembered is number 904, from 90,400 to 90,450.
    expect(stretches.syncNanosWithin(90_440, 90_520)).toBe(10 + 20);
  });

  it('is asked for times that leave out what Tickscope did in the trace, and answers in them', () => {
    // The trace's: 0-100 with Tickscope's work from 20 to 50, and 200-260 with its work from 210 to 220. Without it: 0-70, 170-220.
    const stretches = new LoopStretches(0);
    stretches.callbackStarted(0, 0, 7);
    stretches.callbackStarted(200, 100, 7);
    stretches.callbackStarted(300, 40, 8);
    const work = new WorkInTrace();
    work.add(20, 50);
    work.add(210, 220);
    stretches.lookFrom({ number: 7, returnedNanos: Infinity, work });
    expect(stretches.syncNanosWithin(0, 70)).toBe(70);
    expect(stretches.syncNanosWithin(10, 180)).toBe(60 + 10);
    expect(stretches.syncNanosWithin(20, 175)).toBe(50 + 5);
    // It ends in the wait behind the second one.
    expect(stretches.syncNanosWithin(30, 240)).toBe(40 + 70);
    expect(stretches.syncNanosWithin(175, 215)).toBe(40);
    expect(stretches.isOneStretch(0, 60)).toBe(true);
    // Its true end is at 230, in the second one: at 190 it was not.
    expect(stretches.isOneStretch(10, 190)).toBe(false);
  });
});

it('takes those further back than it remembers to be as those in front', () => {
  const stretches = new LoopStretches(0);
  const BEHIND = 3_000;
  // One owner holds the loop three times as long as the other, one after the other.
  for (let place = 0; place < BEHIND; place++) {
    stretches.pieces.add(1, 7, 4_000 * place, 4_000 * place + 3_000);
    stretches.pieces.add(2, 8, 4_000 * place + 3_000, 4_000 * (place + 1));
  }
  const held = new Map<number, number>();
  const until = 4_000 * BEHIND;
  const sum = stretches.heldNanosBetween(0, until, (ownerId, nanos) => {
    held.set(ownerId, (held.get(ownerId) ?? 0) + nanos);
  });
  expect((held.get(1) ?? 0) / until).toBeCloseTo(0.75, 2);
  expect((held.get(2) ?? 0) / until).toBeCloseTo(0.25, 2);
  expect(sum).toBeLessThanOrEqual(until);
});

/** What each owner held. */
function sumsIn(look: (visit: (ownerId: number, nanos: number) => void) => number): Map<number, number> {
  const held = new Map<number, number>();
  const sum = look((ownerId, nanos) => void held.set(ownerId, (held.get(ownerId) ?? 0) + nanos));
  expect([...held.values()].reduce((left, right) => left + right, 0)).toBe(sum);
  return held;
}

it('finds who held the loop first, behind a thousand others that waited for it', () => {
  const [REBALANCE, ON_TICK] = [1, 2];
  const stretches = new LoopStretches(0);
  stretches.pieces.add(REBALANCE, 0, 0, 300_000_000);
  for (let place = 0; place < 1_000; place++) {
    stretches.pieces.add(ON_TICK, 100 + place, 300_000_000 + place * 100_000, 300_000_000 + (place + 1) * 100_000);
  }
  stretches.lookFrom(within(2_000));
  const held = sumsIn((visit) => stretches.heldNanosBetween(1_000, 400_000_000, visit));
  expect(held).toEqual(
    new Map([
      [ON_TICK, 100_000_000],
      [REBALANCE, 299_999_000],
    ]),
  );
});

describe('of thousands of pieces, those that are looked at many as one', () => {
  const OWNERS = 12;
  const OWN = 7;

  interface Piece {
    readonly owner: number;
    readonly trace: number;
    readonly from: number;
    readonly to: number;
  }

  /** Pieces of few owners for a while, then of many; seldom of the trace that looks. */
  function piecesOf(random: (below: number) => number, count: number): Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    for (let number = 0; number < count; number++) {
      at += random(4) === 0 ? random(50) : 0;
      const owner = number % 1_000 < 500 ? random(3) : random(OWNERS);
      const trace = random(150) === 0 ? OWN : random(2) * (100 + random(40));
      const to = at + 1 + random(1_000);
      pieces.push({ owner, trace, from: at, to });
      at = to;
    }
    return pieces;
  }

  /** The same, piece by piece: not the trace's own, and without what Tickscope did in it. */
  function expectedOf(
    pieces: readonly Piece[],
    from: number,
    to: number,
    work: readonly (readonly [number, number])[],
  ): Map<number, number> {
    const held = new Map<number, number>();
    const overlap = (piece: Piece, since: number, until: number): number =>
      Math.max(0, Math.min(piece.to, until) - Math.max(piece.from, since));
    for (const piece of pieces) {
      if (piece.trace === OWN) continue;
      const inWindow = { ...piece, from: Math.max(piece.from, from), to: Math.min(piece.to, to) };
      const worked = work.reduce((sum, [since, until]) => sum + overlap(inWindow, since, until), 0);
      const nanos = overlap(piece, from, to) - worked;
      if (nanos > 0) held.set(piece.owner, (held.get(piece.owner) ?? 0) + nanos);
    }
    return held;
  }

  it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))('have the same sums, seed %i', (seed) => {
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const stretches = new LoopStretches(0);
    const pieces = piecesOf(random, 2_000 + random(2_000));
    for (const { owner, trace, from, to } of pieces) stretches.pieces.add(owner, trace, from, to);
    const end = (pieces.at(-1) as Piece).to;
    for (let window = 0; window < 50; window++) {
      const from = random(end);
      const to = from + 1 + random(end - from);
      const worked =
        random(2) === 0 ? [] : [[from + random(to - from), to - random(to - from)] as const].filter(([a, b]) => a < b);
      const work = new WorkInTrace();
      for (const [since, until] of worked) work.add(since, until);
      stretches.lookFrom({ number: OWN, returnedNanos: Infinity, work: worked.length > 0 ? work : undefined });
      const held = sumsIn((visit) => stretches.heldNanosBetween(from, to, visit));
      expect(held).toEqual(expectedOf(pieces, from, to, worked));
    }
  });
});

describe('what took long behind thousands of short pieces', () => {
  const SHORT = 4_000;
  const LONG = 900_000_000;
  /** What an owner is told to have held the loop, in nanoseconds. */
  const heldBy = (stretches: LoopStretches, fromNanos: number, toNanos: number): Map<number, number> => {
    const held = new Map<number, number>();
    stretches.lookFrom({ number: Infinity, returnedNanos: Infinity, work: undefined });
    const sum = stretches.heldNanosBetween(fromNanos, toNanos, (ownerId, nanos) => {
      held.set(ownerId, (held.get(ownerId) ?? 0) + nanos);
    });
    expect(sum).toBeLessThanOrEqual(toNanos - fromNanos);
    return held;
  };
  const TIMER = 1;
  const SOCKET = 2;
  const TICK = 3;
  /** A socket reads a burst: between its ticks it parses. */
  const burst = (stretches: LoopStretches, startNanos: number, ticks: number): number => {
    for (let tick = 0; tick < ticks; tick++) {
      const at = startNanos + SHORT * tick;
      stretches.pieces.add(SOCKET, 0, at, at + SHORT / 4);
      stretches.pieces.add(TICK, tick + 9, at + SHORT / 4, at + SHORT);
    }
    return startNanos + SHORT * ticks;
  };

  it('keeps its own time, and the short ones theirs', () => {
    const stretches = new LoopStretches(0);
    stretches.pieces.add(TIMER, 0, 0, LONG);
    const until = burst(stretches, LONG, 3_000);
    const held = heldBy(stretches, LONG / 2, until);
    expect(held.get(TIMER)).toBe(LONG / 2);
    expect((held.get(TICK) as number) / (SHORT * 3_000)).toBeCloseTo(0.75, 1);
    expect((held.get(SOCKET) as number) / (SHORT * 3_000)).toBeCloseTo(0.25, 1);
  });

  it('is not multiplied where it is among the last pieces', () => {
    const stretches = new LoopStretches(0);
    const before = burst(stretches, 0, 1_000);
    stretches.pieces.add(TIMER, 0, before, before + LONG);
    const until = burst(stretches, before + LONG, 50);
    const held = heldBy(stretches, 0, until);
    expect(held.get(TIMER)).toBe(LONG);
    expect((held.get(TICK) as number) / (SHORT * 1_050)).toBeCloseTo(0.75, 1);
  });

  it('stands for its like where there were more than are remembered', () => {
    const stretches = new LoopStretches(0);
    for (let tick = 0; tick < 3_000; tick++) {
      stretches.pieces.add(SOCKET, 0, 2_000_000 * tick, 2_000_000 * tick + 500_000);
      stretches.pieces.add(TICK, tick + 9, 2_000_000 * tick + 500_000, 2_000_000 * (tick + 1));
    }
    const until = 2_000_000 * 3_000;
    const held = heldBy(stretches, 0, until);
    expect((held.get(TICK) as number) / until).toBeCloseTo(0.75, 2);
    expect((held.get(SOCKET) as number) / until).toBeCloseTo(0.25, 2);
  });
});
