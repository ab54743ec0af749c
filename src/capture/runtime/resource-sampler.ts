// What the process holds: every ten seconds, and once more at its end.

import type { ResourceSample } from '../../model/runtime-record.js';
import type { Bytes } from '../../model/units.js';
import { now, unixMillis } from '../recorder/clock.js';
import { activeResources } from './active-resources.js';
import { heapSpaces } from './heap-spaces.js';
import { OpenDescriptors } from './open-descriptors.js';
import { ThreadPool } from './thread-pool.js';

const SECONDS = 10;

export class ResourceSampler {
  readonly #processId: string;
  readonly #descriptors = new OpenDescriptors();
  readonly #threadPool = new ThreadPool();
  #seconds = 0;

  constructor(processId: string) {
    this.#processId = processId;
  }

  /** Called once a second. @returns a sample every ten seconds */
  second(): ResourceSample | undefined {
    this.#threadPool.ask();
    this.#seconds++;
    // Before it is told: the answer comes from a thread. Early too: many programs end before ten seconds are over.
    if (this.#seconds === 1 || this.#seconds % SECONDS === SECONDS - 1) this.#descriptors.ask();
    return this.#seconds % SECONDS === 0 ? this.sample() : undefined;
  }

  sample(): ResourceSample {
    const { count } = this.#descriptors;
    const waitNanos = this.#threadPool.takeLongest();
    return {
      process: this.#processId,
      atUnixMillis: unixMillis(now()),
      heapSpaces: heapSpaces(),
      arrayBuffersBytes: process.memoryUsage().arrayBuffers as Bytes,
      active: activeResources(),
      ...(count !== undefined && { openDescriptors: count }),
      ...(waitNanos !== undefined && { threadPoolWaitNanos: waitNanos }),
    };
  }
}
