import * as fc from 'fast-check';
import { CriticalPath } from '../../src/aggregate/critical-path.js';
import { FLAG_LATE, type TickTrace } from '../../src/model/tick-trace.js';
import { drawnTrace } from './drawn-trace.js';
import { SEED, anyPlan, anyTrace } from './random-trace.js';
import { buildTrace, type PlannedOperation } from './trace-builder.js';

interface Section {
  readonly position: number;
  readonly from: number;
  readonly to: number;
}

/** First to last. */
function pathOf(trace: TickTrace, walker: CriticalPath = new CriticalPath()): Section[] {
  const sections: Section[] = [];
  walker.walk(trace, (position, from, to) => sections.push({ position, from, to }));
  return sections.reverse();
}

function drawnPath(drawing: string, startsAt = 0): string {
  const { trace, nameAt } = drawnTrace(drawing, startsAt);
  return pathOf(trace)
    .map(({ position, from, to }) => `${nameAt(position)} ${from}-${to}`)
    .join(', ');
}

const drawnCases = [
  {
    name: 'a tick without children is its own path',
    drawing: `
      tick |=====|`,
    path: 'tick 0-6',
  },
  {
    name: 'one call after the other, with the own code between them',
    drawing: `
      tick    |===================|
        load    |======|
        audit   |===|
        ema             |=====|`,
    path: 'tick 0-2, load 2-9, tick 9-10, ema 10-16, tick 16-20',
  },
  {
    name: 'back to back: the earlier of two calls that touch does not vanish',
    drawing: `
      tick    |==========|
        load  |====|
        save       |=====|`,
    path: 'load 0-5, save 5-11',
  },
  {
    name: 'Promise.all: the one that ended last is what was waited for',
    drawing: `
      tick    |==========|
        short  |===|
        long   |======|
        middle |=====|`,
    path: 'tick 0-1, long 1-8, tick 8-11',
  },
  {
    name: 'Promise.all, then a call that started when the longest ended',
    drawing: `
      tick    |===============|
        short  |===|
        long   |======|
        last          |====|`,
    path: 'tick 0-1, long 1-8, last 8-13, tick 13-16',
  },
  {
    name: 'overlapping siblings: the earlier one ended inside the later one and was not waited for',
    drawing: `
      tick    |==========|
        early  |====|
        later    |======|`,
    path: 'tick 0-3, later 3-10, tick 10-11',
  },
  {
    name: 'nested calls: the innermost that held everything up gets the time',
    drawing: `
      tick      |===============|
        save     |============|
          query    |========|
            parse   |==|
        ema      |=|`,
    path: 'tick 0-1, save 1-3, query 3-4, parse 4-7, query 7-12, save 12-14, tick 14-16',
  },
  {
    name: 'detached: a child that outlives its parent was not awaited by it',
    drawing: `
      tick      |===============|
        save     |====|
          audit    |=======|
        ema             |===|`,
    path: 'tick 0-1, save 1-6, tick 6-8, ema 8-12, tick 12-16',
  },
  {
    name: 'late: a child that had not ended when the tick did is off the path, with all that is in it',
    drawing: `
      tick      |==========|
        audit    |======>
          query   |=|
        ema        |=|`,
    path: 'tick 0-3, ema 3-5, tick 5-11',
  },
  {
    name: 'late and detached differ: an awaited child may end exactly with its tick',
    drawing: `
      tick      |==========|
        save     |=========|`,
    path: 'tick 0-1, save 1-11',
  },
  {
    name: 'no length: operations without duration have no section, at the beginning, between others and at the end',
    drawing: `
      tick      |==========|
        begin   |
        load     |===|
        mark         |
        save         |====|
          inner           |
        end                |`,
    path: 'tick 0-1, load 1-5, save 5-10, tick 10-11',
  },
  {
    name: 'two that end together: the longer one held the tick up',
    drawing: `
      tick    |==========|
        first |====|
        long     |=====|
        short       |==|`,
    path: 'tick 0-3, long 3-9, tick 9-11',
  },
  {
    name: 'a tick that takes no time has no path',
    drawing: `
      tick |
        ema |`,
    path: '',
  },
];

describe('the critical path', () => {
  it.each(drawnCases)('$name', ({ drawing, path }) => {
    expect(drawnPath(drawing)).toBe(path);
  });

  it('starts anywhere: 1,000 ns later everything is 1,000 ns later', () => {
    const drawing = `
      tick   |=======|
        load |==|
        ema      |==|`;
    expect(drawnPath(drawing)).toBe('load 0-3, tick 3-4, ema 4-7, tick 7-8');
    expect(drawnPath(drawing, 1_000)).toBe('load 1000-1003, tick 1003-1004, ema 1004-1007, tick 1007-1008');
  });

  it('tiles the tick, whatever the tree: without gaps, overlaps or empty sections', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        const sections = pathOf(trace);
        let cursor = trace.startNanos[0] as number;
        for (const { from, to } of sections) {
          expect(from).toBe(cursor);
          expect(to).toBeGreaterThan(from);
          cursor = to;
        }
        expect(cursor).toBe(trace.endNanos[0]);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('agrees with a search of all siblings at every step', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => expect(pathOf(trace)).toEqual(pathBySearch(trace))),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('does not depend on when the tick began', () => {
    fc.assert(
      fc.property(anyTrace(), fc.nat(1e12), (trace, shift) => {
        const shifted: TickTrace = {
          ...trace,
          startNanos: trace.startNanos.map((nanos) => nanos + shift),
          endNanos: trace.endNanos.map((nanos) => nanos + shift),
        };
        const expected = pathOf(trace).map(({ position, from, to }) => ({
          position,
          from: from + shift,
          to: to + shift,
        }));
        expect(pathOf(shifted)).toEqual(expected);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('does not depend on the order in which siblings that start together are written down', () => {
    fc.assert(
      fc.property(anyPlan(), fc.nat(), (planned, turn) => {
        // Alike to the nanosecond, two siblings cannot be told apart; distinct ends make the answer unique.
        fc.pre(siblingsDiffer(planned));
        const labelled = planned.map((operation, place) => ({ ...operation, operationId: place }));
        expect(labelledPath(rotated(labelled, turn))).toEqual(labelledPath(labelled));
      }),
      { seed: SEED, numRuns: 1_000, maxSkipsPerRun: 100 },
    );
  });

  it('leaves the trace as it is, and a second walk gives the same', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        const before = structuredClone(trace);
        const walker = new CriticalPath();
        const first = pathOf(trace, walker);
        expect(pathOf(trace, walker)).toEqual(first);
        expect(trace).toEqual(before);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('has nothing left over from a longer trace walked before', () => {
    fc.assert(
      fc.property(anyTrace(40, 60), anyTrace(40, 6), (longer, shorter) => {
        const walker = new CriticalPath();
        pathOf(longer, walker);
        expect(pathOf(shorter, walker)).toEqual(pathOf(shorter));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('walks a chain 100,000 calls deep', () => {
    const deepest = 100_000;
    const trace = buildChain(deepest);
    const sections = pathOf(trace);
    expect(sections).toHaveLength(2 * deepest - 1);
    expect(sections[deepest - 1]).toEqual({ position: deepest - 1, from: deepest - 1, to: deepest });
  });

  it.each([
    ['one after the other', (child: number) => ({ start: 2 * child, end: 2 * child + 2 })],
    ['started together, each ending earlier than the last', (child: number) => ({ start: child, end: 40_000 - child })],
    [
      'started together, ending in no order',
      (child: number) => ({ start: child, end: 15_000 + ((child * 7_919) % 10_007) }),
    ],
    ['all alike', () => ({ start: 5, end: 10 })],
  ])('walks 10,000 children of one parent, %s', (_, interval) => {
    const planned: PlannedOperation[] = [{ start: 0, end: 50_000, operationId: 0 }];
    for (let child = 0; child < 10_000; child++) planned.push({ parent: 0, operationId: 1, ...interval(child) });
    const trace = buildTrace(planned);
    const sections = pathOf(trace);
    expect(sections).toEqual(pathBySearch(trace));
    expect(sections.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(50_000);
  });
});

/** The definition, without any cleverness: at every step all children are looked at. */
function pathBySearch(trace: TickTrace): Section[] {
  const start = [...trace.startNanos];
  const end = [...trace.endNanos];
  const childrenOf = new Map<number, number[]>();
  for (let position = 1; position < trace.count; position++) {
    const parent = trace.parents[position] as number;
    const children = childrenOf.get(parent);
    if (children === undefined) childrenOf.set(parent, [position]);
    else children.push(position);
  }
  const sections: Section[] = [];
  const stack: { position: number; cursor: number }[] = [{ position: 0, cursor: end[0] as number }];
  while (stack.length > 0) {
    const frame = stack.at(-1) as { position: number; cursor: number };
    const { position, cursor } = frame;
    let last: number | undefined;
    for (const child of childrenOf.get(position) ?? []) {
      const from = start[child] as number;
      const to = end[child] as number;
      const awaited = ((trace.flags[child] as number) & FLAG_LATE) === 0 && to <= (end[position] as number);
      if (!awaited || from >= to || from >= cursor || to > cursor) continue;
      if (last === undefined || to > (end[last] as number)) last = child;
    }
    const from = (last === undefined ? start[position] : end[last]) as number;
    if (from < cursor) sections.push({ position, from, to: cursor });
    if (last === undefined) {
      stack.pop();
      continue;
    }
    frame.cursor = start[last] as number;
    stack.push({ position: last, cursor: end[last] as number });
  }
  return sections.reverse();
}

function buildChain(depth: number): TickTrace {
  return {
    count: depth,
    startNanos: Float64Array.from({ length: depth }, (_, position) => position),
    endNanos: Float64Array.from({ length: depth }, (_, position) => 2 * depth - 1 - position),
    parents: Int32Array.from({ length: depth }, (_, position) => position - 1),
    operationIds: new Int32Array(depth),
    flags: new Uint8Array(depth),
  };
}

function siblingsDiffer(planned: readonly PlannedOperation[]): boolean {
  const seen = new Set(planned.map(({ parent, start, end }) => `${parent} ${start} ${end}`));
  return seen.size === planned.length;
}

/** The path with every operation named by its label. */
function labelledPath(planned: readonly PlannedOperation[]): Section[] {
  const trace = buildTrace(planned);
  return pathOf(trace).map(({ position, from, to }) => ({
    position: trace.operationIds[position] as number,
    from,
    to,
  }));
}

/** The same tree written down in another order. */
function rotated(planned: readonly PlannedOperation[], turn: number): PlannedOperation[] {
  const children = planned.slice(1).map((_, place) => place + 1);
  const cut = children.length === 0 ? 0 : turn % children.length;
  const order = [0, ...children.slice(cut), ...children.slice(0, cut)];
  const newPlace = new Map(order.map((place, at) => [place, at]));
  return order.map((place) => {
    const operation = planned[place] as PlannedOperation;
    return operation.parent === undefined
      ? operation
      : { ...operation, parent: newPlace.get(operation.parent) as number };
  });
}
