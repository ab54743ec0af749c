// Where the running call of Tickscope was made: in the program's code, or in a package.

import { getCallSites } from 'node:util';
import { displayNameOf, nameOfScript, type ProgramFiles } from './program-files.js';

const FRAMES = 12;
/** Packages whose frames stand between a listener and who adds it. */
const EMITTERS = new Set(['ws', 'eventemitter2', 'eventemitter3']);

export interface CallingPlace {
  /** Of the program's code, `file:line`; `undefined` where that is not the line that its author sees. */
  readonly location: string | undefined;
  /** A package did it, for its own purposes. */
  readonly isPackage: boolean;
}

/** A compiled file's lines are not its author's. */
const IS_WRITTEN = /\.[cm]?js$/;

/** Who adds a listener: the innermost frame of the program or of a package that is no emitter. 6 µs. */
export function callingPlace(files: ProgramFiles, workingDirectory: string): CallingPlace {
  let isPackage = false;
  for (const { scriptName, lineNumber } of getCallSites(FRAMES)) {
    const filename = nameOfScript(scriptName);
    if (filename === undefined || files.isTickscopeFile(filename)) continue;
    const packageFile = files.packageFileOf(filename);
    if (packageFile === undefined) {
      const location = `${displayNameOf(filename, workingDirectory)}:${lineNumber}`;
      return { location: IS_WRITTEN.test(filename) ? location : undefined, isPackage: false };
    }
    isPackage = true;
    if (!EMITTERS.has(packageFile.packageName)) break;
  }
  return { location: undefined, isPackage };
}
