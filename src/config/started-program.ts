// Which program this process was started for. That is not its first file where pm2 started it: then that is one of pm2's, which
// loads the program.
//
// In pm2's cluster mode all settings of the worker come in one variable, from which pm2 sets the others, and changes to the
// folder, when a preload has run already.

import path from 'node:path';
import { type Environment, variableText } from './environment.js';

export interface StartedProgram {
  /** Its file; `undefined` where there is none. */
  readonly file: string | undefined;
  /** The working directory that it will have. */
  readonly folder: string;
  /** The variables for Tickscope and OpenTelemetry that will be set before it is loaded. */
  readonly variables: Environment;
}

const PM2_CONTAINER = /^ProcessContainer(?:Fork)?\.js$/;
const OF_TICKSCOPE = /^(?:TICKSCOPE|OTEL)_/;

export function startedProgram(): StartedProgram {
  const { env, argv } = process;
  const [, file] = argv;
  const folder = process.cwd();
  if (file === undefined || !PM2_CONTAINER.test(path.basename(file))) return { file, folder, variables: {} };
  const settings = parsed(variableText(env, 'pm2_env'));
  // In fork mode, and in cluster mode later, they are variables.
  if (settings === undefined) return { file: env['pm_exec_path'] ?? file, folder, variables: {} };
  const text = (name: string): string | undefined => {
    const value = settings[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const variables = Object.entries(settings)
    .filter(([name]) => OF_TICKSCOPE.test(name))
    // pm2 assigns them to `process.env`, which makes texts of numbers.
    .map(([name, value]) => [name, String(value)]);
  return {
    file: text('pm_exec_path') ?? file,
    folder: text('pm_cwd') ?? folder,
    variables: Object.fromEntries(variables) as Environment,
  };
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
