// Tick-shaped calls in the records: which are ticks, and which are operations that hold one open.

import { NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { told } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

describe('a tick-shaped call', () => {
  it('is a tick outside any other', () => {
    const { closed, lines } = told((log) => {
      const first = log.tick(0, TICK);
      const second = log.tick(10, TICK);
      const inFirst = log.operation(20, LOAD, first);
      const inSecond = log.operation(30, SAVE, second);
      log.end(40, inFirst);
      log.end(50, second);
      log.end(60, inSecond);
      log.end(70, first);
    });
    expect(closed).toMatchObject([
      { operationIds: [TICK, SAVE], startNanos: [10, 30], endNanos: [50, 50] },
      { operationIds: [TICK, LOAD], startNanos: [0, 20], endNanos: [70, 40] },
    ]);
    expect(lines).toContain('operation 4 took 30, late');
  });

  it('holds the tick open that it is in, as an operation with the name that it has there', () => {
    const { lines, closed } = told((log) => {
      log.log.innerOperations.set(TICK, { id: EMA });
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      const inner = log.tick(20, TICK, load);
      log.end(30, load);
      log.end(40, tick);
      // Its code has a scope of its own.
      log.end(60, log.operation(50, SAVE, inner));
      log.end(70, inner, true);
    });
    expect(lines).toEqual([
      'tick 7 starts',
      'operation 3 took 20',
      'tick returned at 40',
      'operation 4 took 10',
      // Its failure is not the tick's.
      'operation 5 took 50, failed',
      'tick 7 closed',
    ]);
    expect(closed).toMatchObject([
      { operationIds: [TICK, LOAD, EMA, SAVE], parents: [NO_PARENT, ROOT, 1, 2], endNanos: [70, 30, 70, 60] },
    ]);
  });

  it('is none where it only hands its events on: what handles them inside it, or after it, is', () => {
    const { lines, closed } = told((log) => {
      log.log.innerOperations.set(TICK, { id: EMA });
      const relay = log.relay(0, TICK);
      log.end(20, log.operation(10, LOAD, relay));
      const inside = log.tick(30, TICK, relay);
      log.end(50, log.operation(40, SAVE, inside));
      log.end(60, inside);
      log.end(70, relay);
      log.end(90, log.tick(80, TICK, relay));
    });
    expect(lines).toEqual([
      'operation 3 took 10, outside',
      'tick 7 starts',
      'operation 4 took 10',
      'tick 7 closed',
      'operation 5 took 70, outside',
      'tree 5 closed',
      'tick 7 starts',
      'tick 7 closed',
    ]);
    expect(closed.map(({ operationIds }) => operationIds)).toEqual([[TICK, SAVE], [EMA, LOAD], [TICK]]);
  });

  it('returned before the tick that it holds open, which returned before it', () => {
    const { lines } = told((log) => {
      const tick = log.tick(0, TICK);
      const inner = log.tick(10, TICK, tick);
      log.returns(20, inner);
      log.returns(30, tick);
      log.end(40, inner);
      log.end(50, tick);
    });
    expect(lines).toEqual(['tick 7 starts', 'tick returned at 30', 'operation 7 took 30', 'tick 7 closed']);
  });

  it('is a tick of its own in a tree outside ticks, and in a tick that has closed', () => {
    const { lines } = told((log) => {
      const tree = log.asyncOperation(0, LOAD);
      const inTree = log.tick(10, TICK, tree);
      log.end(20, tree);
      log.end(30, inTree);
      const next = log.tick(40, TICK, inTree);
      log.end(50, next);
    });
    expect(lines).toEqual([
      'tick 7 starts',
      'operation 3 took 20, outside',
      'tree 3 closed',
      'tick 7 closed',
      'tick 7 starts',
      'tick 7 closed',
    ]);
  });
});
