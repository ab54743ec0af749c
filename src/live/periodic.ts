// Work that is repeated at fixed times since the start: by a timer while the event loop is free, else as timed work.

import { now } from '../capture/recorder/clock.js';
import type { Nanoseconds } from '../model/units.js';
import { piece } from '../measured-work.js';
import { type Guarded, startTimeout, stopTimeout } from '../primordials.js';
import type { TimedTask } from './timed-work.js';

/** A timer that is so late waits for a loop that is held. */
const TIMER_LATE_NANOS = 100_000_000;
/** Node.js counts in milliseconds of its own clock, so a timer may fire a little early. */
const TIMER_EARLY_NANOS = 2_000_000;

export interface PeriodicOptions {
  /** Further times. */
  readonly extraNanos?: readonly number[];
  readonly sleep?: Sleep;
}

/** For a program that does nothing: to wake up for a look takes 0.4 ms of CPU time, whatever is looked at. */
export interface Sleep {
  /** How long it sleeps at most. */
  readonly forNanos: number;
  /** Asked when the work is done. */
  isIdle(): boolean;
  /** Called when the program does something again, from within its own work. */
  wake(): void;
}

export class Periodic implements TimedTask {
  readonly #everyNanos: number;
  readonly #extraNanos: readonly number[];
  readonly #sleep: Sleep | undefined;
  readonly #work: (atNanos: Nanoseconds) => void;
  readonly #fire: Guarded<() => void>;
  readonly #startNanos = now();
  #nextNanos: number;
  #timer: NodeJS.Timeout | undefined;
  #isAsleep = false;

  /** @param what as in `guarded` */
  constructor(
    what: string,
    everyNanos: number,
    work: (atNanos: Nanoseconds) => void,
    { extraNanos = [], sleep }: PeriodicOptions = {},
  ) {
    this.#fire = piece('writing', what, () => this.#onTimer());
    this.#everyNanos = everyNanos;
    this.#extraNanos = extraNanos;
    this.#sleep = sleep;
    this.#work = work;
    this.#nextNanos = this.#after(this.#startNanos);
  }

  get overdueNanos(): number {
    return this.#nextNanos + TIMER_LATE_NANOS;
  }

  /** Starts the timer, which does not keep the program alive. */
  start(): void {
    const sleepsFor = this.#isAsleep && this.#sleep !== undefined ? this.#sleep.forNanos - this.#everyNanos : 0;
    const waitMillis = Math.max(1, Math.ceil((this.#nextNanos + sleepsFor - now()) / 1e6));
    this.#timer = startTimeout(this.#fire, waitMillis);
    this.#timer.unref();
  }

  #onTimer(): void {
    const atNanos = now();
    // Timed work may have done it.
    if (atNanos >= this.#nextNanos - TIMER_EARLY_NANOS) this.#do(atNanos);
    this.start();
  }

  /** Called as timed work: by what the program does. */
  proceed(atNanos: Nanoseconds): void {
    if (!this.#isAsleep) return this.#do(atNanos);
    this.#isAsleep = false;
    this.#nextNanos = this.#after(atNanos);
    this.#sleep?.wake();
    stopTimeout(this.#timer);
    this.start();
  }

  #do(atNanos: Nanoseconds): void {
    this.#nextNanos = this.#after(Math.max(atNanos, this.#nextNanos));
    this.#work(atNanos);
    this.#isAsleep = this.#sleep?.isIdle() === true;
  }

  /** The first of its times after `atNanos`. */
  #after(atNanos: number): number {
    const passed = atNanos - this.#startNanos;
    const regular = (Math.floor(passed / this.#everyNanos) + 1) * this.#everyNanos;
    return this.#startNanos + Math.min(regular, ...this.#extraNanos.filter((nanos) => nanos > passed));
  }
}
