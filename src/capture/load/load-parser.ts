// Loads what reads the program's files, when the first one has to be parsed.

import type * as Parser from './parser.js';

/** @throws where it cannot be loaded */
export function loadParser(): typeof Parser {
  return require('./parser.js') as typeof Parser;
}
