// What is said of how an operation ended: in its tick, after it, outside any tick, and whether it failed.

import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedLog } from './recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const OUTERMOST = 1;
const OPERATION = 2;

/** The ends of operations, in their order. */
const endsOf = (log: RecordedLog): string[] => log.lines.filter((line) => line.startsWith('operation'));

describe.each([false, true])('the flags of an operation (failed: %s)', (failed) => {
  const failure = failed ? ', failed' : '';
  let log: RecordedLog;

  beforeEach(() => {
    clock.nanos = 0;
    log = new RecordedLog();
  });

  it('are none but its failure while its tick is open', () => {
    const tick = log.asyncTick(OUTERMOST);
    log.inside(tick, () => log.operation(OPERATION).end(failed));
    log.inside(tick, () => log.asyncOperation(OPERATION)).end(failed);
    const own = `operation 2 took 0${failure}`;
    expect(endsOf(log)).toEqual([own, own]);
  });

  it('say that it is late when its tick has closed, whoever gave its times', () => {
    const tick = log.asyncTick(OUTERMOST);
    const operation = log.inside(tick, () => log.asyncOperation(OPERATION));
    const trace = log.traceOf(tick.scope) as OpenTrace;
    tick.end(false);
    operation.end(failed);
    log.inside(operation, () => log.operation(OPERATION)).end(failed);
    log.recorder.endGiven(trace, 0, OPERATION, 0 as Nanoseconds, failed);
    const own = `operation 2 took 0${failure}, late`;
    expect(endsOf(log)).toEqual([own, own, own]);
  });

  it('say that it is outside any tick, and then never that it is late', () => {
    const tree = log.asyncOperation(OUTERMOST);
    const operation = log.inside(tree, () => log.asyncOperation(OPERATION));
    const trace = log.traceOf(tree.scope) as OpenTrace;
    tree.end(failed);
    operation.end(failed);
    log.inside(operation, () => log.operation(OPERATION)).end(failed);
    log.recorder.endGiven(trace, 0, OPERATION, 0 as Nanoseconds, failed);
    const own = `operation 2 took 0${failure}, outside`;
    expect(endsOf(log)).toEqual([`operation 1 took 0${failure}, outside`, own, own, own]);
  });
});
