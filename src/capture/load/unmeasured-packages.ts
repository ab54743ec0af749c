// Packages that are not measured, or load the program's files past the module hooks of Node.js: those that are loaded are named.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { PackageFile } from './program-files.js';

const OWN_CONTEXT = 'it runs them in a context of its own, which sees nothing of Tickscope';
const OWN_COMPILER = 'it compiles them by itself, past the module hooks of Node.js';

/** By the package that does it. */
const OTHER_LOADERS: Readonly<Record<string, NotSeenRow>> = {
  'jest-runtime': { name: 'files loaded by jest', why: OWN_CONTEXT },
  vitest: { name: 'files loaded by vitest', why: OWN_COMPILER },
  'vite-node': { name: 'files loaded by vite-node', why: OWN_COMPILER },
  jiti: { name: 'files loaded by jiti', why: OWN_COMPILER },
  esm: { name: 'files loaded by esm', why: OWN_COMPILER },
  bytenode: { name: 'files loaded by bytenode', why: 'it has them as machine code' },
};

export class UnmeasuredPackages {
  readonly #rows = new Map(Object.entries(OTHER_LOADERS));
  readonly #notSeen: (row: NotSeenRow) => void;

  /** @param reasons why the calls of a package are not measured, by its name */
  constructor(reasons: readonly Readonly<Record<string, string>>[], notSeen: (row: NotSeenRow) => void) {
    this.#notSeen = notSeen;
    for (const [packageName, why] of reasons.flatMap(Object.entries<string>))
      this.#rows.set(packageName, { name: packageName, why: `what it computes is not measured: ${why}` });
  }

  /** Called for every package file that is loaded. */
  loaded({ packageName }: PackageFile): void {
    const row = this.#rows.get(packageName);
    if (row !== undefined) this.#notSeen(row);
  }
}
