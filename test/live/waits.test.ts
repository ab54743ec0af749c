// Waits on a virtual clock, against the truth: one server, arrivals and service times known, so that Lindley's recursion
// says how long each event waited: w = max(0, w before + s before - time between the arrivals).

import { AsyncResource } from 'node:async_hooks';
import * as fc from 'fast-check';
import { KeepPolicy } from '../../src/aggregate/keep-policy.js';
import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { delivers, LoopTurn } from '../../src/capture/recorder/loop-turn.js';
import type { Recorder } from '../../src/capture/recorder/recorder.js';
import { LoopStretches } from '../../src/capture/runtime/loop-stretches.js';
import { LoopWatch } from '../../src/capture/runtime/loop-watch.js';
import { RecordedCall } from '../../src/capture/wrap/recorded-call.js';
import type { LiveRecorder } from '../../src/live/live-recorder.js';
import { CALLBACK, NOTE } from '../../src/model/log/log-layout.js';
import type { ArrivalTotals } from '../../src/model/record/arrival-totals.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import { NameTable } from '../../src/model/name-table.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { SEED } from '../aggregate/random-trace.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { liveParts } from '../live/live-parts.js';
import type * as VirtualClock from '../support/virtual-clock.js';
import { clock, nodeTiming } from '../support/virtual-clock.js';

jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));
jest.mock('../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../src/primordials.js'),
  nodeTiming: jest.requireActual<typeof VirtualClock>('../support/virtual-clock.js').nodeTiming,
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
  readonly names: NameTable = new NameTable();
  readonly accumulator: SegmentAccumulator;
  readonly #live: LiveRecorder;
  readonly #turn = new LoopTurn();
  readonly #owners = new OwnerTable();

  constructor() {
    clock.nanos = 1_000;
    nodeTiming.idleTime = 0;
    this.accumulator = new SegmentAccumulator(this.names, new TickAnalysis(() => false));
    const running = runningSegment({
      names: this.names,
      accumulator: this.accumulator,
      keepPolicy: new KeepPolicy(1e12 as Nanoseconds),
    });
    const loop = new LoopWatch({
      sink: { onHeld: () => {}, onStall: () => {}, onCollectedIn: () => {}, onCollected: () => {} },
      owners: this.#owners,
      stretches: new LoopStretches(clock.nanos),
      processId: 'process-1',
      tickName: () => 'onTick',
      seesCallbacks: true,
    });
    this.#live = liveParts(running, this.names, { loop, turn: this.#turn }).live;
  }

  get recorder(): Recorder {
    return this.#live.recorder;
  }

  idleUntil(nanos: number): void {
    nodeTiming.idleTime += (nanos - clock.nanos) / 1e6;
    clock.nanos = nanos;
  }

  /** As the hook of the event loop writes it down. */
  callback(resource: AsyncResource, run: () => void): void {
    const { log } = this.recorder;
    const kind = resource instanceof Timeout ? 'timer' : 'socket';
    this.recorder.begin(CALLBACK | this.#owners.intern(kind, ''), 0);
    log.append(nodeTiming.idleTime, NOTE, 0);
    this.#turn.callbackStarted(resource.asyncId(), delivers(resource.constructor.name), clock.nanos / 1e6);
    resource.runInAsyncScope(run);
  }

  /** One tick. @returns when it began */
  tick(serviceNanos: number): number {
    const began = clock.nanos;
    const event = { symbol: 'BTC', unixMillis: NaN, missing: 0, batch: undefined };
    const tick = RecordedCall.ofTick(this.recorder, this.names.intern('tick', 'onTick'), event, false);
    clock.nanos += serviceNanos;
    tick.end(false);
    tick.left();
    return began;
  }

  get arrivals(): ArrivalTotals {
    this.#live.drain();
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
  let arrival = clock.nanos;
  let wait = 0;
  let serviceBefore = 0;
  for (const { gapNanos, services } of plan) {
    arrival += gapNanos;
    if (clock.nanos < arrival) loop.idleUntil(arrival);
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
      loop.idleUntil(2_000);
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
    clock.nanos += 300;
    loop.tick(100);
  });
  const socket = new TCP();
  let awaited: Promise<void> | undefined;
  loop.callback(socket, () => {
    awaited = (async () => {
      await Promise.resolve();
      clock.nanos += 40;
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
    const arrival = events.enter(
      { source: 'client', count: () => 1, symbol: () => 'BTC' },
      loop.recorder.receivedNanos(),
    );
    clock.nanos += 30;
    events.leave(arrival);
  };
  loop.idleUntil(10_000);
  const socket = new TCP();
  loop.callback(socket, () => {
    clock.nanos += 20;
    receive();
  });
  loop.idleUntil(90_000);
  loop.callback(new Timeout(), () => loop.tick(500));
  const { waits, received, handled, ticksFromReceived } = loop.arrivals;
  expect(waits).toEqual({ stamped: histogramOf([80_000]), bound: histogramOf([80_000]) });
  expect({ received, handled, ticksFromReceived }).toEqual({ received: 1, handled: 1, ticksFromReceived: 1 });
});
