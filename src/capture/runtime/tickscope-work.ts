// Which callbacks are Tickscope's: those that Tickscope's work scheduled, directly or through other callbacks.
//
// A store of its own and not a key in the OpenTelemetry context: the program's SDK may replace the manager of that, and a
// program's frames never have this one in them, so that it costs them nothing.

import { AsyncLocalStorage } from 'node:async_hooks';
import { keepingFrame } from '../recorder/context-frames.js';

const tickscopeWork = new AsyncLocalStorage<true>();

/** Runs `work`; its timers, writes and requests, and what they lead to, are Tickscope's. */
export function asTickscopeWork<Result>(work: () => Result): Result {
  return keepingFrame(() => tickscopeWork.run(true, work));
}

export function isTickscopeWork(): boolean {
  return tickscopeWork.getStore() === true;
}
