// What worker threads take over from the thread that starts them, even where the program gives them another environment.

import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { Environment } from './environment.js';

const KEY = 'tickscope.environment';

/** The environment of this thread, and what the thread that started it passed on. */
export function threadEnvironment(): Environment {
  const passedOn = getEnvironmentData(KEY) as unknown as Environment | undefined;
  return { ...passedOn, ...process.env };
}

/** Child processes get it by their environment, worker threads beside it. */
export function passOn(variable: string, value: string): void {
  process.env[variable] = value;
  const passedOn = getEnvironmentData(KEY) as unknown as Environment | undefined;
  setEnvironmentData(KEY, { ...passedOn, [variable]: value });
}
