// Where in the program the running call was made, read from the stack. Reading one costs 6 µs.

import { getCallSites } from 'node:util';
import { asPiece } from '../../measured-work.js';
import { displayNameOf, nameOfScript, type ProgramFiles } from './program-files.js';

const FRAMES = 12;

/** @returns `file:line` of the innermost frame in the program's code, or in a package where it has none */
export function callSite(programFiles: ProgramFiles, workingDirectory: string): string | undefined {
  return asPiece('writing', () => readCallSite(programFiles, workingDirectory));
}

function readCallSite(programFiles: ProgramFiles, workingDirectory: string): string | undefined {
  let inPackage: string | undefined;
  for (const { scriptName, lineNumber } of getCallSites(FRAMES)) {
    const filename = nameOfScript(scriptName);
    if (filename === undefined || programFiles.isTickscopeFile(filename)) continue;
    const packageFile = programFiles.packageFileOf(filename);
    if (packageFile === undefined) return `${displayNameOf(filename, workingDirectory)}:${lineNumber}`;
    inPackage ??= `${packageFile.packageName}/${packageFile.file}:${lineNumber}`;
  }
  return inPackage;
}
