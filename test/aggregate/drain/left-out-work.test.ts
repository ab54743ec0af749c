// Tickscope's own work inside ticks and trees: for them that time has not passed.
//
// The truth is the same drawing without the work: there everything behind it comes so much earlier.

import * as fc from 'fast-check';
import { leaveWorkOut } from '../../../src/aggregate/drain/left-out-work.js';
import { EventLog } from '../../../src/model/log/event-log.js';
import { TICK_BEGIN } from '../../../src/model/log/log-layout.js';
import { SEED } from '../random-trace.js';
import { type Drawn, type DrawnLog, told } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

it('is left out of a tick and of what was running around it', () => {
  //   tick    |=====================|
  //     load    |========|
  //     ema                 |==|        moved, and as long as it was
  //   work          ww
  const { lines, closed } = told((log) => {
    const tick = log.tick(0, TICK);
    const load = log.operation(10, LOAD, tick);
    log.tickscopeWork(20, 35, tick);
    log.end(60, load);
    log.end(80, log.operation(70, EMA, tick));
    log.end(100, tick);
  });
  expect(lines).toEqual([
    'tick 7 starts',
    'Tickscope worked from 20 to 35',
    'operation 3 took 35',
    'operation 5 took 10',
    'tick 7 closed',
  ]);
  expect(closed).toMatchObject([{ startNanos: [0, 10, 55], endNanos: [85, 45, 65] }]);
});

it('is left out of the tick in whose operation it ran, and not of one that waits meanwhile', () => {
  const { lines, closed } = told((log) => {
    const [one, other] = [log.tick(0, TICK), log.tick(5, TICK)];
    const [inOne, inOther] = [log.asyncOperation(10, LOAD, one), log.asyncOperation(12, SAVE, other)];
    log.tickscopeWork(20, 50, inOne);
    log.end(60, inOne);
    log.end(70, inOther);
    log.end(80, one);
    log.end(90, other);
  });
  expect(lines).toContain('operation 3 took 20');
  expect(lines).toContain('operation 4 took 58');
  expect(closed).toMatchObject([
    { startNanos: [0, 10], endNanos: [50, 30] },
    { startNanos: [5, 12], endNanos: [90, 70] },
  ]);
});

it('is left out of a tree outside any tick', () => {
  const { lines, closed } = told((log) => {
    const load = log.operation(0, LOAD);
    log.tickscopeWork(10, 30, load);
    log.end(40, load);
  });
  expect(lines).toContain('operation 3 took 20, outside');
  expect(closed).toMatchObject([{ startNanos: [0], endNanos: [20] }]);
});

describe('of a tree that has called a tick', () => {
  it('is left out too, inside the tick and behind it: it is below on the stack', () => {
    const { lines } = told((log) => {
      const backtest = log.operation(0, LOAD);
      const tick = log.tick(10, TICK, backtest);
      log.tickscopeWork(20, 50, tick);
      log.end(60, tick);
      // Before the tick's scope was left.
      log.tickscopeWork(60, 80, tick);
      log.end(100, backtest);
    });
    expect(lines).toContain('operation 3 took 50, outside');
  });

  it('is not left out where it has returned, and waits for the tick', () => {
    const { lines, closed } = told((log) => {
      const backtest = log.asyncOperation(0, LOAD);
      const tick = log.tick(10, TICK, backtest);
      log.returns(15, backtest);
      log.tickscopeWork(20, 50, tick);
      log.end(60, tick);
      log.end(100, backtest);
    });
    expect(lines).toContain('operation 3 took 100, outside');
    expect(closed[0]).toMatchObject({ startNanos: [10], endNanos: [30] });
  });
});

it('is left out of an operation that outlives its tick, as far as it lay in the tick', () => {
  const { lines } = told((log) => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(10, LOAD, tick);
    log.tickscopeWork(20, 50, load);
    log.end(60, tick);
    log.tickscopeWork(70, 75, load);
    log.end(100, load);
  });
  expect(lines).toContain('operation 3 took 60, late');
});

it('is not left out of what had ended before, though that was written later', () => {
  const { lines, closed } = told((log) => {
    const tick = log.tick(0, TICK);
    const load = log.operation(10, LOAD, tick);
    log.tickscopeWork(60, 90, tick);
    log.end(50, load);
    log.end(55, tick);
  });
  expect(lines).toContain('operation 3 took 40');
  expect(closed).toMatchObject([{ startNanos: [0, 10], endNanos: [55, 50] }]);
});

it('is left out of a handler that ran before its call was known to be a tick', () => {
  const { closed } = told((log) => {
    log.tickscopeWork(20, 50);
    log.end(100, log.tick(10, TICK));
    log.end(120, log.tick(110, TICK));
  });
  expect(closed).toMatchObject([
    { startNanos: [10], endNanos: [70] },
    { startNanos: [110], endNanos: [120] },
  ]);
});

it('does not reach out of the ring: what that has forgotten is left as it is', () => {
  const { lines } = told((log) => {
    const tick = log.tick(0, TICK);
    for (let number = 0; number < 20; number++) log.end(number + 2, log.operation(number + 1, EMA, tick));
    log.tickscopeWork(30, 50, tick);
    log.end(60, tick);
  });
  expect(lines.at(-1)).toBe('tick 7 closed');
});

type Step = readonly [what: 'begin' | 'beginAsync' | 'end' | 'endAny' | 'work', nanos: number, which: number];

/** Draws one tick. @returns how long its work was */
function draw(log: DrawnLog, steps: readonly Step[], works: boolean): void {
  let at = 1_000;
  const tick = log.tick(at, TICK);
  const running: Drawn[] = [tick];
  const waiting: Drawn[] = [];
  for (const [what, nanos, which] of steps) {
    at += nanos;
    const inner = running.at(-1) as Drawn;
    if (what === 'begin') running.push(log.operation(at, LOAD, inner));
    else if (what === 'beginAsync') waiting.push(log.asyncOperation(at, SAVE, inner));
    else if (what === 'end' && running.length > 1) log.end(at, running.pop() as Drawn);
    else if (what === 'endAny' && waiting.length > 0)
      log.end(at, waiting.splice(which % waiting.length, 1)[0] as Drawn);
    else if (what === 'work') {
      log.tickscopeWork(at, at + (works ? which : 0), inner);
      if (works) at += which;
    }
  }
  while (running.length > 1) log.end((at += 3), running.pop() as Drawn);
  log.end((at += 5), tick);
  for (const late of waiting) log.end((at += 2), late);
}

it('makes every tree and every duration those of the same tick without it', () => {
  const what = fc.constantFrom<Step[0]>('begin', 'beginAsync', 'end', 'endAny', 'work');
  const anySteps = fc.array(fc.tuple(what, fc.nat(4), fc.nat(50)), { maxLength: 40 });
  fc.assert(
    fc.property(anySteps, (steps) => {
      const [left, truth] = [true, false].map((works) => told((log) => draw(log, steps, works)));
      const ofProgram = (line: string): boolean => !line.startsWith('Tickscope');
      expect(left?.closed).toEqual(truth?.closed);
      expect(left?.lines.filter(ofProgram)).toEqual(truth?.lines.filter(ofProgram));
    }),
    { seed: SEED, numRuns: 300 },
  );
});

it('is looked for in few scopes where thousands of ticks have started each other', () => {
  const log = new EventLog();
  let scope = 0;
  for (let made = 0; made < 5_000; made++) scope = log.append(made, TICK_BEGIN, scope);
  const traceOf = jest.fn(() => undefined);
  leaveWorkOut({ traceOf }, log, scope, 10, 20);
  expect(traceOf.mock.calls.length).toBeLessThanOrEqual(64);
});
