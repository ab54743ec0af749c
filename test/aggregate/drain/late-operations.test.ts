// Operations whose tick or tree has closed.

import { FLAG_LATE } from '../../../src/model/tick-trace.js';
import { told } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

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

  it('follow the tick that was sent, and not one that has begun since', () => {
    const { lines } = told((log) => {
      log.calls.onClosed = (trace) => {
        const { number } = trace;
        trace.left = true;
        trace.lateEnd = (position) => void log.calls.lines.push(`late span ${position} of trace ${number}`);
      };
      const first = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, first);
      log.end(20, first);
      const second = log.tick(30, TICK);
      const save = log.asyncOperation(40, SAVE, second);
      log.end(50, load);
      log.end(60, second);
      log.tick(70, TICK);
      log.end(80, save);
    });
    expect(lines.filter((line) => line.startsWith('late span'))).toEqual([
      'late span 1 of trace 1',
      'late span 1 of trace 2',
    ]);
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
