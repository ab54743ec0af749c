// Folders in which every change restarts the program: those of `node --watch-path`. A record in one of them would restart it for ever.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { debug } from '../stderr.js';

const OPTION = '--watch-path';

/** Whether `node --watch-path` watches the folder, as far as that is known. */
export function isWatched(folder: string): boolean {
  // Node.js sets the variable for whatever it restarts, and connects itself with what it restarts for the files that it loads.
  if (process.env['WATCH_REPORT_DEPENDENCIES'] === undefined || process.send !== undefined) return false;
  return watchedFolders().some((watched) => !path.relative(watched, folder).startsWith('..'));
}

function watchedFolders(): string[] {
  if (process.platform === 'linux') {
    try {
      return foldersIn(readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').split('\0'));
    } catch (error) {
      debug('cannot read the command line that started this process', error);
    }
  }
  // Elsewhere nobody says which they are. A process that has a run was started by one that is measured.
  return process.env['TICKSCOPE_RUN'] === undefined ? [process.cwd()] : [];
}

function foldersIn(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const folder = arg.startsWith(`${OPTION}=`) ? arg.slice(OPTION.length + 1) : args[index - 1] === OPTION ? arg : '';
    return folder === '' ? [] : [path.resolve(folder)];
  });
}
