// Work that is due at a time, however busy the event loop is.
//
// Timers and immediates do it while the loop turns. In a program that computes in one go, or in microtasks alone, none of them
// ever fires: there the recorder calls between two ticks, with the time that it has read anyway.

import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { Nanoseconds } from '../model/units.js';
import { debug } from '../stderr.js';

export interface TimedTask {
  /** When its timer or immediate has had enough time to fire; Infinity while nothing is due. */
  readonly overdueNanos: number;
  /** Does a bounded part of what is overdue. */
  proceed(atNanos: Nanoseconds): void;
}

/** One bounded part in so much time: with a slice of the record writer that is 1 %. */
const LEAST_NANOS = 20_000_000;

export class TimedWork {
  readonly #tasks: TimedTask[] = [];

  add(task: TimedTask): void {
    this.#tasks.push(task);
  }

  /** Does what is overdue, in the order in which it was added. Never throws. @returns when to call again */
  proceed(atNanos: Nanoseconds): number {
    const soonNanos = atNanos + LEAST_NANOS;
    try {
      asTickscopeWork(() => this.#tasks.forEach((task) => proceedWith(task, atNanos)));
      return Math.max(soonNanos, Math.min(...this.#tasks.map(({ overdueNanos }) => overdueNanos)));
    } catch (error) {
      // In the deepest call of a recursion not even this has stack enough.
      debug('work that was overdue could not be called', error);
      return soonNanos;
    }
  }
}

function proceedWith(task: TimedTask, atNanos: Nanoseconds): void {
  try {
    if (atNanos >= task.overdueNanos) task.proceed(atNanos);
  } catch (error) {
    debug('work that was overdue failed', error);
  }
}
