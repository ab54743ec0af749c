// When the log has to be read, and other work that is due.

import { EventLog } from '../../../src/model/log/event-log.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedLog } from './recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const LOAD = 3;
const SAVE = 4;

let log: RecordedLog;

beforeEach(() => {
  clock.nanos = 1_000;
  log = new RecordedLog();
});

describe('what is due', () => {
  it.each<[what: string, run: () => void]>([
    ['an asynchronous tick', (): void => log.asyncTick(TICK).end(false)],
    ['a synchronous tick', (): void => log.tick(TICK).end(false)],
  ])('is done where %s has closed, and again when the time has come that it answered', (_what, run) => {
    log.calls.nextDueNanos = 2_000;
    for (const at of [1_000, 1_999, 2_000, 2_001]) {
      clock.nanos = at;
      run();
    }
    log.recorder.timeRead(2_002 as Nanoseconds);
    expect(log.calls.due).toEqual([1_000, 2_000, 2_001, 2_002]);
  });

  it('is done where a tree outside ticks has closed', () => {
    log.operation(LOAD).end(false);
    expect(log.calls.due).toEqual([1_000]);
  });

  it('is done within a tree that goes on for more than a second, and not below itself', () => {
    log.tick(TICK);
    log.calls.nextDueNanos = 5e9;
    log.calls.onDue = function (atNanos) {
      this.due.push(atNanos);
      if (this.due.length < 10) log.operation(SAVE).end(false);
      return this.nextDueNanos;
    };
    for (const at of [0.9e9, 1e9, 5.9e9, 6e9]) {
      clock.nanos = at;
      log.operation(LOAD).end(false);
    }
    expect(log.calls.due).toEqual([1e9, 6e9]);
  });
});

it('gives what the due work calls its own times, and not the moment in which the call was over that it comes after', () => {
  const tick = log.tick(TICK);
  log.calls.onDue = function (): number {
    clock.nanos += 500;
    const operation = log.operation(SAVE);
    clock.nanos += 20;
    operation.end(false);
    return 5e9;
  };
  clock.nanos = 1.5e9;
  log.recorder.leaving();
  log.operation(LOAD).end(false);
  log.recorder.left();
  clock.nanos += 100;
  tick.end(false);
  log.drain();
  expect(log.closed[0]).toMatchObject({
    operationIds: [TICK, LOAD, SAVE],
    startNanos: [1_000, 1.5e9, 1.5e9 + 500],
    endNanos: [1.5e9 + 620, 1.5e9, 1.5e9 + 520],
  });
});

describe('a log that fills', () => {
  /** Each has two records, and its tick three. */
  const operations = (count: number): void => {
    for (let number = 0; number < count; number++) log.operation(LOAD).end(false);
  };

  it('is said to fill once, when 4,096 records wait, and again when it has been read', () => {
    const tick = log.tick(TICK);
    operations(2_047);
    expect(log.calls.filled).toBe(0);
    operations(100);
    expect(log.calls.filled).toBe(1);
    log.drain();
    operations(2_048);
    expect(log.calls.filled).toBe(1);
    operations(100);
    expect(log.calls.filled).toBe(2);
    tick.end(false);
  });

  it('is read between two ticks where the loop is never free and 8,192 records wait', () => {
    const tick = log.tick(TICK);
    operations(4_100);
    tick.end(false);
    expect(log.drains).toBe(0);
    log.tick(TICK).end(false);
    expect(log.drains).toBe(1);
    expect(log.closed).toHaveLength(2);
  });

  it('is read within a tick before it is half full, and so loses nothing', () => {
    log = new RecordedLog({ log: new EventLog(1 << 14) });
    const tick = log.tick(TICK);
    operations(4_000);
    expect(log.drains).toBe(0);
    operations(200);
    expect(log.drains).toBe(1);
    operations(20_000);
    tick.end(false);
    expect(log.lines.filter((line) => line === 'operation 3 took 0')).toHaveLength(24_200);
    expect(new Set(log.calls.lost)).toEqual(new Set(['operations_beyond_tree']));
  });
});
