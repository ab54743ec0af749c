// What was running when the processor was sampled, by operation, symbol and strategy. All numbers are counts of samples.

import type { OperationKind } from '../operation.js';

/**
 * Between two samples. Far from all round numbers and their halves and thirds, so that what a program does every 5, 10, 20 or 100 ms is met in all of its
 * phases within a second: at 19.937 ms, samples of what happened every 20 ms met it in half a minute or not at all. Twice as many took more than 1 % of a
 * core at 1,000 ticks a second, each waking a thread of V8's up and interrupting the wait for events.
 */
export const SAMPLING_MICROS = 35_279;

/** Frames that a row names; those beyond share one. */
export const FRAMES_PER_ROW = 64;

/** Name of a regular expression in a row. The row does not have its pattern. */
export const REGULAR_EXPRESSION = 'a regular expression';

/** A function, as it was on top of the program's part of the stack. */
export interface ProfileFrame {
  /** `(anonymous)` where it has no name; without a location, a package or a module of Node.js that the program's code did not call. */
  readonly name: string;
  /** `file:line`, of the program's code. */
  readonly location?: string;
  /** The package, or module of Node.js, that it had called and that was running; or `REGULAR_EXPRESSION`, of one that V8 has compiled. */
  readonly within?: string;
  readonly samples: number;
}

/**
 * - `operation`, `symbol`, `strategy`: the program's code in such a tick or call;
 * - `outside`: the program's code in none that is measured;
 * - `thread`: what else the thread did, by its `ThreadState`.
 */
export const PROFILE_SCOPES = ['operation', 'symbol', 'strategy', 'outside', 'thread'] as const;
export type ProfileScope = (typeof PROFILE_SCOPES)[number];

/**
 * - `idle`: the loop waited;
 * - `collecting`: garbage was collected;
 * - `tickscope`: its own work;
 * - `native`: code without a JavaScript function on the stack;
 * - `missing`: a sample was due and not taken, or is not known to what it belongs.
 */
export type ThreadState = 'idle' | 'collecting' | 'tickscope' | 'native' | 'missing';

export interface ProfileRow {
  readonly scope: ProfileScope;
  /** Of an operation. */
  readonly kind?: OperationKind;
  /** Empty for `outside`. */
  readonly name: string;
  readonly samples: number;
  /** Collections of garbage that fell into it, beside the samples. */
  readonly collecting: number;
  /** They add up to the samples of a row of the program's code. */
  readonly frames: readonly ProfileFrame[];
}
