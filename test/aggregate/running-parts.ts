// A running segment whose clock is the test's: no time passes but what the test passes to it.

import { KeepPolicy } from '../../src/aggregate/keep-policy.js';
import { RunningSegment, type RunningSegmentParts } from '../../src/aggregate/running-segment.js';
import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import type { NameTable } from '../../src/model/name-table.js';
import type { ProcessInfo } from '../../src/model/record/record-segment.js';
import type { Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';
import { HEAD } from './measured-stream.js';

/** Unix time of the monotonic clock's zero. */
export const ORIGIN_MILLIS = 1_700_000_000_000;
export const BUDGET_NANOS = 1e6 as Nanoseconds;

type Given = Partial<RunningSegmentParts> & { readonly names: NameTable };

export function runningSegment({ names, ...given }: Given): RunningSegment {
  return new RunningSegment({
    accumulator: new SegmentAccumulator(names, new TickAnalysis(() => false)),
    names,
    process: HEAD.processes[0] as ProcessInfo,
    keepPolicy: new KeepPolicy(BUDGET_NANOS, () => 0.5),
    startNanos: 0 as Nanoseconds,
    unixMillis: (nanos) => (ORIGIN_MILLIS + nanos / 1e6) as UnixMilliseconds,
    ...given,
  });
}
