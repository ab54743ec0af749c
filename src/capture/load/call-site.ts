// Where in the program the running call was made, read from the stack. Reading one costs 6 µs.

import { getCallSites } from 'node:util';
import { asPiece } from '../../measured-work.js';
import { displayNameOf, nameOfScript, type ProgramFiles } from './program-files.js';

/** Up to twelve are Tickscope's own. */
const FRAMES = 20;

/**
 * @param within the running function of the program, with its class or without, where its caller is meant
 * @returns `file:line` of the innermost frame in the program's code, or in a package where it has none
 */
export function callSite(programFiles: ProgramFiles, workingDirectory: string, within?: string): string | undefined {
  return asPiece('writing', () => readCallSite(within, programFiles, workingDirectory));
}

function readCallSite(
  within: string | undefined,
  programFiles: ProgramFiles,
  workingDirectory: string,
): string | undefined {
  let inPackage: string | undefined;
  let isInside = within !== undefined;
  for (const { functionName, scriptName, lineNumber } of getCallSites(FRAMES)) {
    const filename = nameOfScript(scriptName);
    if (filename === undefined || programFiles.isTickscopeFile(filename)) continue;
    if (isInside) {
      isInside = false;
      // A method that its class has from another one is named after either.
      if (lastWordOf(functionName) === lastWordOf(within)) continue;
    }
    const packageFile = programFiles.packageFileOf(filename);
    if (packageFile === undefined) return `${displayNameOf(filename, workingDirectory)}:${lineNumber}`;
    inPackage ??= `${packageFile.packageName}/${packageFile.file}:${lineNumber}`;
  }
  return inPackage;
}

function lastWordOf(name = ''): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
