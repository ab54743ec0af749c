// Where blocking calls come from: `file:line` in the program, learned from a few calls of each function.

import { getCallSites } from 'node:util';
import type { NameEntry } from '../../../model/name-table.js';
import { displayNameOf, packageFileOf } from '../../load/program-files.js';

/** A stack costs 6 µs: it is taken for this many calls of each function, and then no more. */
const OBSERVED_CALLS = 16;
/** More places than this are not named. */
const NAMED_LOCATIONS = 3;
const FRAMES = 12;

export class CallSites {
  readonly #tickscopeFolder: string;
  readonly #workingDirectory: string;
  readonly #observed = new Map<number, number>();

  constructor(tickscopeFolder: string, workingDirectory: string) {
    this.#tickscopeFolder = tickscopeFolder;
    this.#workingDirectory = workingDirectory;
  }

  /** Adds the running call's place to the entry's location. */
  observe(entry: NameEntry): void {
    const observed = this.#observed.get(entry.id) ?? 0;
    if (observed >= OBSERVED_CALLS) return;
    this.#observed.set(entry.id, observed + 1);
    const location = this.here();
    const locations = entry.location?.split(', ') ?? [];
    if (location === undefined || locations.includes(location) || locations.length >= NAMED_LOCATIONS) return;
    entry.location = [...locations, location].join(', ');
  }

  /** Of the running call: the innermost frame in the program's own code, or in a package where it has none. */
  here(): string | undefined {
    let inPackage: string | undefined;
    for (const { scriptName, lineNumber } of getCallSites(FRAMES)) {
      const filename = scriptName.startsWith('file://') ? decodeURIComponent(scriptName.slice(7)) : scriptName;
      if (!filename.startsWith('/') && !/^[A-Za-z]:/.test(filename)) continue;
      if (filename.startsWith(this.#tickscopeFolder)) continue;
      const packageFile = packageFileOf(filename);
      if (packageFile === undefined) return `${displayNameOf(filename, this.#workingDirectory)}:${lineNumber}`;
      inPackage ??= `${packageFile.packageName}/${packageFile.file}:${lineNumber}`;
    }
    return inPackage;
  }
}
