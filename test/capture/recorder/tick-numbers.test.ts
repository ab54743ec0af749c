// The number of the tick that the running code is in, without reading the log.

import type { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { EventLog } from '../../../src/model/log/event-log.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedLog } from './recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const STRATEGY = 8;
const SAVE = 4;

let log: RecordedLog;

beforeEach(() => {
  clock.nanos = 1_000;
  log = new RecordedLog();
});

const tickNumber = (): number => log.recorder.tickOf(log.recorder.active.get());

it('is the same in all that runs in a tick, and 0 outside', () => {
  expect(tickNumber()).toBe(0);
  const tick = log.tick(TICK);
  const number = tickNumber();
  const strategy = log.tick(STRATEGY);
  const inStrategy = tickNumber();
  const save = log.asyncOperation(SAVE);
  const inSave = log.inside(save, tickNumber);
  save.end(false);
  strategy.end(false);
  tick.end(false);
  expect(number).toBeGreaterThan(0);
  expect([inStrategy, inSave]).toEqual([number, number]);
});

/** Ticks of which each begins in the scope of the one before, as where a handler has the next event come when it is done. */
function chain(count: number, inTick: (call: RecordedCall) => void): RecordedCall {
  let last = log.asyncTick(TICK);
  log.inside(last, () => inTick(last));
  for (let made = 1; made < count; made++) {
    const next = log.inside(last, () => log.asyncTick(TICK));
    log.inside(next, () => inTick(next));
    last = next;
  }
  return last;
}

it('is another one in a tick that begins when the one around it has ended', () => {
  const numbers: number[][] = [];
  chain(3, (tick) => {
    const strategy = log.tick(STRATEGY);
    const inStrategy = tickNumber();
    strategy.end(false);
    numbers.push([tickNumber(), inStrategy]);
    tick.end(false);
  });
  expect(new Set(numbers.flat()).size).toBe(3);
  for (const [own, inStrategy] of numbers) expect(inStrategy).toBe(own);
});

describe('in few steps', () => {
  const steps = jest.spyOn(EventLog.prototype, 'scopeAt');

  afterAll(() => steps.mockRestore());

  it('is found where thousands of ticks have started each other', () => {
    const last = chain(5_000, (tick) => tick.end(false));
    steps.mockClear();
    log.inside(last, () => expect(tickNumber()).toBe(last.scope));
    expect(steps.mock.calls.length).toBeLessThan(20);
  });

  it('is found where thousands of open ticks are inside each other', () => {
    const last = chain(5_000, () => {});
    steps.mockClear();
    log.inside(last, () => expect(tickNumber()).toBeGreaterThan(0));
    expect(steps.mock.calls.length).toBeLessThanOrEqual(64);
  });
});
