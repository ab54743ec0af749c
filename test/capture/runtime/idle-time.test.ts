// libuv forgets what it had waited before a signal: on a virtual loop that is interrupted, waits, works and is blocked.

import { hasBlocked, waitedMillis, InterruptedWaits } from '../../../src/capture/runtime/idle-time.js';
import type * as Primordials from '../../../src/primordials.js';
import type * as VirtualClock from '../../support/virtual-clock.js';
import { nodeTiming } from '../../support/virtual-clock.js';

const mockUsed = { user: 0, system: 0 };
jest.mock('../../../src/primordials.js', () => ({
  ...jest.requireActual<typeof Primordials>('../../../src/primordials.js'),
  nodeTiming: jest.requireActual<typeof VirtualClock>('../../support/virtual-clock.js').nodeTiming,
  threadCpuUsage: () => mockUsed,
}));

/** What the loop did from one callback to the next, in milliseconds. */
interface Turn {
  readonly works?: number;
  /** Without a processor. */
  readonly blocked?: number;
  /** Of the work, how much a record of the log tells. */
  readonly known?: number;
  readonly waits?: number;
  /** Of the wait, how much came before the last signal. */
  readonly beforeSignal?: number;
}

class VirtualLoop {
  readonly #waits = new InterruptedWaits();
  #atMillis = 1_000;

  constructor() {
    this.#waits.callbackStarted(this.#atMillis, this.#atMillis);
  }

  /** @returns how much more the loop has waited then */
  turn({ works = 0, blocked = 0, known = 0, waits = 0, beforeSignal = 0 }: Turn): number {
    const before = waitedMillis();
    const workedUntil = this.#atMillis + known;
    mockUsed.user += works * 1_000;
    nodeTiming.idleTime += waits - beforeSignal;
    this.#atMillis += works + blocked + waits;
    this.#waits.callbackStarted(this.#atMillis, workedUntil);
    return waitedMillis() - before;
  }
}

it('has the part of a wait that libuv forgot at a signal', () => {
  const loop = new VirtualLoop();
  expect(loop.turn({ works: 2, waits: 50 })).toBeCloseTo(50);
  expect(loop.turn({ works: 2, waits: 50, beforeSignal: 30 })).toBeCloseTo(50);
  expect(loop.turn({ works: 2, waits: 2_000, beforeSignal: 1_999 })).toBeCloseTo(2_000);
});

it('takes for waiting neither what a synchronous call took nor what a record of the log has', () => {
  const loop = new VirtualLoop();
  hasBlocked(20);
  expect(loop.turn({ blocked: 20, waits: 5 })).toBeCloseTo(5);
  hasBlocked(20);
  expect(loop.turn({ blocked: 20, waits: 50, beforeSignal: 30 })).toBeCloseTo(50);
  expect(loop.turn({ blocked: 20, known: 20, waits: 5 })).toBeCloseTo(5);
  expect(loop.turn({ blocked: 20, known: 20, waits: 50, beforeSignal: 30 })).toBeCloseTo(50);
});

it('takes for work what keeps a loop from waiting, whatever it is', () => {
  const loop = new VirtualLoop();
  expect(loop.turn({ blocked: 20 })).toBe(0);
  expect(loop.turn({ works: 20 })).toBe(0);
});
