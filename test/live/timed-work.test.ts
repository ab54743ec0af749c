// Work that is overdue, on a virtual clock.

import { Periodic } from '../../src/live/periodic.js';
import { type TimedTask, TimedWork } from '../../src/live/timed-work.js';
import { MILLISECOND, type Nanoseconds, SECOND } from '../../src/model/units.js';
import { clock } from '../support/virtual-clock.js';

jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));

interface Timer {
  readonly callback: () => void;
  readonly atNanos: number;
}
const timers: Timer[] = [];
jest.mock('../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../src/primordials.js'),
  startTimeout: (callback: () => void, millis: number) => {
    const timer = { callback, atNanos: clock.nanos + millis * 1e6, unref: () => {} };
    timers.push(timer);
    return timer;
  },
  stopTimeout: (timer: Timer) => timers.splice(timers.indexOf(timer), 1),
}));

/** The loop turns: every timer fires whose time has come. */
function turnLoop(): void {
  for (const timer of timers.splice(0)) {
    if (timer.atNanos <= clock.nanos) timer.callback();
    else timers.push(timer);
  }
}

const seconds = (nanos: number): Nanoseconds => (nanos * SECOND) as Nanoseconds;

beforeEach(() => {
  clock.nanos = 0;
  timers.length = 0;
});

/** Is overdue until it has been called so often. */
class Parts implements TimedTask {
  overdueNanos: number = 0;
  readonly calls: number[] = [];
  readonly #parts: number;

  constructor(parts: number) {
    this.#parts = parts;
  }

  proceed(atNanos: number): void {
    this.calls.push(atNanos / MILLISECOND);
    if (this.calls.length === this.#parts) this.overdueNanos = Infinity;
  }
}

/** Calls as the recorder does, after every microsecond of a second in which the loop does not turn. */
function hold(work: TimedWork): void {
  let dueNanos = 0;
  const endNanos = clock.nanos + SECOND;
  for (; clock.nanos < endNanos; clock.nanos += 1_000) {
    if (clock.nanos >= dueNanos) dueNanos = work.proceed(clock.nanos as Nanoseconds);
  }
}

describe('TimedWork', () => {
  it('does one part of each task every 20 ms, and nothing when nothing is overdue', () => {
    const work = new TimedWork();
    const [one, three] = [new Parts(1), new Parts(3)];
    work.add(one);
    work.add(three);
    hold(work);
    expect([one.calls, three.calls]).toEqual([[0], [0, 20, 40]]);
    expect(work.proceed(seconds(1))).toBe(Infinity);
  });

  it('goes on with the other tasks where one fails', () => {
    const work = new TimedWork();
    const broken: TimedTask = {
      overdueNanos: 0,
      proceed: () => {
        throw new Error('no');
      },
    };
    const fine = new Parts(2);
    work.add(broken);
    work.add(fine);
    hold(work);
    expect(fine.calls).toEqual([0, 20]);
  });
});

describe('Periodic', () => {
  const EXTRA = [1, 2, 5].map(seconds);
  let done: number[];
  let periodic: Periodic;

  beforeEach(() => {
    done = [];
    periodic = new Periodic('a test', seconds(10), (atNanos) => done.push(atNanos / SECOND), { extraNanos: EXTRA });
    periodic.start();
  });

  it('does its work by a timer at its times', () => {
    for (; clock.nanos <= seconds(31); clock.nanos += MILLISECOND) turnLoop();
    expect(done).toEqual([1, 2, 5, 10, 20, 30]);
    expect(timers).toHaveLength(1);
  });

  it('does it in the time that the caller has where the loop never turns', () => {
    const work = new TimedWork();
    work.add(periodic);
    for (let second = 0; second < 31; second++) hold(work);
    expect(done.map((second) => Math.floor(second))).toEqual([1, 2, 5, 10, 20, 30]);
    expect(Math.max(...done.map((second) => second % 1))).toBeLessThan(0.15);
    expect(timers).toHaveLength(1);
  });

  it('does it once where timer and caller come together, and goes on by the timer', () => {
    const work = new TimedWork();
    work.add(periodic);
    clock.nanos = seconds(1.5);
    work.proceed(clock.nanos as Nanoseconds);
    turnLoop();
    expect(done).toEqual([1.5]);
    for (; clock.nanos <= seconds(5); clock.nanos += MILLISECOND) turnLoop();
    expect(done).toEqual([1.5, 2, 5]);
  });

  it('leaves out the times that it missed', () => {
    clock.nanos = seconds(37);
    turnLoop();
    expect(done).toEqual([37]);
    clock.nanos = seconds(40);
    turnLoop();
    expect(done).toEqual([37, 40]);
  });
});

describe('Periodic of a program that does nothing', () => {
  let done: number[];
  let woken: number[];
  let isIdle: boolean;
  let work: TimedWork;

  beforeEach(() => {
    [done, woken, isIdle, work] = [[], [], false, new TimedWork()];
    const periodic = new Periodic('a test', seconds(1), (atNanos) => done.push(atNanos / SECOND), {
      sleep: { forNanos: seconds(10), isIdle: () => isIdle, wake: () => woken.push(clock.nanos / SECOND) },
    });
    periodic.start();
    work.add(periodic);
  });

  const turnUntil = (second: number): void => {
    for (; clock.nanos <= seconds(second); clock.nanos += MILLISECOND) turnLoop();
  };

  it('sleeps while it is idle', () => {
    turnUntil(2);
    isIdle = true;
    turnUntil(33);
    isIdle = false;
    turnUntil(46);
    expect([done, woken]).toEqual([[1, 2, 3, 13, 23, 33, 43, 44, 45, 46], []]);
    expect(timers).toHaveLength(1);
  });

  it('wakes with the first work of the program after a second, and goes on every second', () => {
    isIdle = true;
    turnUntil(1.05);
    const due = work.proceed(clock.nanos as Nanoseconds);
    expect([due / SECOND, woken]).toEqual([2.1, []]);
    turnUntil(7.3);
    isIdle = false;
    work.proceed(seconds(7.3));
    expect([done, woken]).toEqual([[1], [7.301]]);
    turnUntil(10);
    expect(done).toEqual([1, 8, 9, 10]);
    expect(timers).toHaveLength(1);
  });
});
