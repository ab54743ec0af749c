// Trees from records, each drawn by hand: where an operation stands, when it and its tick end, and what is not in a tree.

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

describe('late operations', () => {
  //   tick  |=====|
  //     load |========|       ends late
  //       ema   |=========|   its own, later still
  //       save      |==|      begins when the tick has closed
  it('have their true durations, and the end of their tick in its tree', () => {
    const { lines, closed } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      const ema = log.asyncOperation(40, EMA, load);
      log.end(60, tick);
      const save = log.operation(80, SAVE, load);
      log.end(95, save);
      log.end(100, load, true);
      log.end(140, ema);
    });
    expect(lines).toEqual([
      'tick 7 starts',
      'tick 7 closed',
      'operation 4 took 15, late',
      'operation 3 took 90, failed, late',
      'operation 5 took 100, late',
    ]);
    expect(closed).toMatchObject([
      { operationIds: [TICK, LOAD, EMA], endNanos: [60, 60, 60], flags: [0, FLAG_LATE, FLAG_LATE] },
    ]);
  });

  it('begin one in the other, long after their tick', () => {
    const { lines, unmatched } = told((log) => {
      const tick = log.tick(0, TICK);
      log.end(10, tick);
      const load = log.asyncOperation(20, LOAD, tick);
      const ema = log.operation(30, EMA, load);
      const inner = log.operation(40, SAVE, ema);
      log.end(50, inner);
      log.end(60, ema);
      log.end(70, load);
      // The scope is forgotten, and a further one begins in it.
      log.end(90, log.operation(80, EMA, load));
    });
    expect(lines.slice(2)).toEqual([
      'operation 4 took 10, late',
      'operation 5 took 30, late',
      'operation 3 took 50, late',
      'operation 5 took 10, late',
    ]);
    expect(unmatched).toBe(0);
  });

  it('follow their tick as spans where it was sent, but those that somebody else sends', () => {
    const { lines } = told((log) => {
      log.calls.onClosed = (trace) => {
        trace.lateEnd = (position, id, from, to, failed) =>
          void log.calls.lines.push(
            `late span ${position}: ${id} from ${from} to ${to}, ${failed ? 'failed' : 'done'}`,
          );
      };
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      const save = log.asyncOperation(20, SAVE, tick);
      const ended = log.asyncOperation(30, EMA, tick);
      log.end(40, ended);
      const synchronous = log.operation(50, EMA, load);
      log.end(60, tick);
      log.read();
      log.drain.traces.leavesItself(save.scope);
      log.end(70, save);
      log.end(80, synchronous);
      log.end(90, load, true);
    });
    expect(lines.filter((line) => line.startsWith('late span'))).toEqual([
      'late span 4: 5 from 50 to 80, done',
      'late span 1: 3 from 10 to 90, failed',
    ]);
  });
});

describe('operations outside ticks', () => {
  it('stay outside when their tree has closed, and are never late', () => {
    const { lines } = told((log) => {
      const tree = log.asyncOperation(0, LOAD);
      const goingOn = log.asyncOperation(10, SAVE, tree);
      log.end(20, tree);
      log.end(40, log.operation(30, EMA, goingOn));
      log.end(60, log.asyncOperation(50, EMA, tree));
      log.end(70, goingOn);
    });
    expect(lines.slice(2)).toEqual([
      'operation 5 took 10, outside',
      'operation 5 took 10, outside',
      'operation 4 took 60, outside',
    ]);
  });
});

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
