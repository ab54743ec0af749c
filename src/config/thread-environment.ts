// What worker threads take over from the thread that starts them, even where the program gives them another environment.

import { sharedByParent, shareWithThreads } from '../this-thread.js';
import type { Environment } from './environment.js';

const KEY = 'tickscope.environment';

let passedOn = sharedByParent(KEY) as Environment | undefined;

/** The environment of this thread, and what the thread that started it passed on. */
export function threadEnvironment(): Environment {
  return { ...passedOn, ...process.env };
}

/** Child processes get it by their environment, worker threads beside it. */
export function passOn(variable: string, value: string): void {
  process.env[variable] = value;
  passedOn = { ...passedOn, [variable]: value };
  shareWithThreads(KEY, passedOn);
}
