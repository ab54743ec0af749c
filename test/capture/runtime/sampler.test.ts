// Samples of a program that does nothing for a while, on a virtual clock.

import { Sampler } from '../../../src/capture/runtime/sampler.js';
import { MILLISECOND, SECOND } from '../../../src/model/units.js';
import { clock } from '../../support/virtual-clock.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const used = { cpuMicros: 0, busyNanos: 0 };
const memoryUsage = jest.fn(() => ({ rss: 1, heapUsed: 2, external: 3 }));
jest.mock('../../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../../src/primordials.js'),
  cpuUsage: () => ({ user: used.cpuMicros, system: 0 }),
  memoryUsage: () => memoryUsage(),
  nodeTiming: {
    loopStart: 0,
    get idleTime() {
      return (clock.nanos - used.busyNanos) / 1e6;
    },
  },
}));

const counts = { started: 0, ended: 0 };
let sampler: Sampler;

beforeEach(() => {
  clock.nanos = 0;
  Object.assign(counts, { started: 0, ended: 0 });
  Object.assign(used, { cpuMicros: 0, busyNanos: 0 });
  sampler = new Sampler('p1', () => ({ ...counts }));
});

/** The time passes, with so much work of the loop in it. */
function pass(nanos: number, busyNanos: number): void {
  clock.nanos += nanos;
  used.busyNanos += busyNanos;
  used.cpuMicros += busyNanos / 1e3;
}

const taken = (): unknown[] =>
  sampler.onSecond().map(({ elapsedNanos, cpuNanos, loopActiveNanos, ticksStarted, ticksEnded }) => ({
    seconds: elapsedNanos / SECOND,
    busy: [cpuNanos / MILLISECOND, loopActiveNanos / MILLISECOND],
    ticks: [ticksStarted, ticksEnded],
  }));

it('is idle after the first ten seconds, without a tick and with next to no work of the loop', () => {
  const idle: boolean[] = [];
  for (let second = 1; second <= 14; second++) {
    pass(SECOND, second === 12 ? 20 * MILLISECOND : MILLISECOND);
    if (second === 14) counts.started++;
    sampler.onSecond();
    idle.push(sampler.isIdle);
  }
  expect(idle).toEqual([...Array<boolean>(9).fill(false), true, true, false, true, false]);
  // A tick that is open is none to be idle in.
  pass(SECOND, 0);
  sampler.onSecond();
  expect(sampler.isIdle).toBe(false);
});

it('tells the idle time from the second in which the program did something again', () => {
  pass(11 * SECOND, 0);
  sampler.onSecond();
  pass(7 * SECOND, 3 * MILLISECOND);
  Object.assign(counts, { started: 1, ended: 1 });
  memoryUsage.mockClear();
  sampler.wake();
  expect(memoryUsage).not.toHaveBeenCalled();
  Object.assign(counts, { started: 5, ended: 5 });
  pass(SECOND, 400 * MILLISECOND);
  expect(taken()).toEqual([
    { seconds: 7, busy: [3, 3], ticks: [0, 0] },
    { seconds: 1, busy: [400, 400], ticks: [5, 5] },
  ]);
  pass(SECOND, 0);
  expect(taken()).toEqual([{ seconds: 1, busy: [0, 0], ticks: [0, 0] }]);
});

it('has all of it in one sample where the process ends first', () => {
  pass(11 * SECOND, 0);
  sampler.onSecond();
  pass(2 * SECOND, 0);
  sampler.wake();
  Object.assign(counts, { started: 1, ended: 1 });
  pass(SECOND, 10 * MILLISECOND);
  expect(sampler.sample()).toMatchObject({ elapsedNanos: 3 * SECOND, ticksEnded: 1 });
});
