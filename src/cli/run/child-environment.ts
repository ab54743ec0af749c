// The environment of a program that is started with the preload.

import { join } from 'node:path';

/** The preload of this package. */
export const REGISTER: string = join(__dirname, '../../register.js');

export interface Preload {
  /** Path of the preload file. */
  readonly register: string;
  readonly runFolder: string;
  /** How often the record is written, where that is not left to the program's setting. */
  readonly segmentMillis?: number;
  /** Whether the processor is sampled, whatever the environment says. */
  readonly profile?: boolean;
  readonly memory?: boolean;
}

export function childEnvironment(environment: NodeJS.ProcessEnv, preload: Preload): NodeJS.ProcessEnv {
  const { register, runFolder, segmentMillis, profile = false, memory = false } = preload;
  const nodeOptions = [environment['NODE_OPTIONS'], `--require ${quoted(register)}`];
  return {
    ...(segmentMillis !== undefined && { TICKSCOPE_SEGMENT_MILLIS: String(segmentMillis) }),
    ...environment,
    NODE_OPTIONS: nodeOptions.filter((option) => option !== undefined && option !== '').join(' '),
    TICKSCOPE_RUN: runFolder,
    ...(profile && { TICKSCOPE_PROFILE: 'true' }),
    ...(memory && { TICKSCOPE_MEMORY: 'true' }),
  };
}

/** As Node.js reads NODE_OPTIONS: split at spaces outside double quotes; a backslash counts only inside them. */
function quoted(path: string): string {
  return /[ "]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path;
}
