// How many descriptors the process has open: files, sockets, pipes. Linux lists them; elsewhere nobody knows cheaply.

import { piece } from '../../measured-work.js';
import { listFolder } from '../../primordials.js';
import { isMainThread } from '../../this-thread.js';

const FOLDER = '/proc/self/fd';

export class OpenDescriptors {
  #count: number | undefined;
  #asking = false;

  /** As of the last time that `ask` had an answer. */
  get count(): number | undefined {
    return this.#count;
  }

  /** Asks in a thread of the pool: with thousands open, the list takes milliseconds. */
  ask(): void {
    if (this.#asking || !isMainThread || process.platform !== 'linux') return;
    this.#asking = true;
    const onAnswer = piece('writing', 'counting open descriptors', (error: Error | null, names: readonly string[]) => {
      this.#asking = false;
      // One of them is the listing itself.
      this.#count = error === null ? names.length - 1 : undefined;
    });
    listFolder(FOLDER, onAnswer);
  }
}
