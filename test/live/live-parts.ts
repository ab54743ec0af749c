// The parts of a live process around a running segment, joined as in `start.ts`, without anything that watches the program.

import type { LoopEvents } from '../../src/aggregate/drain/drain-sink.js';
import type { RunningSegment } from '../../src/aggregate/running-segment.js';
import { now } from '../../src/capture/recorder/clock.js';
import type { LoopTurn } from '../../src/capture/recorder/loop-turn.js';
import { RunningMetrics } from '../../src/export/metrics/running-metrics.js';
import { Coverage } from '../../src/live/coverage.js';
import { LiveKeptTicks } from '../../src/live/kept-ticks.js';
import { LiveRecorder } from '../../src/live/live-recorder.js';
import { LiveRuntime } from '../../src/live/live-runtime.js';
import { LiveSink } from '../../src/live/live-sink.js';
import { SegmentCuts } from '../../src/live/segment-cuts.js';
import { TimedWork } from '../../src/live/timed-work.js';
import type { NameTable } from '../../src/model/name-table.js';

export interface LiveParts {
  readonly coverage: Coverage;
  readonly cuts: SegmentCuts;
  readonly live: LiveRecorder;
  readonly metrics: RunningMetrics;
  readonly sink: LiveSink;
  readonly timedWork: TimedWork;
}

/** What is known of the event loop, where somebody watches it. */
export interface WatchedLoop {
  readonly loop: LoopEvents;
  readonly turn: LoopTurn;
}

export function liveParts(running: RunningSegment, names: NameTable, watched?: WatchedLoop): LiveParts {
  const coverage = new Coverage();
  const cuts = new SegmentCuts(running, coverage);
  const timedWork = new TimedWork();
  const sink = new LiveSink({
    names,
    running,
    runtime: new LiveRuntime(running, undefined),
    keptTicks: new LiveKeptTicks(running, names, 'p1'),
    cuts,
    stretches: undefined,
    heldCalls: undefined,
  });
  const live = new LiveRecorder(sink, running, timedWork, watched?.loop, watched?.turn);
  timedWork.add(live);
  return { coverage, cuts, live, metrics: new RunningMetrics(running, now), sink, timedWork };
}
