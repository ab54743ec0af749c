// Keeps Tickscope's errors out of the program. Every callback that Node.js gets from Tickscope is made here: what it throws is counted, said
// once, and what failed is switched off. Thrown on, it would be an uncaught exception of the program, with no frame of the program's.

import type { Guarded } from './primordials.js';
import { debug, say } from './stderr.js';

/** What has failed, by its name. */
const switchedOff = new Set<string>();
let onFailure: (() => void) | undefined;

/** @param counted called for every error that was held back */
export function countFailures(counted: () => void): void {
  onFailure = counted;
}

/** @param what what the callback does, as the line on stderr calls it: `sampling the process`; all of that name are switched off together */
export function guarded<Args extends unknown[]>(
  what: string,
  callback: (...args: Args) => void,
): Guarded<(...args: Args) => void> {
  const guard = (...args: Args): void => {
    if (switchedOff.has(what)) return;
    try {
      callback(...args);
    } catch (error) {
      failed(what, error);
    }
  };
  return guard as Guarded<(...args: Args) => void>;
}

/** `guarded` for what is called at every callback of the event loop: without an array for the arguments. */
export function guardedHook<Arg>(what: string, callback: (arg: Arg) => void): Guarded<(arg: Arg) => void> {
  let isOff = false;
  const guard = (arg: Arg): void => {
    if (isOff) return;
    try {
      callback(arg);
    } catch (error) {
      isOff = true;
      failed(what, error);
    }
  };
  return guard as Guarded<(arg: Arg) => void>;
}

/** One step of several: what it throws does not keep the next from being done. */
export function attempt(what: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    failed(what, error);
  }
}

/** Counts an error that was held back, and says it where it is the first of its kind. */
export function failed(what: string, error: unknown): void {
  debug(`${what} failed`, error);
  onFailure?.();
  if (switchedOff.has(what)) return;
  switchedOff.add(what);
  say(`${what} failed and is switched off: ${String(error)}. The program runs on; the report may miss something.`);
}

/** For a timer whose time is all that matters. */
export const NOTHING: Guarded<() => void> = guarded('nothing', () => {});
