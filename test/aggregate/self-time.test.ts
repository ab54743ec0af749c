import * as fc from 'fast-check';
import { SelfTime } from '../../src/aggregate/self-time.js';
import type { TickTrace } from '../../src/model/tick-trace.js';
import { drawnTrace } from './drawn-trace.js';
import { SEED, anyTrace } from './random-trace.js';

function ownTimesOf(drawing: string): Record<string, number> {
  const { trace, nameAt } = drawnTrace(drawing);
  const nanos = new SelfTime().measure(trace);
  return Object.fromEntries(
    Array.from({ length: trace.count }, (_, position) => [nameAt(position), nanos[position] as number]),
  );
}

describe('own time', () => {
  it.each([
    {
      name: 'takes off what children cover, and only their own level',
      drawing: `
        tick       |==========|
          save      |======|
            query     |==|
          ema               |=|`,
      own: { tick: 11 - 7 - 2, save: 7 - 3, query: 3, ema: 2 },
    },
    {
      name: 'takes off overlapping children once',
      drawing: `
        tick       |==========|
          one       |====|
          inside     |==|
          other         |===|`,
      own: { tick: 11 - 8, one: 5, inside: 3, other: 4 },
    },
    {
      name: 'takes off only the part of a child that lies inside its parent',
      drawing: `
        tick       |==========|
          save      |===|
            audit     |======|
            after        |==|`,
      own: { tick: 11 - 4, save: 2, audit: 7, after: 3 },
    },
    {
      name: 'knows a late child until the end of the tick',
      drawing: `
        tick       |==========|
          audit        |======>`,
      own: { tick: 4, audit: 7 },
    },
  ])('$name', ({ drawing, own }) => {
    expect(ownTimesOf(drawing)).toEqual(own);
  });

  it('agrees with a count of every nanosecond', () => {
    const selfTime = new SelfTime();
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        const nanos = selfTime.measure(trace);
        expect([...nanos.subarray(0, trace.count)]).toEqual(ownByCounting(trace));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

function ownByCounting(trace: TickTrace): number[] {
  const runs = (position: number, nano: number): boolean =>
    (trace.startNanos[position] as number) <= nano && nano < (trace.endNanos[position] as number);
  return Array.from({ length: trace.count }, (_, position) => {
    const children = Array.from(trace.parents.keys()).filter((child) => trace.parents[child] === position);
    let own = 0;
    for (let nano = trace.startNanos[position] as number; nano < (trace.endNanos[position] as number); nano++) {
      if (!children.some((child) => runs(child, nano))) own++;
    }
    return own;
  });
}
