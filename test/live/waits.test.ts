// Waits on a virtual clock, against the truth: one server, arrivals and service times known, so that Lindley's recursion
// says how long each event waited: w = max(0, w before + s before - time between the arrivals).

import { AsyncResource } from 'node:async_hooks';
import * as fc from 'fast-check';
import { KeepPolicy } from '../../src/aggregate/keep-policy.js';
import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import type { LoopTurn } from '../../src/capture/recorder/loop-turn.js';
import { Recorder } from '../../src/capture/recorder/recorder.js';
import type { ArrivalTotals } from '../../src/model/record/arrival-totals.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import { NameTable } from '../../src/model/name-table.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { SEED } from '../aggregate/random-trace.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { liveParts } from '../live/live-parts.js';

let clockNanos = 0;
jest.mock('../../src/capture/recorder/clock', () => ({
  THREAD_STARTED_NANOS: 0,
  now: () => clockNanos,
  unixMillis: (nanos: number) => nanos / 1e6,
  unixNanos: (nanos: number) => BigInt(nanos),
}));

/** What calls back when data has come in, as far as anybody can tell. */
class TCP extends AsyncResource {
  constructor() {
    super('TCP');
  }
}

class Timeout extends AsyncResource {
  constructor() {
    super('Timeout');
  }
}

/** An event loop on the virtual clock: one callback after the other, and idle where there is none. */
class VirtualLoop {
  readonly turn: { -readonly [Key in keyof LoopTurn]: LoopTurn[Key] } = {
    asyncId: 0,
    startedNanos: 0,
    busySinceNanos: NaN,
  };
  readonly names: NameTable = new NameTable();
  readonly accumulator: SegmentAccumulator;
  readonly recorder: Recorder;

  constructor() {
    clockNanos = 1_000;
    this.accumulator = new SegmentAccumulator(this.names, new TickAnalysis(() => false));
    const running = runningSegment({
      names: this.names,
      accumulator: this.accumulator,
      keepPolicy: new KeepPolicy(1e12 as Nanoseconds),
    });
    this.recorder = new Recorder(liveParts(running, this.names).sink, this.turn);
  }

  idleUntil(nanos: number): void {
    clockNanos = nanos;
    this.turn.busySinceNanos = nanos;
  }

  callback(resource: AsyncResource, run: () => void): void {
    this.turn.asyncId = resource.asyncId();
    this.turn.startedNanos = clockNanos;
    resource.runInAsyncScope(run);
  }

  /** One tick. @returns when it began */
  tick(serviceNanos: number): number {
    const { trace } = this.recorder.startTick(this.names.intern('tick', 'onTick'), 'BTC');
    clockNanos += serviceNanos;
    this.recorder.settle(trace, false);
    return trace.startNanos;
  }

  get arrivals(): ArrivalTotals {
    return this.accumulator.arrivals.toTotals();
  }
}

interface Chunk {
  /** Since the chunk before. */
  readonly gapNanos: number;
  /** Service times of the events in it. */
  readonly services: readonly number[];
}

const chunks = fc.array(
  fc.record({
    gapNanos: fc.integer({ min: 0, max: 3_000_000 }),
    services: fc.array(fc.integer({ min: 1, max: 800_000 }), { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 20 },
);

interface Served {
  /** By the recursion. */
  readonly trueWait: number;
  readonly service: number;
}

/** Serves the chunks in the order in which they come, and says how long each event truly waited since it was sent. */
function serve(loop: VirtualLoop, plan: readonly Chunk[]): Served[] {
  const socket = new TCP();
  const served: Served[] = [];
  let arrival = clockNanos;
  let wait = 0;
  let serviceBefore = 0;
  for (const { gapNanos, services } of plan) {
    arrival += gapNanos;
    if (clockNanos < arrival) loop.idleUntil(arrival);
    let sinceBefore = gapNanos;
    loop.callback(socket, () => {
      for (const service of services) {
        wait = Math.max(0, wait + serviceBefore - sinceBefore);
        const began = loop.tick(service);
        // The simulation itself is right: the recursion and the clock say the same.
        expect(began - arrival).toBe(wait);
        served.push({ trueWait: wait, service });
        serviceBefore = service;
        sinceBefore = 0;
      }
    });
  }
  return served;
}

function histogramOf(values: readonly number[]): ReturnType<ExponentialHistogram['toData']> {
  const histogram = new ExponentialHistogram(6);
  for (const value of values) histogram.record(value as Nanoseconds);
  return histogram.toData();
}

it('is exact where the loop was idle when the data came, since which it has been seen', () => {
  fc.assert(
    fc.property(chunks, (plan) => {
      const loop = new VirtualLoop();
      // Every chunk comes after the one before has been served.
      const apart = plan.map(({ services }) => ({ gapNanos: 10_000_000, services }));
      const served = serve(loop, apart);
      const expected = {
        waits: histogramOf(served.map(({ trueWait }) => trueWait)),
        responses: histogramOf(served.map(({ trueWait, service }) => trueWait + service)),
      };
      const { waits, responses } = loop.arrivals;
      expect(waits).toEqual({ stamped: expected.waits, bound: expected.waits });
      expect(responses).toEqual({ stamped: expected.responses, bound: expected.responses });
    }),
    { seed: SEED, numRuns: 200 },
  );
});

it('lies between what was seen and the bound, whatever comes while the loop is busy', () => {
  fc.assert(
    fc.property(chunks, (plan) => {
      const loop = new VirtualLoop();
      loop.idleUntil(clockNanos);
      const truth = serve(loop, plan).map(({ trueWait }) => trueWait);
      const { waits } = loop.arrivals;
      expect([waits.stamped.count, waits.bound.count]).toEqual([truth.length, truth.length]);
      const trueSum = truth.reduce((sum, wait) => sum + wait, 0);
      expect(waits.stamped.sumNanos).toBeLessThanOrEqual(trueSum);
      expect(waits.bound.sumNanos).toBeGreaterThanOrEqual(trueSum);
      expect(waits.stamped.maxNanos).toBeLessThanOrEqual(Math.max(...truth));
      expect(waits.bound.maxNanos).toBeGreaterThanOrEqual(Math.max(...truth));
    }),
    { seed: SEED, numRuns: 200 },
  );
});

it('is a bound alone where a timer began the turn, and after an await', async () => {
  const loop = new VirtualLoop();
  loop.idleUntil(5_000);
  loop.callback(new Timeout(), () => {
    clockNanos += 300;
    loop.tick(100);
  });
  const socket = new TCP();
  let awaited: Promise<void> | undefined;
  loop.callback(socket, () => {
    awaited = (async () => {
      await Promise.resolve();
      clockNanos += 40;
      loop.tick(100);
    })();
  });
  await awaited;
  const { waits, responses } = loop.arrivals;
  expect(waits.stamped.count).toBe(0);
  expect(waits.bound).toEqual(histogramOf([300, 440]));
  expect(responses.bound).toEqual(histogramOf([400, 540]));
});

it('is unknown until the loop has had nothing to do once, such as in a loop over a tape', () => {
  const loop = new VirtualLoop();
  for (let tick = 0; tick < 10; tick++) loop.tick(100);
  const { waits, responses } = loop.arrivals;
  expect([waits.stamped, waits.bound, responses.stamped, responses.bound].map(({ count }) => count)).toEqual([
    0, 0, 0, 0,
  ]);
});

it('is counted from the client that received the event, and the bound never lies below it', () => {
  const loop = new VirtualLoop();
  const { events } = loop.recorder;
  const receive = (): void => {
    const arrival = events.enter({ count: () => 1, symbol: () => 'BTC' }, loop.recorder.receivedNanos());
    clockNanos += 30;
    events.leave(arrival);
  };
  loop.idleUntil(10_000);
  const socket = new TCP();
  loop.callback(socket, () => {
    clockNanos += 20;
    receive();
  });
  loop.idleUntil(90_000);
  loop.callback(new Timeout(), () => loop.tick(500));
  const { waits, received, handled, ticksFromReceived } = loop.arrivals;
  expect(waits).toEqual({ stamped: histogramOf([80_000]), bound: histogramOf([80_000]) });
  expect({ received, handled, ticksFromReceived }).toEqual({ received: 1, handled: 1, ticksFromReceived: 1 });
});
