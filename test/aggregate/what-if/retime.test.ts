import * as fc from 'fast-check';
import { CriticalPath } from '../../../src/aggregate/critical-path.js';
import { Retime } from '../../../src/aggregate/what-if/retime.js';
import { durationOf, type TickTrace } from '../../../src/model/tick-trace.js';
import { drawnTrace } from '../drawn-trace.js';
import { anySequentialTrace, anyTrace, SEED } from '../random-trace.js';
import { buildTrace, type PlannedOperation } from '../trace-builder.js';

/** @param faster by operation id */
function retimed(trace: TickTrace, faster: (operationId: number) => number, retime: Retime = new Retime()): number {
  retime.read(trace);
  return retime.durationWith(Float64Array.from(trace.operationIds.subarray(0, trace.count), faster), 1);
}

const drawnCases = [
  {
    name: 'one after the other: what the call loses',
    drawing: `
      tick    |===================|
        load   |========|
        save              |===|`,
    halved: { tick: 20 - 3.5, load: 20 - 4.5, save: 20 - 2 },
  },
  {
    name: 'Promise.all: the one that ends first gives nothing, the other until it is no longer the last',
    drawing: `
      tick    |==========|
        short  |====|
        long   |========|`,
    halved: { short: 11, long: 11 - 4 },
  },
  {
    name: 'a call that awaited both starts when the later of the two has ended',
    drawing: `
      tick    |===============|
        short  |====|
        long   |======|
        last           |=====|`,
    halved: { long: 16 - 2, short: 16, last: 16 - 3 },
  },
  {
    name: 'two chains beside each other: the second call of one does not wait for the first of the other',
    drawing: `
      tick     |=================|
        quotes  |=====|
        trades  |===|
        volumes      |==========|
        spreads        |====|`,
    // Of the longer chain, halving its last call makes it as long as the other.
    halved: { trades: 18 - 2, quotes: 18, volumes: 18 - 4, spreads: 18 },
  },
  {
    name: "nested: the time between its children is the parent's",
    drawing: `
      tick      |===============|
        save     |============|
          query    |========|`,
    halved: { save: 16 - 2, query: 16 - 4.5 },
  },
  {
    name: 'a child that outlives its parent was not awaited, and gives nothing',
    drawing: `
      tick      |===============|
        save     |====|
          audit    |=======|
        ema             |===|`,
    halved: { audit: 16, save: 16 - 2.5 },
  },
  {
    name: 'late: one that had not ended when the tick did gives nothing',
    drawing: `
      tick      |==========|
        audit    |======>
        ema        |=|`,
    halved: { audit: 11, ema: 11 - 1 },
  },
  {
    name: 'operations of no length, and ones that touch, are in order',
    drawing: `
      tick      |==========|
        begin   |
        load    |====|
        mark         |
        save         |=====|`,
    halved: { begin: 11, load: 11 - 2.5, mark: 11, save: 11 - 3 },
  },
];

describe('the duration of a tick with one operation faster', () => {
  it.each(drawnCases)('$name', ({ drawing, halved }) => {
    const { trace, names } = drawnTrace(drawing);
    const found = Object.fromEntries(
      Object.keys(halved).map((name) => [name, retimed(trace, (id) => (names[id] === name ? 0.5 : 0))]),
    );
    expect(found).toEqual(halved);
  });

  it('is what it was where nothing is faster, whatever the tree', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => expect(retimed(trace, () => 0)).toBeCloseTo(durationOf(trace), 6)),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('is nothing where all of it takes no time', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => expect(retimed(trace, () => 1)).toBeCloseTo(0, 6)),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('never grows, the faster the operation is', () => {
    fc.assert(
      fc.property(anyTrace(), fc.nat(9), (trace, operationId) => {
        const durations = [0, 0.25, 0.5, 0.75, 1].map((faster) =>
          retimed(trace, (id) => (id === operationId ? faster : 0)),
        );
        for (const [place, duration] of durations.entries()) {
          expect(duration).toBeLessThanOrEqual((durations[place - 1] ?? durationOf(trace)) + 1e-6);
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('falls by the time on the path where one thing is awaited at a time', () => {
    fc.assert(
      fc.property(anySequentialTrace(), fc.nat(9), (trace, operationId) => {
        let onPath = 0;
        new CriticalPath().walk(trace, (position, from, to) => {
          if (trace.operationIds[position] === operationId) onPath += to - from;
        });
        const halved = retimed(trace, (id) => (id === operationId ? 0.5 : 0));
        expect(halved).toBeCloseTo(durationOf(trace) - 0.5 * onPath, 6);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('falls by the time on the path at most', () => {
    fc.assert(
      fc.property(anyTrace(), fc.nat(9), fc.constantFrom(0.25, 0.5, 1), (trace, operationId, faster) => {
        const retime = new Retime();
        const fell = durationOf(trace) - retimed(trace, (id) => (id === operationId ? faster : 0), retime);
        let ownNanos = 0;
        for (let at = 0; at < trace.count; at++) {
          if (trace.operationIds[at] === operationId)
            ownNanos += (trace.endNanos[at] as number) - (trace.startNanos[at] as number);
        }
        expect(fell).toBeLessThanOrEqual(ownNanos * faster + 1e-6);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('has nothing left over from a longer tick', () => {
    fc.assert(
      fc.property(anyTrace(40, 60), anyTrace(40, 6), (longer, shorter) => {
        const retime = new Retime();
        retimed(longer, (id) => id / 10, retime);
        expect(retimed(shorter, (id) => id / 10, retime)).toBe(retimed(shorter, (id) => id / 10));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('is found for a chain 100,000 calls deep', () => {
    const depth = 100_000;
    const trace: TickTrace = {
      count: depth,
      startNanos: Float64Array.from({ length: depth }, (_, position) => position),
      endNanos: Float64Array.from({ length: depth }, (_, position) => 2 * depth - 1 - position),
      parents: Int32Array.from({ length: depth }, (_, position) => position - 1),
      operationIds: Int32Array.from({ length: depth }, (_, position) => (position === depth - 1 ? 1 : 0)),
      flags: new Uint8Array(depth),
    };
    expect(retimed(trace, (id) => (id === 0 ? 0.5 : 0))).toBe(depth);
  });

  it.each([
    ['one after the other', (child: number) => ({ start: 2 * child, end: 2 * child + 2 }), 50_000 - 20_000],
    [
      'started together, ending in no order',
      (child: number) => ({ start: child, end: 15_000 + ((child * 7_919) % 10_007) }),
      9_999 + 50_000 - 25_006,
    ],
  ])('is found for 10,000 children of one parent, %s', (_, interval, withoutThem) => {
    const planned: PlannedOperation[] = [{ start: 0, end: 50_000, operationId: 0 }];
    for (let child = 0; child < 10_000; child++) planned.push({ parent: 0, operationId: 1, ...interval(child) });
    const trace = buildTrace(planned);
    expect(retimed(trace, () => 0)).toBe(50_000);
    expect(retimed(trace, (id) => id)).toBe(withoutThem);
  });
});
