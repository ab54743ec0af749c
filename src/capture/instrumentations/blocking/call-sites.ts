// The locations of blocking calls, as `file:line` in the program, read from the stacks of a few calls of each function.

import type { NameEntry } from '../../../model/name-table.js';
import { callSite } from '../../load/call-site.js';
import type { ProgramFiles } from '../../load/program-files.js';

/** Reading a stack costs 6 µs: it is read for this many calls of each function, and then no more. */
const OBSERVED_CALLS = 16;
/** More locations than this are not named. */
const NAMED_LOCATIONS = 3;

export class CallSites {
  readonly #programFiles: ProgramFiles;
  readonly #workingDirectory: string;
  /** By operation id: the number of calls with a stack that was read, and the locations found. */
  readonly #observed = new Map<number, { calls: number; readonly locations: string[] }>();

  constructor(programFiles: ProgramFiles, workingDirectory: string) {
    this.#programFiles = programFiles;
    this.#workingDirectory = workingDirectory;
  }

  /** Adds the location of the running call to the entry's. */
  observe(entry: NameEntry): void {
    let observed = this.#observed.get(entry.id);
    if (observed === undefined) this.#observed.set(entry.id, (observed = { calls: 0, locations: [] }));
    if (observed.calls >= OBSERVED_CALLS) return;
    observed.calls++;
    const location = this.here();
    const { locations } = observed;
    if (location === undefined || locations.includes(location) || locations.length >= NAMED_LOCATIONS) return;
    locations.push(location);
    entry.location = locations.join(', ');
  }

  /** The location of the running call. */
  here(): string | undefined {
    return callSite(this.#programFiles, this.#workingDirectory);
  }
}
