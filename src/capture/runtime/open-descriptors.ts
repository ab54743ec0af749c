// How many descriptors the process has open: files, sockets, pipes. Linux lists them; elsewhere nobody knows cheaply.

import fs from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const FOLDER = '/proc/self/fd';
// Captured at preload: what a program replaces stays its own.
const { readdir } = fs;

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
    readdir(FOLDER, (error, names) => {
      this.#asking = false;
      // One of them is the listing itself.
      this.#count = error === null ? names.length - 1 : undefined;
    });
  }
}
