// Where the running call of Tickscope was made: in the program's code, or in a package.

import { type CallSiteObject, getCallSites } from 'node:util';
import { displayNameOf, nameOfScript, type ProgramFiles } from './program-files.js';

/** Tickscope's own are the first three or four: most often the program's is among so many. Five take 3.1 µs, twelve 5.7 µs. */
const NEAR_FRAMES = 6;
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

/** Who adds a listener: the innermost frame of the program or of a package that is no emitter. 4 to 6 µs. */
export function callingPlace(files: ProgramFiles, workingDirectory: string): CallingPlace {
  const near = getCallSites(NEAR_FRAMES);
  const place = placeIn(near, files, workingDirectory);
  if (place.isFound || near.length < NEAR_FRAMES) return place;
  return placeIn(getCallSites(FRAMES), files, workingDirectory);
}

interface FoundPlace extends CallingPlace {
  /** No frame further out changes it. */
  readonly isFound: boolean;
}

function placeIn(frames: readonly CallSiteObject[], files: ProgramFiles, workingDirectory: string): FoundPlace {
  let isPackage = false;
  for (const { scriptName, lineNumber } of frames) {
    const filename = nameOfScript(scriptName);
    if (filename === undefined || files.isTickscopeFile(filename)) continue;
    const packageFile = files.packageFileOf(filename);
    if (packageFile === undefined) {
      const location = `${displayNameOf(filename, workingDirectory)}:${lineNumber}`;
      return { location: IS_WRITTEN.test(filename) ? location : undefined, isPackage: false, isFound: true };
    }
    isPackage = true;
    if (!EMITTERS.has(packageFile.packageName)) return { location: undefined, isPackage, isFound: true };
  }
  return { location: undefined, isPackage, isFound: false };
}
