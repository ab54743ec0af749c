// Work that is repeated at fixed times since the start: by a timer while the event loop is free, else as timed work.

import { now } from '../capture/recorder/clock.js';
import type { Nanoseconds } from '../model/units.js';
import { startTimeout } from '../primordials.js';
import type { TimedTask } from './timed-work.js';

/** A timer that is so late waits for a loop that is held. */
const TIMER_LATE_NANOS = 100_000_000;
/** Node.js counts in milliseconds of its own clock, so a timer may fire a little early. */
const TIMER_EARLY_NANOS = 2_000_000;

export class Periodic implements TimedTask {
  readonly #everyNanos: number;
  readonly #extraNanos: readonly number[];
  readonly #work: (atNanos: Nanoseconds) => void;
  readonly #startNanos = now();
  #nextNanos: number;

  /** @param extraNanos further times */
  constructor(everyNanos: number, work: (atNanos: Nanoseconds) => void, extraNanos: readonly number[] = []) {
    this.#everyNanos = everyNanos;
    this.#extraNanos = extraNanos;
    this.#work = work;
    this.#nextNanos = this.#after(this.#startNanos);
  }

  get overdueNanos(): number {
    return this.#nextNanos + TIMER_LATE_NANOS;
  }

  /** Starts the timer, which does not keep the program alive. */
  start(): void {
    const waitMillis = Math.max(1, Math.ceil((this.#nextNanos - now()) / 1e6));
    startTimeout(() => {
      const atNanos = now();
      // Timed work may have done it.
      if (atNanos >= this.#nextNanos - TIMER_EARLY_NANOS) this.proceed(atNanos);
      this.start();
    }, waitMillis).unref();
  }

  proceed(atNanos: Nanoseconds): void {
    this.#nextNanos = this.#after(Math.max(atNanos, this.#nextNanos));
    this.#work(atNanos);
  }

  /** The first of its times after `atNanos`. */
  #after(atNanos: number): number {
    const passed = atNanos - this.#startNanos;
    const regular = (Math.floor(passed / this.#everyNanos) + 1) * this.#everyNanos;
    return this.#startNanos + Math.min(regular, ...this.#extraNanos.filter((nanos) => nanos > passed));
  }
}
