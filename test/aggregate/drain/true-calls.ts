// What a random program knows of its calls by itself: every call is handed its caller, and reads the clock around its work.

import type { Call } from './random-plans.js';
import type { FunctionForm } from './random-functions.js';
import type { Tree } from './drained-events.js';

/** How the product runs a call: with a store of its own, in the scope of its caller, or without a store; or it is not measured. */
type Footing = 'own' | 'shared' | 'light' | 'none';

export interface TrueCall {
  readonly order: number;
  readonly form: FunctionForm;
  readonly call: Call;
  /** The context of its caller. */
  readonly from: TrueContext;
  /** Those that are on the stack when it begins. */
  readonly below: Frame | undefined;
  readonly symbol: string;
  /** Whether an indicator around it keeps it from being measured. */
  readonly guarded: 'yes' | 'no' | 'perhaps';
  /** Before the call, and at its first line. */
  b0: number;
  b1: number;
  /** When the caller went on. */
  r1: number;
  /** Its end lies between these. */
  e0: number;
  e1: number;
  failed: boolean;
  /** It was made in a synchronous scope without a store. */
  isInLight: boolean;
  footing: Footing;
  /** The position of its begin; 0 where it is not measured. */
  begin: number;
  /** Found by the comparison: the tree that it belongs to. */
  root: TrueRoot | undefined;
  isIn: boolean;
}

/** A tick, or a tree outside ticks. */
export interface TrueRoot {
  readonly call: TrueCall;
  readonly isTick: boolean;
  /** Calls that it waits for. */
  readonly holders: TrueCall[];
  readonly tree: Tree | undefined;
}

/** Where code runs. */
export interface TrueContext {
  /** The innermost call that it is in; `undefined` outside all. */
  readonly call: TrueCall | undefined;
  /** What code that goes on later has: itself but for scopes without a store. */
  readonly kept: TrueContext;
  /** Tells stores apart. */
  readonly store: unknown;
  /** What the program has set in it. */
  readonly value: number | undefined;
}

export interface Frame {
  readonly call: TrueCall;
  readonly outer: Frame | undefined;
}

export function contextOf(
  call: TrueCall | undefined,
  kept: TrueContext | undefined,
  store: unknown,
  value: number | undefined,
): TrueContext {
  const context = { call, kept, store, value };
  context.kept ??= context as TrueContext;
  return context as TrueContext;
}

export const OUTSIDE: TrueContext = contextOf(undefined, undefined, undefined, undefined);

/** The call whose scope the code of a context is in. */
export function scopeOwnerOf({ call }: TrueContext): TrueCall | undefined {
  let owner = call;
  while (owner?.footing === 'shared') owner = owner.from.call;
  return owner;
}

export type Interval = 'before' | 'after' | 'perhaps';

/** Whether the end of a call comes before or after the begin of another one. */
export function endOf({ e0, e1 }: { readonly e0: number; readonly e1: number }, begun: TrueCall): Interval {
  if (e0 > begun.b1) return 'after';
  return e1 < begun.b0 ? 'before' : 'perhaps';
}

/** When a tree closes: with the last call that it waits for. */
export function closingOf({ holders }: TrueRoot): { readonly e0: number; readonly e1: number } {
  return { e0: Math.max(...holders.map(({ e0 }) => e0)), e1: Math.max(...holders.map(({ e1 }) => e1)) };
}

export class PlannedError extends Error {}
