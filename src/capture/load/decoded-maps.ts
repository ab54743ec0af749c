// The source maps of the files in which functions are looked for. Decoding takes 3 to 10 ms for a file of 3,000 lines, in the program's time: once a file.

import { loadParser } from './load-parser.js';
import type { ProgramSourceMap } from './program-source-map.js';

/** With the map that may be in it. Decoding a longer one holds the program: its functions stand where they are in the file. */
const LONGEST_MAPPED_CHARACTERS = 500_000;
/** Maps that are kept; a program's callbacks come from few files. */
const MAPS_KEPT = 16;

interface DecodedMap {
  readonly text: string;
  readonly map: ProgramSourceMap | undefined;
}

export class DecodedMaps {
  /** Oldest first. */
  readonly #byFile = new Map<string, DecodedMap>();

  /** @returns `undefined` where the file is what its author wrote, as far as is known */
  of(filename: string, text: string): ProgramSourceMap | undefined {
    if (text.length > LONGEST_MAPPED_CHARACTERS || !text.includes('sourceMappingURL=')) return undefined;
    const known = this.#byFile.get(filename);
    if (known?.text === text) return known.map;
    const map = loadParser().ProgramSourceMap.of(text, filename);
    this.#byFile.delete(filename);
    this.#byFile.set(filename, { text, map });
    if (this.#byFile.size > MAPS_KEPT) this.#byFile.delete(this.#byFile.keys().next().value as string);
    return map;
  }
}
