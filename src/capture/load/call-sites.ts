// Where operations are called, as `file:line` in the program, read from the stacks of a few calls of each.

import type { NameEntry, NameTable } from '../../model/name-table.js';
import { OTHER } from '../../model/operation.js';
import { attempt } from '../../guard.js';
import { callSite } from './call-site.js';
import type { ProgramFiles } from './program-files.js';

/** Reading a stack costs 6 µs: it is read for this many calls of each operation, and then no more. */
const OBSERVED_CALLS = 16;
/** More locations than this are not named. */
const NAMED_LOCATIONS = 3;

/** Of one operation. */
interface Observed {
  /** With a stack that was read. */
  calls: number;
  readonly locations: string[];
  /** It is a function of the program, with the location of its definition. */
  readonly isDefined: boolean;
}

export class CallSites {
  readonly #programFiles: ProgramFiles;
  readonly #workingDirectory: string;
  readonly #observed = new Map<number, Observed>();

  constructor(programFiles: ProgramFiles, workingDirectory: string) {
    this.#programFiles = programFiles;
    this.#workingDirectory = workingDirectory;
  }

  /**
   * Adds the location of the running call to the entry's. Of a function that is defined in the program, which has its location, to those that it is
   * called at.
   *
   * @returns whether more calls are to be observed
   */
  observe(entry: NameEntry): boolean {
    // Others have their names there.
    if (entry.name === OTHER) return false;
    let observed = this.#observed.get(entry.id);
    if (observed === undefined) {
      observed = { calls: 0, locations: [], isDefined: entry.location !== undefined };
      this.#observed.set(entry.id, observed);
    }
    if (observed.calls >= OBSERVED_CALLS) return false;
    observed.calls++;
    const { isDefined, locations } = observed;
    const location = this.here(isDefined ? entry.name : undefined);
    if (location === undefined || locations.includes(location) || locations.length >= NAMED_LOCATIONS) return true;
    locations.push(location);
    entry[isDefined ? 'calledAt' : 'location'] = locations.join(', ');
    return true;
  }

  /** @returns `observe` by an operation's id, which throws nothing into the program */
  observerIn(names: NameTable): (operationId: number) => boolean {
    return (operationId) => {
      let goesOn = false;
      attempt('reading where an operation is called', () => {
        goesOn = this.observe(names.entry(operationId));
      });
      return goesOn;
    };
  }

  /** The location of the running call. @param within the function that is called, where the stack has it */
  here(within?: string): string | undefined {
    return callSite(this.#programFiles, this.#workingDirectory, within);
  }
}
