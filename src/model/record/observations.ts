// What a process saw of functions that no rule takes; kept for `tickscope doctor` alone, beside the record.

import type { RuleId } from '../rules.js';
import type { NotSeenRow, ProcessInfo } from './record-segment.js';

/** What a function might be. */
export type CandidateKind = 'tick' | 'indicator' | 'database' | 'order' | 'cache';

/** Calls whose arguments speak for a kind. */
interface Evidence {
  readonly calls: number;
  /** What the first of them looked like, in words. */
  readonly why: string;
  /** Whether it needs no guess: of a tick, that a rule would take the argument. */
  readonly certain: boolean;
}

/** A function of the program, or an event that one of its emitters emits. */
export interface ObservedFunctionRow {
  readonly kind: 'function' | 'event';
  /** `Class.method`, a function's name, or the event. */
  readonly name: string;
  /** `file:line` of a function. */
  readonly location: string;
  /** The function's file, from the working directory. */
  readonly path: string;
  /** The package that exports the function, and then there is no location. */
  readonly packageName?: string;
  /** Another function would be meant by that name alone. */
  readonly ambiguous: boolean;
  readonly calls: number;
  /** Calls outside any tick that a rule takes. */
  readonly callsOutsideTicks: number;
  /** The rule that matches the name, and did not take these calls. */
  readonly rule?: RuleId;
  readonly tick?: Evidence;
  readonly series?: Evidence;
  readonly order?: Evidence;
  /** Its name is that of a look-up in a cache. */
  readonly isLookUp?: true;
  /** Queries that ran in it, and in no function that it called. */
  readonly queries: number;
  /** Requests and messages that went out in it and belong to no order, where it is the outermost that is called as for one. */
  readonly sends: number;
  /** Time of its calls, with all that they called. */
  readonly totalNanos: number;
  /** Whether its first argument was a list. */
  readonly takesList: boolean;
  /** Calls that looked like ticks, by the observed inside whose tick-like call they happened: its position in the list. */
  readonly within: Readonly<Record<number, number>>;
  /** The arguments of its first call, in words; absent where it had none. */
  readonly given?: string;
}

/** A package that was loaded. */
export interface ObservedPackage {
  readonly name: string;
  readonly version: string;
  readonly isEsModule: boolean;
}

export interface Observations {
  readonly process: ProcessInfo;
  readonly functions: readonly ObservedFunctionRow[];
  readonly packages: readonly ObservedPackage[];
  readonly notSeen: readonly NotSeenRow[];
}

/** Files of observations in a run folder end so. */
export const OBSERVATIONS_EXTENSION = '.doctor.json';
