// What the recorder knows of scopes: their tick, and what is around them.

import { EventLog } from '../../../src/model/log/event-log.js';
import { RecordedLog } from './recorded-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;

let log: RecordedLog;

beforeEach(() => {
  log = new RecordedLog();
});

describe('a scope', () => {
  it('is in a tick while that is open', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const tree = log.asyncOperation(SAVE);
    const { recorder } = log;
    expect([tick, load, tree].map(({ scope }) => recorder.isInTick(scope))).toEqual([true, true, false]);
    tick.end(false);
    expect([tick, load].map(({ scope }) => recorder.isInTick(scope))).toEqual([false, false]);
    expect(recorder.isInTick(0)).toBe(false);
  });

  it('has the number of its tick, however deep it is in it, and none outside ticks', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const save = log.inside(load, () => log.asyncOperation(SAVE));
    const other = log.asyncTick(TICK);
    const tree = log.asyncOperation(SAVE);
    const { recorder } = log;
    const numbers = [tick, load, save, other].map(({ scope }) => recorder.tickOf(scope));
    expect(numbers).toEqual([tick.scope, tick.scope, tick.scope, other.scope]);
    expect([recorder.tickOf(tree.scope), recorder.tickOf(0)]).toEqual([0, 0]);
  });

  it('has the number of the tick around it where it is tick-shaped itself, as strategies are, and its own below what only hands events on', () => {
    const tick = log.asyncTick(TICK);
    const strategy = log.inside(tick, () => log.asyncTick(LOAD));
    const other = log.inside(tick, () => log.asyncTick(SAVE));
    const { recorder } = log;
    expect([strategy, other].map(({ scope }) => recorder.tickOf(scope))).toEqual([tick.scope, tick.scope]);
    const relay = log.asyncTick(TICK);
    recorder.log.markRelay(relay.scope);
    const handler = log.inside(relay, () => log.asyncTick(LOAD));
    const load = log.inside(handler, () => log.asyncOperation(SAVE));
    expect([handler, load].map(({ scope }) => recorder.tickOf(scope))).toEqual([handler.scope, handler.scope]);
  });

  it('has scopes around it, innermost first', () => {
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    const save = log.inside(load, () => log.asyncOperation(SAVE));
    const { recorder } = log;
    expect(recorder.log.scopesAround(save.scope)).toEqual([save.scope, load.scope, tick.scope]);
    const tree = log.asyncOperation(LOAD);
    const inTree = log.inside(tree, () => log.asyncOperation(SAVE));
    expect(recorder.log.scopesAround(inTree.scope)).toEqual([inTree.scope, tree.scope]);
    expect(recorder.log.scopesAround(0)).toEqual([]);
  });

  it('has none around it that the ring has forgotten', () => {
    log = new RecordedLog({ log: new EventLog(16) });
    const tick = log.asyncTick(TICK);
    const load = log.inside(tick, () => log.asyncOperation(LOAD));
    for (let number = 0; number < 16; number++) log.log.append(0, 0, 0);
    expect(log.recorder.log.scopesAround(load.scope)).toEqual([load.scope]);
    expect(log.recorder.tickOf(load.scope)).toBe(load.scope);
  });
});
