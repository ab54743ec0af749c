// Records without their counterpart, and operations that are none.

import { FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { told } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

describe('ends that were lost', () => {
  it('are passed over: the next end finds its begin, and what follows its parent', () => {
    const { lines, closed, unmatched } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.operation(10, LOAD, tick);
      log.operation(20, EMA, load);
      log.operation(30, EMA, load);
      log.end(40, load);
      log.end(60, log.operation(50, SAVE, tick));
      log.end(70, tick);
    });
    expect(lines.slice(1, -1)).toEqual(['operation 3 took 30', 'operation 4 took 10']);
    expect(closed).toMatchObject([
      {
        parents: [NO_PARENT, ROOT, 1, 2, ROOT],
        endNanos: [70, 40, 70, 70, 60],
        flags: [0, 0, FLAG_LATE, FLAG_LATE, 0],
      },
    ]);
    expect(unmatched).toBe(2);
  });

  it('keep no tree outside ticks open', () => {
    const { lines, unmatched } = told((log) => {
      const load = log.operation(10, LOAD);
      log.operation(20, EMA, load);
      log.end(40, load);
      log.end(60, log.operation(50, SAVE));
    });
    expect(lines).toEqual([
      'operation 3 took 30, outside',
      'tree 3 closed',
      'operation 4 took 10, outside',
      'tree 4 closed',
    ]);
    expect(unmatched).toBe(1);
  });

  it('keep no tick open, and are not late when they never come', () => {
    const { lines } = told((log) => {
      const tick = log.tick(0, TICK);
      log.operation(10, LOAD, tick);
      log.end(20, tick);
      log.end(40, log.operation(30, SAVE, tick));
    });
    expect(lines).toEqual(['tick 7 starts', 'tick 7 closed', 'operation 4 took 10, late']);
  });
});

describe('ends without a begin', () => {
  it('change nothing', () => {
    const { lines, unmatched } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.operation(10, LOAD, tick);
      log.end(20, load);
      log.end(30, load);
      log.end(40, { ...load, endScope: 4_000 });
      log.end(50, { ...tick, endScope: 4_000 });
      log.returns(55, { ...tick, endScope: 4_000 });
      log.leaves(58, { ...load, endScope: -4_000 });
      log.end(60, tick);
      log.end(70, load);
    });
    expect(lines).toEqual(['tick 7 starts', 'operation 3 took 10', 'tick 7 closed']);
    expect(unmatched).toBe(5);
  });

  it('end nothing that runs where theirs was given up before', () => {
    const { lines } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.operation(10, LOAD, tick);
      const lost = log.operation(20, EMA, load);
      log.end(30, load);
      const save = log.operation(40, SAVE, tick);
      log.end(50, lost, true);
      log.end(60, save);
      log.end(70, tick);
    });
    expect(lines.slice(1, -1)).toEqual(['operation 3 took 20', 'operation 4 took 20']);
  });

  it('end no operation below the one that they belong to', () => {
    const { lines } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      const ema = log.operation(20, EMA, load);
      log.end(30, ema);
      log.end(40, ema);
      log.end(50, load);
      log.end(60, tick);
    });
    expect(lines).toEqual(['tick 7 starts', 'operation 5 took 10', 'operation 3 took 40', 'tick 7 closed']);
  });
});

describe('an operation that counts only inside an open tick', () => {
  it('is one there', () => {
    const { lines, closed } = told((log) => {
      const tick = log.tick(0, TICK);
      const inner = log.inner(10, EMA, tick);
      log.end(30, log.operation(20, LOAD, inner));
      log.end(40, inner, true);
      log.end(50, tick);
    });
    expect(lines).toEqual(['tick 7 starts', 'operation 3 took 10', 'operation 5 took 30, failed', 'tick 7 closed']);
    expect(closed).toMatchObject([{ parents: [NO_PARENT, ROOT, 1] }]);
  });

  it('is none where the tick has closed, and what it calls counts as before', () => {
    const { lines, unmatched } = told((log) => {
      const tick = log.tick(0, TICK);
      const goingOn = log.asyncOperation(10, SAVE, tick);
      log.end(20, tick);
      for (const around of [tick, goingOn]) {
        const inner = log.inner(30, EMA, around);
        log.end(50, log.operation(40, LOAD, inner));
        log.end(60, inner);
      }
      log.end(70, goingOn);
    });
    expect(lines.slice(2)).toEqual([
      'operation 3 took 10, late',
      'operation 3 took 10, late',
      'operation 4 took 60, late',
    ]);
    expect(unmatched).toBe(0);
  });

  it('is none in a tree outside ticks', () => {
    const { lines, closed } = told((log) => {
      const tree = log.operation(0, LOAD);
      const inner = log.inner(10, EMA, tree);
      log.end(30, log.operation(20, SAVE, inner));
      log.end(40, inner);
      log.end(50, tree);
    });
    expect(lines).toEqual(['operation 4 took 10, outside', 'operation 3 took 50, outside', 'tree 3 closed']);
    expect(closed).toMatchObject([{ operationIds: [LOAD, SAVE], parents: [NO_PARENT, ROOT] }]);
  });

  it('is late where its tick closes while it runs', () => {
    const { lines } = told((log) => {
      const tick = log.tick(0, TICK);
      const inner = log.inner(10, EMA, tick);
      log.end(20, tick);
      log.end(40, inner);
    });
    expect(lines).toEqual(['tick 7 starts', 'tick 7 closed', 'operation 5 took 30, late']);
  });
});
