// How the recorder says that an operation ended: in its tick, after it, outside any tick, and whether it failed.

import { Recorder, type RecorderSink } from '../../../src/capture/recorder/recorder.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK } from '../../../src/model/tick-trace.js';
import type { Nanoseconds } from '../../../src/model/units.js';

const OUTERMOST = 1;
const OPERATION = 2;
const START = 0 as Nanoseconds;

interface Recorded {
  readonly recorder: Recorder;
  /** Operation id and flags, in the order of the ends. */
  readonly ended: (readonly [operationId: number, flags: number])[];
}

function recording(): Recorded {
  const ended: Recorded['ended'] = [];
  const sink: RecorderSink = {
    tickStarted: () => {},
    tickReturned: () => {},
    operationEnded: (operationId, _, flags) => void ended.push([operationId, flags]),
    traceClosed: () => {},
    operationFailed: () => {},
    tickFailed: () => {},
    spanCost: () => {},
    sequenceGap: () => {},
    onDue: () => Infinity,
    eventsReceived: () => {},
    eventsHandled: () => {},
    losses: { add: () => {} },
  };
  return { recorder: new Recorder(sink), ended };
}

describe.each([false, true])('the flags of an operation (failed: %s)', (failed) => {
  const failedFlag = failed ? FLAG_FAILED : 0;

  it('are none but its failure while its tick is open', () => {
    const { recorder, ended } = recording();
    const { trace } = recorder.startTick(OUTERMOST, undefined);
    const position = recorder.start(trace, OPERATION, 0, START);
    recorder.end(trace, position, OPERATION, START, failed);
    expect(ended).toEqual([[OPERATION, failedFlag]]);
  });

  it('say that it is late when its tick has closed, whoever gave its times', () => {
    const { recorder, ended } = recording();
    const { trace } = recorder.startTick(OUTERMOST, undefined);
    const position = recorder.start(trace, OPERATION, 0, START);
    recorder.settle(trace, false);
    recorder.end(trace, position, OPERATION, START, failed);
    recorder.endGiven(trace, position, OPERATION, START, failed);
    expect(ended).toEqual([
      [OPERATION, FLAG_LATE | failedFlag],
      [OPERATION, FLAG_LATE | failedFlag],
    ]);
  });

  it('say that it is outside any tick, and then never that it is late', () => {
    const { recorder, ended } = recording();
    const { trace } = recorder.startOutermost(OUTERMOST);
    const position = recorder.start(trace, OPERATION, 0, START);
    recorder.settle(trace, failed);
    recorder.end(trace, position, OPERATION, START, failed);
    expect(ended).toEqual([
      [OUTERMOST, FLAG_OUTSIDE_TICK | failedFlag],
      [OPERATION, FLAG_OUTSIDE_TICK | failedFlag],
    ]);
  });
});
