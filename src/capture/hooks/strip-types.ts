// Strips TypeScript as Node itself does it, keeping every position.

import module from 'node:module';

/** @throws SyntaxError for TypeScript that has to be compiled: an `enum`, a parameter property */
export function stripTypes(source: string): string {
  // Node warns once a process that this is experimental. It would print the same for a .ts file, but not before the
  // program's own first line, and not at all with --disable-warning.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return module.stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
