// A tick that goes on for hours: what it has done by then takes no memory beyond its tree.

import { RecordedLog } from '../../capture/recorder/recorded-log.js';
import { clock } from '../../support/virtual-clock.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const LOAD = 3;
const OPERATIONS = 20_000;

it('holds the scopes of the operations in its tree, and of no others that have ended', () => {
  clock.nanos = 1_000;
  const log = new RecordedLog();
  const tick = log.asyncTick(TICK);
  for (let count = 0; count < OPERATIONS; count++) {
    log.inside(tick, () => log.asyncOperation(LOAD)).end(false);
    if (count % 1_000 === 0) log.drain();
  }
  log.drain();
  expect(log.scopeCount).toBeLessThan(2_100);
  // They are of the tick all the same, and an operation that is called inside of one is too.
  const beyond = log.inside(tick, () => log.asyncOperation(LOAD));
  log.inside(beyond, () => log.operation(LOAD)).end(false);
  const holder = log.inside(beyond, () => log.asyncTick(TICK));
  tick.end(false);
  log.drain();
  expect(log.closed).toHaveLength(0);
  holder.end(false);
  beyond.end(false);
  log.drain();
  expect(log.closed).toHaveLength(1);
  expect(log.lines.filter((line) => line.includes('late'))).toEqual(['operation 3 took 0, late']);
  expect(log.scopeCount).toBe(0);
});
