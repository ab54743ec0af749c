// The `await` that a function came to last: written into the log when it turns out that the event loop went on meanwhile.
//
// Most awaits are over in the callback in which they began, or wait for something that is measured. So an `await` costs three stores, and
// no clock: it has the time at which its callback began, since until then nothing of the function can have been running.

import { NO_AWAIT } from '../../model/tree/await-marks.js';
import type { Recorder } from '../recorder/recorder.js';

export type AwaitRecorder = Pick<Recorder, 'awaits' | 'turn'>;

/** The number of the callback; 0 where there is no `await`. */
const TURN = 0;
const NAME = 1;
const MILLIS = 2;

export class PendingAwait {
  // An array, because a field that is set to a number with a fraction would be an object each time.
  readonly #last = new Float64Array(3);

  comesTo(nameId: number, scope: number, recorder: AwaitRecorder): void {
    const { turn } = recorder;
    if (turn === undefined) return;
    const last = this.#last;
    if (last[TURN] !== turn.number) {
      this.#write(scope, recorder);
      last[TURN] = turn.number;
      last[MILLIS] = turn.startedMillis;
    }
    last[NAME] = nameId;
  }

  /** The function is left. @param goesOn whether its call waits for what it returned */
  leave(goesOn: boolean, scope: number, recorder: AwaitRecorder): void {
    const { turn } = recorder;
    const last = this.#last;
    if (turn === undefined || last[TURN] === 0) return;
    if (last[TURN] !== turn.number) this.#write(scope, recorder);
    last[TURN] = 0;
    if (goesOn) recorder.awaits(NO_AWAIT, scope, turn.startedMillis);
  }

  #write(scope: number, recorder: AwaitRecorder): void {
    const last = this.#last;
    if (last[TURN] !== 0) recorder.awaits(last[NAME] as number, scope, last[MILLIS] as number);
  }
}
