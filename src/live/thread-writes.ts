// The last write of worker threads that end because their process does: Node.js ends them without an `exit` of their own.
//
// The main thread asks them at its `exit`, and waits for a moment. One whose event loop is free has written some milliseconds
// later; one that is held writes nothing, and its record ends with its last segment.

import { asPiece } from '../measured-work.js';
import { atomics } from '../primordials.js';
import { debug } from '../stderr.js';
import { sharedByParent, shareWithThreads, threadId } from '../this-thread.js';
import { atExit } from './at-exit.js';

const KEY = 'tickscope.threads';
const WAIT_MILLIS = 100;

/** Cells of the shared list: whether threads are asked, how many have answered, and the state of each thread by its id. */
const ASKED = 0;
const ANSWERS = 1;
const FIRST_THREAD = 2;
/** Threads with a higher id are not asked. */
const MOST_THREADS = 1_024;

const READY = 1;
const WRITTEN = 2;

/** @param runningThreads ids of the threads that were started and have not ended */
export function askThreadsAtExit(runningThreads: () => readonly number[]): void {
  const cells = new Int32Array(new SharedArrayBuffer(4 * (FIRST_THREAD + MOST_THREADS)));
  shareWithThreads(KEY, cells);
  atExit('asking the worker threads for their last write', () => {
    const asked = runningThreads().filter(
      (id) => id < MOST_THREADS && atomics.load(cells, FIRST_THREAD + id) === READY,
    );
    if (asked.length === 0) return;
    atomics.store(cells, ASKED, 1);
    atomics.notify(cells, ASKED);
    for (;;) {
      const answers = atomics.load(cells, ANSWERS);
      if (asked.every((id) => atomics.load(cells, FIRST_THREAD + id) === WRITTEN)) return;
      if (atomics.wait(cells, ANSWERS, answers, WAIT_MILLIS) === 'timed-out') return;
    }
  });
}

/** Called in a worker thread. */
export function writeWhenAsked(write: () => void): void {
  const cells = sharedByParent(KEY);
  if (!(cells instanceof Int32Array) || threadId >= MOST_THREADS) return;
  const { value } = atomics.waitAsync(cells, ASKED, 0);
  if (typeof value === 'string') return;
  const answer = (): void => {
    try {
      asPiece('writing', write);
    } catch (error) {
      debug('the last write of a worker thread failed', error);
    }
    atomics.store(cells, FIRST_THREAD + threadId, WRITTEN);
    atomics.add(cells, ANSWERS, 1);
    atomics.notify(cells, ANSWERS);
  };
  atomics.store(cells, FIRST_THREAD + threadId, READY);
  void value.then(answer);
}
