// How long work waits for a thread of the pool, which files, DNS look-ups, zlib and crypto share: four threads by default.
//
// Once a second the status of a descriptor is asked for, 2 µs of a thread. How long its answer takes says little where the loop was busy
// meanwhile. But an answer wakes a loop that waits: what the loop waited between question and answer, the work waited too,
// and that is at least what it waited.

import type { Nanoseconds } from '../../model/units.js';
import { piece } from '../../measured-work.js';
import { askForStatus } from '../../primordials.js';
import { waitedMillis } from './idle-time.js';

const STDERR = 2;

export class ThreadPool {
  #idleAtQuestion: number | undefined;
  #longest: Nanoseconds | undefined;

  ask(): void {
    if (this.#idleAtQuestion !== undefined) return;
    const idleAtQuestion = waitedMillis();
    this.#idleAtQuestion = idleAtQuestion;
    // Whether it is open does not matter: the answer comes from a thread in any case.
    const onAnswer = piece('writing', 'watching the thread pool', () => {
      this.#waited(idleAtQuestion);
      this.#idleAtQuestion = undefined;
    });
    askForStatus(STDERR, onAnswer);
  }

  /** The longest wait since this was last asked, that of a question without an answer as far as it has come. */
  takeLongest(): Nanoseconds | undefined {
    if (this.#idleAtQuestion !== undefined) this.#waited(this.#idleAtQuestion);
    const longest = this.#longest;
    this.#longest = undefined;
    return longest;
  }

  #waited(idleAtQuestion: number): void {
    const nanos = Math.round((waitedMillis() - idleAtQuestion) * 1e6);
    this.#longest = Math.max(this.#longest ?? 0, nanos) as Nanoseconds;
  }
}
