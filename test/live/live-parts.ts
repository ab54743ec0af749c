// The parts of a live process around a running segment, joined as in `start.ts`, without anything that watches the program.

import type { RunningSegment } from '../../src/aggregate/running-segment.js';
import { now } from '../../src/capture/recorder/clock.js';
import { RunningMetrics } from '../../src/export/metrics/running-metrics.js';
import { Coverage } from '../../src/live/coverage.js';
import { LiveKeptTicks } from '../../src/live/kept-ticks.js';
import { LiveRuntime } from '../../src/live/live-runtime.js';
import { LiveSink } from '../../src/live/live-sink.js';
import { SegmentCuts } from '../../src/live/segment-cuts.js';
import { TimedWork } from '../../src/live/timed-work.js';
import type { NameTable } from '../../src/model/name-table.js';

export interface LiveParts {
  readonly coverage: Coverage;
  readonly cuts: SegmentCuts;
  readonly metrics: RunningMetrics;
  readonly sink: LiveSink;
  readonly timedWork: TimedWork;
}

export function liveParts(running: RunningSegment, names: NameTable): LiveParts {
  const coverage = new Coverage();
  const cuts = new SegmentCuts(running, coverage);
  const timedWork = new TimedWork();
  const sink = new LiveSink({
    running,
    runtime: new LiveRuntime(running),
    keptTicks: new LiveKeptTicks(running, names, 'p1'),
    cuts,
    stretches: undefined,
    timedWork,
  });
  return { coverage, cuts, metrics: new RunningMetrics(running, now), sink, timedWork };
}
