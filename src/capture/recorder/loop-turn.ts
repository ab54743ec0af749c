// Since when the event of a tick that begins now could have been handled.

import { runningAsyncId, runningResource } from '../../primordials.js';

/** The running turn of the event loop: one callback, and what it does before it gives the loop back. */
export interface LoopTurn {
  /** The async id of the callback. */
  readonly asyncId: number;
  readonly startedNanos: number;
  /** When the loop last had nothing to do; NaN until it had. */
  readonly busySinceNanos: number;
}

/** What Node.js calls back with when something has come in, by the names of its classes. */
const DELIVERS = new Set([
  'TCP',
  'TLSWrap',
  'Pipe',
  'UDP',
  'MessagePort',
  'HTTPClientAsyncResource',
  'HTTPServerAsyncResource',
]);

/**
 * When what came in was handed to the running code; NaN where that code was not called by a delivery. A microtask has no
 * async id, and what began after an `await` is therefore none: it may have been waiting for something else.
 */
export function deliveredNanos(turn: LoopTurn | undefined): number {
  if (turn === undefined || runningAsyncId() !== turn.asyncId) return NaN;
  const { name } = runningResource().constructor ?? {};
  return DELIVERS.has(name) ? turn.startedNanos : NaN;
}
