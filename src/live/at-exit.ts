// Runs Tickscope's last work when the process ends.

import { beforeProcessEvent } from '../process-events.js';
import { attempt } from '../guard.js';
import { asPiece } from '../measured-work.js';

/** Calls `work` at `exit`, before the program's listeners. An error in it is swallowed: it would change the exit code of the program. */
export function atExit(what: string, work: () => void): void {
  beforeProcessEvent('exit', () => {
    attempt(`${what} at exit`, () => asPiece('writing', work));
    return false;
  });
}
