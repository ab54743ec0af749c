// The settings of the working directory. What is wrong with them the preload says.

import { readFileSync, statSync } from 'node:fs';
import { type Config, resolveConfig } from '../config/config.js';
import { readConfigFile } from '../config/config-file.js';

/** Of a command that starts a program: the configuration file is run, as the program's preload runs it. */
export function loadConfig(): Config {
  const { settings } = readConfigFile(process.env, process.cwd());
  return resolveConfig(process.env, settings).config;
}

export interface ReadingConfig {
  readonly directory: string;
  /** A file that seems to name another folder, and is not run: reading a record runs no code of the folder it stands in. */
  readonly notRun?: string;
}

/** Of a command that only reads records. */
export function loadReadingConfig(): ReadingConfig {
  const { settings, notRun } = readConfigFile(process.env, process.cwd(), { mayRun: false });
  const { directory } = resolveConfig(process.env, settings).config;
  return { directory, ...(notRun !== undefined && namesFolder(notRun) && { notRun }) };
}

function namesFolder(file: string): boolean {
  try {
    return statSync(file).isFile() && /\bdirectory\b/.test(withoutComments(readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}

/** Lines that are nothing else: as `tickscope init` writes them, with every key. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\/.*$/gm, '');
}
