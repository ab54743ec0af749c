// Whether the program has done anything since somebody last asked.

import type { Sampler } from '../capture/runtime/sampler.js';

export class Activity {
  readonly #sampler: Pick<Sampler, 'isIdle'>;
  readonly #ticksStarted: () => number;
  #ticksBefore = 0;
  #isSeen = true;

  constructor(sampler: Pick<Sampler, 'isIdle'>, ticksStarted: () => number) {
    this.#sampler = sampler;
    this.#ticksStarted = ticksStarted;
  }

  /** Called when a sample was taken. */
  sampled(): void {
    this.#isSeen ||= !this.#sampler.isIdle;
  }

  /** @returns whether there was a tick, or a sample in which the program was not idle; what is not sampled yet counts as the last sample */
  take(): boolean {
    const ticks = this.#ticksStarted();
    const was = this.#isSeen || ticks !== this.#ticksBefore;
    this.#isSeen = !this.#sampler.isIdle;
    this.#ticksBefore = ticks;
    return was;
  }
}
