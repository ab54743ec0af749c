// Trees from records, each drawn by hand: where an operation stands, and when it ends.

import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { told } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

describe('synchronous operations', () => {
  //   tick  |==========|
  //     load |====|
  //       ema |=|
  //     save       |=|
  it('nest as they begin and end', () => {
    const { lines, closed } = told((log) => {
      const tick = log.tick(100, TICK);
      const load = log.operation(110, LOAD, tick);
      const ema = log.operation(120, EMA, load);
      log.end(140, ema);
      log.end(160, load);
      const save = log.operation(170, SAVE, tick);
      log.end(190, save, true);
      log.end(200, tick);
    });
    expect(lines).toEqual([
      'tick 7 starts',
      'operation 5 took 20',
      'operation 3 took 50',
      'operation 4 took 20, failed',
      'tick 7 closed',
    ]);
    expect(closed).toEqual([
      {
        operationIds: [TICK, LOAD, EMA, SAVE],
        parents: [NO_PARENT, ROOT, 1, ROOT],
        startNanos: [100, 110, 120, 170],
        endNanos: [200, 160, 140, 190],
        flags: [0, 0, 0, FLAG_FAILED],
      },
    ]);
  });

  it('are a tree of their own outside ticks, which ends with the outermost', () => {
    const { lines, closed } = told((log) => {
      const load = log.operation(10, LOAD);
      log.end(30, log.operation(20, EMA, load));
      log.end(50, load, true);
      log.end(70, log.operation(60, SAVE));
    });
    expect(lines).toEqual([
      'operation 5 took 10, outside',
      'operation 3 took 40, failed, outside',
      'tree 3 closed, failed',
      'operation 4 took 10, outside',
      'tree 4 closed',
    ]);
    expect(closed).toMatchObject([{ parents: [NO_PARENT, ROOT] }, { parents: [NO_PARENT] }]);
  });

  it('are rounded to nanoseconds', () => {
    const { closed } = told((log) => {
      const load = log.operation(0.4, LOAD);
      log.end(1.6, load);
    });
    expect(closed).toMatchObject([{ startNanos: [0], endNanos: [2] }]);
  });
});

describe('asynchronous operations', () => {
  //   tick    |==================|
  //     load   |=========|
  //       ema     |=|
  //     save     |============|
  //       ema       |=|              in save, while load's own runs
  it('have scopes of their own, which go on beside each other', () => {
    const { lines, closed } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      const save = log.asyncOperation(20, SAVE, tick);
      const inLoad = log.operation(30, EMA, load);
      const inSave = log.operation(40, EMA, save);
      log.end(50, inLoad);
      log.end(60, inSave);
      log.end(70, load);
      log.end(80, save, true);
      log.end(90, tick);
    });
    expect(lines.slice(1, -1)).toEqual([
      'operation 5 took 20',
      'operation 5 took 20',
      'operation 3 took 60',
      'operation 4 took 60, failed',
    ]);
    expect(closed).toMatchObject([
      {
        operationIds: [TICK, LOAD, SAVE, EMA, EMA],
        parents: [NO_PARENT, ROOT, ROOT, 1, 2],
        flags: [0, 0, FLAG_FAILED, 0, 0],
      },
    ]);
  });

  it('stand under the synchronous operation that begins them, and what goes on in them under the nearest that is open', () => {
    const { closed } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.operation(10, LOAD, tick);
      const save = log.asyncOperation(20, SAVE, load);
      log.end(30, load);
      const whileOpen = log.operation(40, EMA, save);
      log.end(50, whileOpen);
      log.end(60, save);
      // A promise's reaction goes on in the context of what has ended, and so has its parent.
      log.end(80, log.operation(70, EMA, save));
      log.end(90, tick);
    });
    expect(closed).toMatchObject([
      { operationIds: [TICK, LOAD, SAVE, EMA, EMA], parents: [NO_PARENT, ROOT, 1, 2, ROOT] },
    ]);
  });

  it('are a tree of their own outside ticks, with what they begin', () => {
    const { lines, closed } = told((log) => {
      const load = log.asyncOperation(0, LOAD);
      const save = log.asyncOperation(10, SAVE, load);
      log.end(30, log.operation(20, EMA, save));
      log.returns(40, load);
      log.end(50, save);
      log.end(60, load, true);
    });
    expect(lines).toEqual([
      'operation 5 took 10, outside',
      'operation 4 took 40, outside',
      'operation 3 took 60, failed, outside',
      'tree 3 closed, failed',
    ]);
    expect(closed).toMatchObject([{ parents: [NO_PARENT, ROOT, 1] }]);
  });

  it('end once', () => {
    const { lines, unmatched } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      log.end(20, load);
      log.end(30, load);
      log.end(40, tick);
      log.end(50, tick);
    });
    expect(lines).toEqual(['tick 7 starts', 'operation 3 took 10', 'tick 7 closed']);
    expect(unmatched).toBe(2);
  });
});

describe('an operation that returned and goes on', () => {
  it('leaves the stack, and ends under the same parent', () => {
    const { lines, closed } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.operation(10, LOAD, tick);
      log.end(14, log.operation(12, EMA, load));
      const goingOn = log.leaves(20, load);
      log.end(40, log.operation(30, SAVE, tick));
      log.end(50, goingOn, true);
      log.end(60, tick);
    });
    expect(lines.slice(1, -1)).toEqual(['operation 5 took 2', 'operation 4 took 10', 'operation 3 took 40, failed']);
    expect(closed).toMatchObject([
      { parents: [NO_PARENT, ROOT, 1, ROOT], endNanos: [60, 50, 14, 40], flags: [0, FLAG_FAILED, 0, 0] },
    ]);
  });

  it('is late where its tick has closed before', () => {
    const { lines, closed } = told((log) => {
      const tick = log.tick(0, TICK);
      const goingOn = log.leaves(20, log.operation(10, LOAD, tick));
      log.end(30, tick);
      log.end(90, goingOn);
    });
    expect(lines.at(-1)).toBe('operation 3 took 80, late');
    expect(closed).toMatchObject([{ endNanos: [30, 30], flags: [0, FLAG_LATE] }]);
  });

  it('is a tree that goes on outside ticks', () => {
    const { lines } = told((log) => {
      const load = log.operation(10, LOAD);
      const goingOn = log.leaves(20, load);
      log.end(40, log.operation(30, SAVE, { scope: load.scope }));
      log.end(50, goingOn);
    });
    expect(lines).toEqual(['operation 4 took 10, outside', 'operation 3 took 40, outside', 'tree 3 closed']);
  });

  it('goes on inside a tree outside ticks, and beyond it', () => {
    const { lines } = told((log) => {
      const outer = log.operation(0, SAVE);
      const goingOn = log.leaves(20, log.operation(10, LOAD, outer));
      log.end(30, outer);
      log.end(50, goingOn);
    });
    expect(lines).toEqual(['operation 4 took 30, outside', 'tree 4 closed', 'operation 3 took 40, outside']);
  });
});
