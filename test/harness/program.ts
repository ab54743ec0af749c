// Programs for the simulated event loop: what a handler does, step by step, and how long each step takes.

/** Log-normal around the median; `spread` is the standard deviation of the logarithm, 0 for a time that is always the same. */
export interface Time {
  readonly medianNanos: number;
  readonly spread: number;
}

export type Step =
  /** Own code of the operation around it: holds the loop. */
  | { readonly does: 'compute'; readonly time: Time }
  /** The operation around it awaits something that nobody measures. */
  | { readonly does: 'sleep'; readonly time: Time }
  /** Awaits an answer from outside. */
  | { readonly does: 'fetch'; readonly operation: string; readonly time: Time }
  /** Awaits a measured function. */
  | { readonly does: 'call'; readonly operation: string; readonly body: readonly Step[] }
  /** `Promise.all` over functions that nobody measures. */
  | { readonly does: 'all'; readonly branches: readonly (readonly Step[])[] }
  /** `Promise.race` over the same. */
  | { readonly does: 'race'; readonly branches: readonly (readonly Step[])[] }
  /** Starts without awaiting it. */
  | { readonly does: 'start'; readonly body: readonly Step[] }
  /** Only in some ticks: retries, cache misses. */
  | { readonly does: 'sometimes'; readonly share: number; readonly body: readonly Step[] };

/** Something else on the same loop. */
interface Timer {
  readonly name: string;
  readonly everyNanos: number;
  readonly time: Time;
}

export interface Program {
  readonly handler: readonly Step[];
  readonly timers: readonly Timer[];
  /** Between the arrivals of two events, exponential where `random`. */
  readonly everyNanos: number;
  readonly random: boolean;
  /** A collection during own code: how often in a millisecond of it, and how long. */
  readonly collections?: { readonly perMilli: number; readonly time: Time };
}

export const TICK = 'onTick';

/** A repair: an operation's own time, or the untraced waiting in it, becomes shorter by a share. */
export interface Repair {
  readonly operation: string;
  readonly untraced: boolean;
  readonly faster: number;
}
