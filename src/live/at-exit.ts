// Runs Tickscope's last work when the process ends.

import { debug } from '../stderr.js';

/** Calls `work` at `exit`. An error in it is swallowed: thrown from a listener, it would change the exit code of the program. */
export function atExit(what: string, work: () => void): void {
  process.on('exit', () => {
    try {
      work();
    } catch (error) {
      debug(`${what} at exit failed`, error);
    }
  });
}
