// What starts the sending is given of a running process.

import type { RunningSegment } from '../aggregate/running-segment.js';
import type { LoopStretches } from '../capture/runtime/loop-stretches.js';
import type { NameTable } from '../model/name-table.js';
import type { LiveKeptTicks } from './kept-ticks.js';
import type { LiveRecorder } from './live-recorder.js';

/** What the process measures, for what is sent of it. */
export interface Measured {
  readonly running: RunningSegment;
  readonly names: NameTable;
  readonly live: LiveRecorder;
  readonly keptTicks: LiveKeptTicks;
  /** Absent where nobody sees every callback of the event loop. */
  readonly stretches: LoopStretches | undefined;
}
