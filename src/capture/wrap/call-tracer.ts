// What happens at the start and at the end of a recorded call.

import type { Context } from '@opentelemetry/api';
import type { Losses } from '../../model/losses.js';
import type { ActiveScope, EnteredStore, Store } from '../recorder/active-scope.js';

export interface CallTracer {
  /**
   * @param needsContext whether the call may end after it returns, and so needs a context of its own
   * @param takesCallback whether it may end at any time while it runs, and so needs a scope of its own
   * @returns `undefined` if this call is not recorded
   */
  start(args: readonly unknown[], needsContext: boolean, self?: unknown, takesCallback?: boolean): OpenCall | undefined;
  /** Starts a call that lasts until the generator called with `args` ends; its steps run inside. `undefined`: not recorded. */
  startRun?(args: readonly unknown[]): OpenCall | undefined;
  /** Whether the running code is in an open trace. Absent where every call is recorded. */
  isInTrace?(): boolean;
  /** Whether calls were seen to leave work behind them, which needs the context of each. */
  readonly leavesWork?: boolean;
  /** Counts the calls that are nested too deep to be recorded. */
  readonly losses: Losses;
}

/** What whoever runs a call sets, for the call to use when it finds out that it is one. */
export interface LaterCall {
  onScope?: (own: number) => void;
  /** Of an async function: whether it has not handed the thread back yet. Absent: it has not until `returned`. */
  isRunning?: () => boolean;
}

/** One call that has started. */
export interface OpenCall {
  /** The scope to run it in; 0 if it runs in its caller's. */
  readonly scope: number;
  /** Whether the scope was entered already, without a store. */
  readonly isLight: boolean;
  /** Instead of a scope: a context with a value, for calls that are only looked at. */
  readonly context?: Context;
  /** Of a call that finds out later that it is one, and has its scope then. */
  readonly later?: LaterCall;
  /** The function has returned, and the call goes on until `end`. */
  returned(): void;
  end(failed: boolean): void;
  /** The function has returned, thrown, or handed the thread back, whatever ends the call. Absent where that changes nothing. */
  left?(): void;
  /** The call has ended as a success, and its promise turns out to be rejected. Absent where no failures are counted. */
  turnedOutFailed?(): void;
  /** Nobody has the call any more. */
  release?(): void;
}

/** Whether the store has to be replaced while the call runs. */
export function needsStore({ scope, isLight, context }: OpenCall): boolean {
  return (scope !== 0 && !isLight) || context !== undefined;
}

/** Replaces it; `active.leave` puts the one before back. @returns the store that was entered */
export function enterCall(active: ActiveScope, entered: EnteredStore, { scope, context }: OpenCall): Store {
  if (context === undefined) return active.enterScope(entered, scope);
  active.enterStore(entered, context);
  return context;
}
