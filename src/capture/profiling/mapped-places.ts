// Where functions of a compiled file stand in the text that its author wrote.
//
// The map that Node.js has is that of the text as it runs, and is there where the program or its loader wants stacks to be mapped. Else the
// file names one, of which only a small one is read: to decode a large one would hold the program.

import { readFileSync, statSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { loadParser } from '../load/load-parser.js';
import { originalLocation } from '../load/original-location.js';
import { isFile } from '../load/program-files.js';
import type { ProgramSourceMap } from '../load/program-source-map.js';
import { debug } from '../../stderr.js';

/** What tsc makes of a file of 3,000 lines; its map is as large. */
const LONGEST_FILE_BYTES = 200_000;
/** Places of one file that are remembered. */
const REMEMBERED = 4_096;

export class MappedPlaces {
  readonly #file: string;
  readonly #workingDirectory: string;
  readonly #places = new Map<string, string | undefined>();
  /** `null` where the file has none. */
  #map: ProgramSourceMap | null | undefined;

  constructor(file: string, workingDirectory: string) {
    this.#file = file;
    this.#workingDirectory = workingDirectory;
  }

  /** Both from 1. @returns `file:line`; `undefined` where the file is what its author wrote, as far as is known */
  locationOf(line: number, column: number): string | undefined {
    const key = `${line}:${column}`;
    if (this.#places.has(key)) return this.#places.get(key);
    const location = this.#find(line - 1, column - 1);
    if (this.#places.size < REMEMBERED) this.#places.set(key, location);
    return location;
  }

  #find(line: number, column: number): string | undefined {
    try {
      return originalLocation(this.#file, this.#originalPosition(line, column), this.#workingDirectory);
    } catch (error) {
      debug(`the source map of ${this.#file} cannot be used`, error);
      return undefined;
    }
  }

  #originalPosition(line: number, column: number): { readonly source: string; readonly line: number } | undefined {
    const entry = findSourceMap(this.#file)?.findEntry(line, column);
    if (entry !== undefined)
      return 'originalSource' in entry ? { source: entry.originalSource, line: entry.originalLine } : undefined;
    this.#map ??= this.#read() ?? null;
    return this.#map?.originalPosition(line, column);
  }

  #read(): ProgramSourceMap | undefined {
    if (!isFile(this.#file)) return undefined;
    const status = statSync(this.#file);
    if (!status.isFile() || status.size > LONGEST_FILE_BYTES) return undefined;
    const source = readFileSync(this.#file, 'utf8');
    return source.includes('sourceMappingURL=') ? loadParser().ProgramSourceMap.of(source, this.#file) : undefined;
  }
}
