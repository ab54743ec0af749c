// A callback of the event loop, as the log tells it.

import type { OpenTrace } from '../tree/open-trace.js';
import { NUMBER_MASK } from './log-layout.js';

/** Instead of an owner: the callback before goes on in another context. */
export const SAME_CALLBACK_NUMBER: number = NUMBER_MASK;
/** Instead of an owner: nothing begins; how long the loop has waited was looked up before a tick. */
export const NO_CALLBACK: number = NUMBER_MASK - 1;

/** A callback that follows another so soon is not asked whether the loop has waited in between: 70 ns. What it has waited is seen at the next. */
export const SHORT_CALLBACK_NANOS = 20_000;

/** One object, used again for every callback. */
export interface OwnerCallback {
  /** Of the owner table, or one of the two above. */
  ownerId: number;
  atNanos: number;
  /** How long the loop has waited since the process started. */
  idleMillis: number;
  /** The iteration of the loop where it was looked up; 0 where it was not. */
  round: number;
  /** The trace in whose context it runs, where that is open. */
  trace: OpenTrace | undefined;
}
