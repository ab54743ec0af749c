// How long the event loop has waited for events.
//
// libuv begins to count anew at each signal that interrupts a wait, and forgets what came before. V8's profiler sends 28 signals a second: of
// 2 s without an event, `nodeTiming.idleTime` then tells 0.3, and the rest would be somebody's who never held the loop. So while the processor
// is sampled, what the thread has not spent on a processor between two callbacks was waiting too, as far as nobody says what it did.

import { nodeTiming, threadCpuUsage } from '../../primordials.js';

/** A thread is put aside for less in between, and the two clocks are not read at once. */
const LEAST_MILLIS = 0.1;

/** Milliseconds: what libuv forgot, and what synchronous calls took. An array: variables with a fraction would be objects at every callback. */
const sums = new Float64Array(2);
const FORGOTTEN = 0;
const BLOCKED = 1;

/** Since the loop began, in milliseconds. */
export function waitedMillis(): number {
  return nodeTiming.idleTime + (sums[FORGOTTEN] as number);
}

/** A synchronous call took so long, which the thread may have spent without a processor. */
export function hasBlocked(millis: number): void {
  sums[BLOCKED] = (sums[BLOCKED] as number) + millis;
}

/** Of the main thread, while signals interrupt it. */
export class InterruptedWaits {
  /** At the last callback, in milliseconds: when that was, and what had been waited and worked by then. */
  readonly #last = new Float64Array(3);

  /**
   * A callback begins.
   *
   * @param workedUntilMillis when the program is last known to have run: it did not wait before
   */
  callbackStarted(atMillis: number, workedUntilMillis: number): void {
    const last = this.#last;
    const { user, system } = (threadCpuUsage as NonNullable<typeof threadCpuUsage>)();
    const idle = nodeTiming.idleTime;
    const worked = (user + system) / 1_000;
    const told = idle - (last[1] as number);
    const elapsed = atMillis - (last[0] as number) - told;
    const without = elapsed - (worked - (last[2] as number)) - (sums[BLOCKED] as number);
    const forgotten = Math.min(without, atMillis - told - workedUntilMillis);
    // The wait goes on after a signal. Where there was none, the thread was put aside, or something blocked it.
    const isFirst = last[0] === 0;
    if (!isFirst && told > 0 && forgotten >= LEAST_MILLIS) sums[FORGOTTEN] = (sums[FORGOTTEN] as number) + forgotten;
    last[0] = atMillis;
    last[1] = idle;
    last[2] = worked;
    sums[BLOCKED] = 0;
  }
}
