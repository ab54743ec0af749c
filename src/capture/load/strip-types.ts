// Takes the types out of TypeScript as Node itself does it.

import module from 'node:module';
import { debug } from '../../stderr.js';

/** TypeScript that Node cannot strip goes on as it is: Node's own error is the one to show. */
export function tryStripTypes(source: string, filename: string): string | undefined {
  try {
    return stripTypes(source, filename);
  } catch (error) {
    debug(`${filename} is run as it is: its types cannot be stripped`, error);
    return undefined;
  }
}

/**
 * Keeping every position where that suffices. What has to be compiled, such as an `enum`, comes back with its source map where
 * Node has been told to compile it.
 * @throws SyntaxError for what Node would not run
 */
export function stripTypes(source: string, filename: string): string {
  // Node warns once a process that this is experimental. It would print the same for a .ts file, but not before the
  // program's first line, and not at all with --disable-warning.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return module.stripTypeScriptTypes(source);
  } catch (error) {
    if (process.features.typescript !== 'transform') throw error;
    return module.stripTypeScriptTypes(source, { mode: 'transform', sourceMap: true, sourceUrl: filename });
  } finally {
    process.emitWarning = emitWarning;
  }
}
