// Keeps Tickscope's errors out of the program. Every callback that Node.js gets from Tickscope is made here: what it throws is counted, said
// once, and what failed is switched off. Thrown on, it would be an uncaught exception of the program, with no frame of the program's.

import type { Guarded } from './primordials.js';
import { debug, say } from './stderr.js';

/** What is called no more, by its name. */
const switchedOff = new Set<string>();
const said = new Set<string>();
let onFailure: (() => void) | undefined;

/** @param counted called for every error that was held back; must not throw */
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
      switchOff(what, error);
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
      switchOff(what, error);
    }
  };
  return guard as Guarded<(arg: Arg) => void>;
}

/** One step of several: what it throws does not keep the next from being done, nor this one from being done again. */
export function attempt(what: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    heldBack(what, error, 'failed');
  }
}

/** Switches off what is `guarded` by that name, because of an error that was held back. */
export function switchOff(what: string, error: unknown): void {
  switchedOff.add(what);
  heldBack(what, error, 'failed and is switched off');
}

function heldBack(what: string, error: unknown, whatBecame: string): void {
  debug(`${what} failed`, error);
  onFailure?.();
  if (said.has(what)) return;
  said.add(what);
  say(`${what} ${whatBecame}: ${textOf(error)}. The program runs on; the report may miss something.`);
}

/** The error of a program's making may throw wherever it is touched. */
function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'an error that cannot be read';
  }
}

/** For a timer whose time is all that matters. */
export const NOTHING: Guarded<() => void> = guarded('nothing', () => {});
