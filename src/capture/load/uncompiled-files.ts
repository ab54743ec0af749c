// Files of the program that its own `Module.prototype._compile` or `require.extensions` may compile without calling Node's, as
// v8-compile-cache does: those cannot be measured, and are named.

import { readFileSync } from 'node:fs';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { SourceTransformer } from './transform-source.js';

/** They are parsed when the process ends. */
const MOST_FILES = 100;

export class UncompiledFiles {
  readonly #transformer: SourceTransformer;
  readonly #files = new Set<string>();

  constructor(transformer: SourceTransformer) {
    this.#transformer = transformer;
  }

  /** Called for a file that is about to be compiled by the program's function. */
  add(filename: string, source: string): void {
    if (this.#files.size < MOST_FILES && this.#transformer.mayConcern(source)) this.#files.add(filename);
  }

  /** Called where the program's function has called Node's. */
  delete(filename: string): void {
    this.#files.delete(filename);
  }

  /** Asked when the process ends. */
  notReached(): NotSeenRow[] {
    const why =
      'the program compiles it by itself, without a call of the Module.prototype._compile that Tickscope has replaced';
    return Array.from(this.#files)
      .filter((filename) => this.#transformer.concerns(textOfFile(filename), filename))
      .map((filename) => this.#transformer.notMeasured(filename, why));
  }
}

/** @returns nothing for a file that is gone */
export function textOfFile(filename: string): string {
  try {
    return readFileSync(filename, 'utf8');
  } catch {
    return '';
  }
}
