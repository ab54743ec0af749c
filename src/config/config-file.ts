// Finds `tickscope.config.*` and runs it, synchronously and before the program: it must be in force when the first file loads.

import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as CheckConfig from './check-config.js';
import type { Environment } from './environment.js';
import type { TickscopeConfig } from './settings.js';
import { debug } from '../stderr.js';

/** The first of them that is there is read. */
export const CONFIG_FILES: readonly string[] = ['cjs', 'mjs', 'json', 'ts'].map(
  (ending) => `tickscope.config.${ending}`,
);

export interface FoundConfig {
  /** Absolute; absent where there is no file. */
  readonly file?: string;
  readonly settings: TickscopeConfig;
  readonly warnings: readonly string[];
  /** A file that would have to be run, and may not be. */
  readonly notRun?: string;
}

export interface ReadConfigOptions {
  /** Whether a file that is code is run. */
  readonly mayRun: boolean;
}

const NOTHING: FoundConfig = { settings: {}, warnings: [] };

/** Never throws: with a file that cannot be used, the program runs with the defaults. */
export function readConfigFile(
  environment: Environment,
  workingDirectory: string,
  { mayRun }: ReadConfigOptions = { mayRun: true },
): FoundConfig {
  const read = (file: string): FoundConfig =>
    mayRun || file.endsWith('.json') ? readAndCheck(file, workingDirectory) : { ...NOTHING, notRun: file };
  const named = environment['TICKSCOPE_CONFIG']?.trim();
  if (named !== undefined && named !== '') {
    const file = path.resolve(workingDirectory, named);
    if (isThere(file)) return read(file);
    return { ...NOTHING, warnings: [`TICKSCOPE_CONFIG "${named}" is not there. The defaults hold.`] };
  }
  const [first, ...others] = CONFIG_FILES.map((name) => path.join(workingDirectory, name)).filter(isThere);
  if (first === undefined) return NOTHING;
  const found = read(first);
  const ignored = others.map((other) => `${path.basename(other)} is not read: ${path.basename(first)} is there too.`);
  return { ...found, warnings: [...ignored, ...found.warnings] };
}

function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    debug(`cannot look for ${file}`, error);
    return false;
  }
}

function readAndCheck(file: string, workingDirectory: string): FoundConfig {
  const shown = path.relative(workingDirectory, file);
  let value: unknown;
  try {
    // A pipe would be waited for, and a device read for ever.
    if (!statSync(file).isFile()) throw new Error('it is no file');
    value = file.endsWith('.json') ? JSON.parse(readFileSync(file, 'utf8')) : run(file);
  } catch (error) {
    debug(`${shown} cannot be used`, error);
    return { ...NOTHING, file, warnings: [`${shown} cannot be used: ${reasonOf(error)}. The defaults hold.`] };
  }
  // Most programs have no such file, and need not load what checks it.
  const { checkConfig } = require('./check-config.js') as typeof CheckConfig;
  const { settings, warnings } = checkConfig(value);
  return { file, settings, warnings: warnings.map((warning) => `${shown}: ${warning}`) };
}

/** What the file loads is forgotten again: the program's modules have to load anew, with everything installed. */
function run(file: string): unknown {
  const requireFrom = createRequire(file);
  const before = new Set(Object.keys(requireFrom.cache));
  const { emitWarning } = process;
  // Node tells once a process that it strips types; that belongs to the program's first line.
  process.emitWarning = () => {};
  try {
    const exported = requireFrom(file) as { readonly default?: unknown };
    return isNamespace(exported) ? exported.default : exported;
  } finally {
    process.emitWarning = emitWarning;
    for (const loaded of Object.keys(requireFrom.cache)) {
      if (!before.has(loaded)) Reflect.deleteProperty(requireFrom.cache, loaded);
    }
  }
}

/** Of an ES module, or of one that was compiled to CommonJS. */
function isNamespace(exported: object): boolean {
  return Object.prototype.toString.call(exported) === '[object Module]' || Object.hasOwn(exported, '__esModule');
}

function reasonOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (code === 'ERR_REQUIRE_ASYNC_MODULE') return 'it has a top-level await, and has to be ready before the program';
  return String(error).split('\n')[0] ?? '';
}
