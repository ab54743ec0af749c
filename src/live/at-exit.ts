// Runs Tickscope's last work when the process ends.

import { beforeProcessEvent } from '../process-events.js';
import { asPiece } from '../measured-work.js';
import { debug } from '../stderr.js';

/** Calls `work` at `exit`, before the program's listeners. An error in it is swallowed: it would change the exit code of the program. */
export function atExit(what: string, work: () => void): void {
  beforeProcessEvent('exit', () => {
    try {
      asPiece('writing', work);
    } catch (error) {
      debug(`${what} at exit failed`, error);
    }
    return false;
  });
}
