import * as fc from 'fast-check';
import { CriticalPath } from '../../src/aggregate/critical-path.js';
import { type BusyStretches, TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import type { TickTrace } from '../../src/model/tick-trace.js';
import { drawnTrace } from './drawn-trace.js';
import { anySequentialTrace, anyTrace, SEED } from './random-trace.js';
import { buildTrace } from './trace-builder.js';

const onlyTheTick = (): boolean => false;

/** A loop that is ours only in these stretches: of a gap, those that hold its begin or its end count. */
function loop(...segments: readonly (readonly [from: number, to: number])[]): BusyStretches {
  return {
    heldNanosBetween: () => 0,
    isOneStretch: () => false,
    busyBefore: () => false,
    heldNanosWithin: () => 0,
    syncNanosWithin: (gapFrom, gapTo) =>
      segments
        .filter(([from, to]) => (from <= gapFrom && gapFrom < to) || (from < gapTo && gapTo <= to))
        .reduce((sum, [from, to]) => sum + Math.min(to, gapTo) - Math.max(from, gapFrom), 0),
  };
}

function figuresOf(drawing: string, analysis: TickAnalysis): Record<string, unknown> {
  const { trace, nameAt } = drawnTrace(drawing);
  const { selfNanos, criticalPathNanos, untracedNanos } = analysis.analyse(trace);
  return Object.fromEntries(
    Array.from({ length: trace.count }, (_, position) => [
      nameAt(position),
      [selfNanos[position], criticalPathNanos[position], untracedNanos[position]],
    ]),
  );
}

describe('the analysis of a tick', () => {
  const drawing = `
    tick        |===================|
      strategy     |==========|
        ema         |==|
      save                      |==|`;
  // Gaps of the tick on the path: 0-3, 14-16, 19-20. Of the strategy: 3-4, 7-14.

  it('calls all of an own stretch synchronous where the loop was not watched', () => {
    expect(figuresOf(drawing, new TickAnalysis(() => true))).toEqual({
      tick: [6, 6, 0],
      strategy: [8, 8, 0],
      ema: [3, 3, 0],
      save: [3, 3, 0],
    });
  });

  it('splits the own time of the tick into running and waiting', () => {
    // The handler ran 0-8 and 15-20: of the gap 14-16 one nanosecond was nobody's.
    const analysis = new TickAnalysis(onlyTheTick, loop([0, 8], [15, 20]));
    expect(figuresOf(drawing, analysis)).toEqual({
      tick: [6, 6, 1],
      strategy: [8, 8, 0],
      ema: [3, 3, 0],
      save: [3, 3, 0],
    });
  });

  it('splits the own time of those that the caller marks', () => {
    // The strategy ran until 8 and again from 13: 8-13 is waiting that nobody traced.
    const analysis = new TickAnalysis((operationId) => operationId === 1, loop([0, 8], [13, 20]));
    expect(figuresOf(drawing, analysis)).toEqual({
      tick: [6, 6, 0],
      strategy: [8, 8, 5],
      ema: [3, 3, 0],
      save: [3, 3, 0],
    });
  });

  it('adds up to the tick exactly, and waits at most as long as it was on the path', () => {
    // Says too much on purpose at times: the sum has to hold all the same.
    const analysis = new TickAnalysis((operationId) => operationId % 2 === 0, {
      heldNanosBetween: () => 0,
      isOneStretch: () => false,
      busyBefore: () => false,
      heldNanosWithin: () => 0,
      syncNanosWithin: (from, to) => (from * 7 + to * 3) % 23,
    });
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        const { criticalPathNanos, untracedNanos } = analysis.analyse(trace);
        let sum = 0;
        for (let position = 0; position < trace.count; position++) {
          const onPath = criticalPathNanos[position] as number;
          const untraced = untracedNanos[position] as number;
          expect(untraced).toBeGreaterThanOrEqual(0);
          expect(untraced).toBeLessThanOrEqual(onPath);
          sum += onPath;
        }
        expect(sum).toBe((trace.endNanos[0] as number) - (trace.startNanos[0] as number));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  describe('is the walk along the critical path, section by section', () => {
    const mayWait = (operationId: number): boolean => operationId % 2 === 0;
    const syncNanosWithin = (from: number, to: number): number => (from * 7 + to * 3) % 5;
    const analysis = new TickAnalysis(mayWait, {
      heldNanosBetween: () => 0,
      isOneStretch: () => false,
      busyBefore: () => false,
      heldNanosWithin: () => 0,
      syncNanosWithin,
    });

    function walked(trace: TickTrace): number[][] {
      const times = Array.from({ length: trace.count }, () => [0, 0]);
      new CriticalPath().walk(trace, (position, from, to) => {
        const [onPath, untraced] = times[position] as [number, number];
        const isWaiting = position === 0 || mayWait(trace.operationIds[position] as number);
        const waited = isWaiting ? to - from - Math.min(to - from, syncNanosWithin(from, to)) : 0;
        times[position] = [onPath + to - from, untraced + waited];
      });
      return times;
    }

    it.each([
      ['sequential ticks', anySequentialTrace()],
      ['any ticks', anyTrace()],
    ])('%s', (_kind, traces) => {
      fc.assert(
        fc.property(traces, (trace) => {
          const { criticalPathNanos, untracedNanos } = analysis.analyse(trace);
          const analysed = Array.from({ length: trace.count }, (_, at) => [criticalPathNanos[at], untracedNanos[at]]);
          expect(analysed).toEqual(walked(trace));
        }),
        { seed: SEED, numRuns: 2_000 },
      );
    });
  });

  describe('of a tick that others held up', () => {
    // Section by section, with what is asked of the loop: owner 5 held all of what is not the usual time of the operation.
    const asked: unknown[] = [];
    const held: BusyStretches = {
      heldNanosBetween: () => 0,
      isOneStretch: () => false,
      busyBefore: () => false,
      syncNanosWithin: () => 1,
      heldNanosWithin: (from, to, usual, visit) => {
        asked.push([from, to, usual]);
        const nanos = Math.max(0, to - from - 1 - usual);
        if (nanos > 0) visit(nanos > 2 ? 5 : 7, nanos);
        return nanos;
      },
    };
    const analysis = new TickAnalysis(onlyTheTick, held, (operationId) => (operationId === 0 ? 9 : 2));

    it('takes what they held from what was awaited, and says whose it was', () => {
      const { trace } = drawnTrace(drawing);
      const { criticalPathNanos, untracedNanos, heldNanos, waits } = analysis.analyse(trace);
      const byOwner: Record<number, number> = {};
      waits.forEach((ownerId, nanos) => (byOwner[ownerId] = nanos));
      // The strategy's own sections are 3-4 and 7-14; ema's 4-7 and save's 16-19 are whole calls, which usually take 2.
      expect(asked).toEqual([
        [0, 3, 0],
        [3, 4, 0],
        [14, 16, 0],
        [19, 20, 0],
        [7, 14, 0],
        [4, 7, 2],
        [16, 19, 2],
      ]);
      expect(Array.from(heldNanos.subarray(0, 4))).toEqual([2 + 1, 6, 0, 0]);
      expect(Array.from(untracedNanos.subarray(0, 4))).toEqual([0, 0, 0, 0]);
      expect(Array.from(criticalPathNanos.subarray(0, 4))).toEqual([6, 8, 3, 3]);
      expect(byOwner).toEqual({ 5: 6, 7: 3 });
    });

    it('starts with nothing at the next tick', () => {
      const { waits } = analysis.analyse(
        drawnTrace(`
          tick  ||`).trace,
      );
      waits.forEach(() => expect('a wait').toBeUndefined());
      expect.assertions(0);
    });
  });

  it('does not look for waiting in a tick that is known to lie in one stretch', () => {
    const analysis = new TickAnalysis(() => true, {
      heldNanosBetween: () => 0,
      isOneStretch: () => true,
      busyBefore: () => false,
      heldNanosWithin: () => 0,
      syncNanosWithin: () => 0,
    });
    expect(figuresOf(drawing, analysis).tick).toEqual([6, 6, 0]);
  });

  it('grows all arrays together, also after a larger tree outside any tick', () => {
    const analysis = new TickAnalysis(onlyTheTick);
    const outside = Array.from({ length: 100 }, (_, at) => ({ ...(at > 0 && { parent: 0 }), start: at, end: 100 }));
    const shortTick = `
      tick  |==|`;
    expect(figuresOf(shortTick, analysis)).toEqual({ tick: [3, 3, 0] });
    analysis.selfTime(buildTrace(outside.map((operation) => ({ ...operation, operationId: 1 }))));
    expect(figuresOf(drawing, analysis)).toEqual({
      tick: [6, 6, 0],
      strategy: [8, 8, 0],
      ema: [3, 3, 0],
      save: [3, 3, 0],
    });
  });

  it('keeps its memory: after the longest trace no array is replaced', () => {
    const analysis = new TickAnalysis(onlyTheTick);
    const { trace } = drawnTrace(drawing);
    const times = analysis.analyse(trace);
    const { selfNanos, criticalPathNanos, untracedNanos } = times;
    const next = analysis.analyse(trace);
    expect(next).toBe(times);
    expect(next.selfNanos).toBe(selfNanos);
    expect(next.criticalPathNanos).toBe(criticalPathNanos);
    expect(next.untracedNanos).toBe(untracedNanos);
  });
});
