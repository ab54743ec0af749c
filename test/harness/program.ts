// Programs for the simulated event loop: what a handler does, step by step, and how long each step takes.

import { OPERATION_KINDS, type OperationName } from '../../src/model/operation.js';

/** Log-normal around the median; `spread` is the standard deviation of the logarithm, 0 for a time that is always the same. */
export interface Time {
  readonly medianNanos: number;
  readonly spread: number;
}

/** Each attempt fails by chance, until one succeeds or there have been as many as are made. */
export interface Failures {
  readonly share: number;
  readonly mostAttempts: number;
}

export type Step =
  /** Own code of the operation around it: holds the loop. */
  | { readonly does: 'compute'; readonly time: Time }
  /** The operation around it awaits something that nobody measures. */
  | { readonly does: 'sleep'; readonly time: Time }
  /** Awaits an answer from outside, and asks again where it fails. */
  | { readonly does: 'fetch'; readonly operation: string; readonly time: Time; readonly failures?: Failures }
  /** Awaits a measured function. */
  | { readonly does: 'call'; readonly operation: string; readonly body: readonly Step[] }
  /** `Promise.all` over functions that nobody measures. */
  | { readonly does: 'all'; readonly branches: readonly (readonly Step[])[] }
  /** `Promise.race` over the same. */
  | { readonly does: 'race'; readonly branches: readonly (readonly Step[])[] }
  /** Starts without awaiting it. */
  | { readonly does: 'start'; readonly body: readonly Step[] }
  /** Only in some ticks: retries, cache misses. */
  | { readonly does: 'sometimes'; readonly share: number; readonly body: readonly Step[] }
  /** Only in the first ticks: what a start does. */
  | { readonly does: 'at first'; readonly ticks: number; readonly body: readonly Step[] }
  /** Only behind so many ticks: what begins late in a run. */
  | { readonly does: 'later on'; readonly after: number; readonly body: readonly Step[] };

/** Something else on the same loop. */
interface Timer {
  readonly name: string;
  readonly everyNanos: number;
  readonly time: Time;
  /** When it is made; absent: with the program. */
  readonly fromNanos?: number;
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

/** `query SELECT 1` is a query; without a kind, what is fetched is external, and the rest internal. */
export function operationNameOf(operation: string): OperationName {
  if (operation === TICK) return { kind: 'tick', name: TICK };
  const space = operation.indexOf(' ');
  const kind = OPERATION_KINDS.find((each) => each === operation.slice(0, space));
  if (kind !== undefined) return { kind, name: operation.slice(space + 1) };
  return { kind: operation.startsWith('fetch') ? 'external' : 'internal', name: operation };
}

/** A repair: an operation's own time, or the untraced waiting in it, becomes shorter by a share. */
export interface Repair {
  readonly operation: string;
  readonly untraced: boolean;
  readonly faster: number;
}
