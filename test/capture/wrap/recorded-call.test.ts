// A recorded call: which scope its code is in, and what it writes when it returns and ends.

import { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedLog } from '../recorder/recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const LOAD = 3;
const EMA = 5;

let log: RecordedLog;
beforeEach(() => {
  clock.nanos = 100;
  log = new RecordedLog();
});

const scope = (): number => log.recorder.active.get();

describe('a synchronous tick', () => {
  it('has the code until it ends, and then the scope around it', () => {
    const outer = log.tick(TICK);
    const inner = log.tick(TICK);
    expect([outer.isLight, inner.isLight, scope()]).toEqual([true, true, inner.scope]);
    inner.end(false);
    expect(scope()).toBe(outer.scope);
    outer.end(false);
    expect(scope()).toBe(0);
  });

  it('has the code until it returns, where it goes on after that', () => {
    const tick = log.tick(TICK);
    tick.returned();
    expect(scope()).toBe(0);
    // Whoever has been entered since stays.
    const next = log.tick(TICK);
    tick.end(false);
    expect(scope()).toBe(next.scope);
    next.end(false);
    expect(log.lines.filter((line) => line.endsWith('closed'))).toHaveLength(2);
  });
});

describe('a synchronous operation', () => {
  it('runs in the scope of its caller, and outside every one in a scope of its own', () => {
    const tick = log.tick(TICK);
    const inTick = log.operation(LOAD);
    expect([inTick.scope, inTick.isLight, scope()]).toEqual([0, false, tick.scope]);
    inTick.end(false);
    tick.end(false);
    const tree = log.operation(LOAD);
    expect(scope()).toBeLessThan(0);
    tree.end(false);
    expect(scope()).toBe(0);
  });

  it('may go on when it has returned', () => {
    const tick = log.tick(TICK);
    const load = log.operation(LOAD);
    load.returned();
    clock.nanos = 150;
    tick.end(false);
    clock.nanos = 200;
    load.end(true);
    expect(log.lines).toEqual(['tick 7 starts', 'tick 7 closed', 'operation 3 took 100, failed, late']);
  });

  it('writes nothing about a return that matters to nobody', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const { position } = log.log;
    load.returned();
    expect(log.log.position).toBe(position);
    tick.returned();
    expect(log.log.position).not.toBe(position);
  });
});

describe('an operation that counts only inside an open tick', () => {
  const inTick = (needsContext: boolean): RecordedCall | undefined =>
    RecordedCall.inTick(log.recorder, EMA, needsContext);

  it.each([false, true])('is one in there (with a context: %s)', (needsContext) => {
    const tick = log.asyncTick(TICK);
    log.inside(tick, () => inTick(needsContext))?.end(false);
    tick.end(false);
    expect(log.lines).toEqual(['tick 7 starts', 'operation 5 took 0', 'tick 7 closed']);
  });

  it.each([false, true])('is none outside (with a context: %s)', (needsContext) => {
    expect(inTick(needsContext)).toBeUndefined();
    const tree = log.asyncOperation(LOAD);
    expect(log.inside(tree, () => inTick(needsContext))).toBeUndefined();
    const tick = log.asyncTick(TICK);
    tick.end(false);
    log.inside(tick, () => inTick(needsContext))?.end(false);
    expect(log.lines).toEqual(['tick 7 starts', 'tick 7 closed']);
  });
});

it('tells that it has failed after all', () => {
  const tick = log.tick(TICK, 'BTC');
  const load = log.operation(LOAD);
  load.end(false);
  tick.end(false);
  load.turnedOutFailed();
  tick.turnedOutFailed();
  expect(log.lines.slice(-2)).toEqual(['operation 3 has failed', 'tick 7 has failed for BTC']);
});

it('is used again when nobody has it any more, by another recorder too', () => {
  const first = log.tick(TICK, 'BTC');
  first.end(false);
  first.release();
  const other = new RecordedLog();
  const second = other.operation(LOAD);
  expect(second).toBe(first);
  expect([scope(), second.scope, second.isLight]).toEqual([0, 0, true]);
  second.end(false);
  expect(other.lines).toEqual(['operation 3 took 0, outside', 'tree 3 closed']);
  expect(log.lines).toEqual(['tick 7 starts', 'tick 7 closed']);
});
