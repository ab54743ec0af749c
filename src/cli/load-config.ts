// The settings of the working directory. What is wrong with them the preload says.

import { type Config, resolveConfig } from '../config/config.js';
import { readConfigFile } from '../config/config-file.js';

export function loadConfig(): Config {
  const { settings } = readConfigFile(process.env, process.cwd());
  return resolveConfig(process.env, settings).config;
}
