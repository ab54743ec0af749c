// Where a scope stands in its trace, for whoever asks while that is open or later.

import { NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import { AT_THE_END, DrawnLog } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

describe('a scope', () => {
  let log: DrawnLog;
  beforeEach(() => {
    log = new DrawnLog(AT_THE_END);
  });

  it('has a place in its trace while that is open: that of its operation', () => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(10, LOAD, tick);
    const ema = log.operation(20, EMA, load);
    const tree = log.operation(30, SAVE);
    log.read();
    const { traces } = log.drain;
    expect(traces.placeOf(tick.scope)).toMatchObject({ position: ROOT, trace: { operationId: TICK } });
    expect(traces.placeOf(load.scope)).toMatchObject({ position: 1, trace: { operationId: TICK } });
    expect(traces.placeOf(tree.scope)).toMatchObject({ position: ROOT, trace: { operationId: SAVE } });
    expect([traces.placeOf(0), traces.placeOf(4_000), traces.traceOf(ema.begin)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([tick, load, ema].map(({ scope }) => traces.operationIn(scope))).toEqual([TICK, EMA, EMA]);
    log.end(40, tick);
    log.read();
    expect([traces.placeOf(load.scope), traces.operationIn(load.scope)]).toEqual([undefined, undefined]);
  });

  it('keeps its place in a closed trace that somebody has, or that was sent', () => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(10, LOAD, tick);
    log.read();
    const { traces } = log.drain;
    const trace = traces.traceOf(tick.scope) as OpenTrace;
    trace.isShared = true;
    log.end(20, tick);
    log.read();
    expect([tick, load].map(({ scope }) => traces.placeOf(scope))).toEqual([
      { trace, position: ROOT },
      { trace, position: 1 },
    ]);
  });

  it('gives its operation a final name, in the tree and where it ends', () => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(10, LOAD, tick);
    const save = log.asyncOperation(20, SAVE, tick);
    log.read();
    const { traces } = log.drain;
    traces.rename(load.scope, EMA);
    log.end(30, load);
    log.end(40, tick);
    log.read();
    traces.rename(save.scope, 6);
    traces.rename(load.scope, 9);
    log.end(50, save);
    log.read();
    expect(log.calls.closed).toMatchObject([{ operationIds: [TICK, EMA, SAVE] }]);
    expect(log.calls.lines).toEqual([
      'tick 7 starts',
      'operation 5 took 20',
      'tick 7 closed',
      'operation 6 took 30, late',
    ]);
  });

  it('is left out where the program gave its operation times, and late ones have no place to leave', () => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(10, LOAD, tick);
    const late = log.asyncOperation(20, SAVE, load);
    log.read();
    const trace = log.drain.traces.traceOf(tick.scope) as OpenTrace;
    log.drain.endGiven(trace, load.scope, LOAD, 500 as never, true);
    log.end(40, tick);
    log.read();
    log.drain.endGiven(trace, late.scope, SAVE, 600 as never, false);
    log.end(50, late);
    log.read();
    expect(log.calls.lines).toEqual([
      'tick 7 starts',
      'operation 3 took 500, failed',
      'tick 7 closed',
      'operation 4 took 600, late',
    ]);
    expect(log.calls.closed).toMatchObject([{ parents: [NO_PARENT, ROOT, ROOT], endNanos: [40, 10, 40] }]);
  });
});
