// Packages that load the program's files by themselves, past the module hooks of Node.js: the files are not measured, and are named.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { PackageFile } from './program-files.js';

interface OtherLoader {
  readonly name: string;
  readonly why: string;
}

const OWN_CONTEXT = 'runs them in a context of its own, which sees nothing of Tickscope';
const OWN_COMPILER = 'compiles them by itself, past the module hooks of Node.js';

/** By the package that does it. */
const OTHER_LOADERS: Readonly<Record<string, OtherLoader>> = {
  'jest-runtime': { name: 'jest', why: OWN_CONTEXT },
  vitest: { name: 'vitest', why: OWN_COMPILER },
  'vite-node': { name: 'vite-node', why: OWN_COMPILER },
  jiti: { name: 'jiti', why: OWN_COMPILER },
  esm: { name: 'esm', why: OWN_COMPILER },
  bytenode: { name: 'bytenode', why: 'has them as machine code' },
};

export class OtherLoaders {
  readonly #notSeen: (row: NotSeenRow) => void;

  constructor(notSeen: (row: NotSeenRow) => void) {
    this.#notSeen = notSeen;
  }

  /** Called for every package file that is loaded. */
  loaded({ packageName }: PackageFile): void {
    if (!Object.hasOwn(OTHER_LOADERS, packageName)) return;
    const { name, why } = OTHER_LOADERS[packageName] as OtherLoader;
    this.#notSeen({ name: `files loaded by ${name}`, why: `it ${why}` });
  }
}
