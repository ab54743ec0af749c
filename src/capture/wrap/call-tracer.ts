// What happens at the start and at the end of a recorded call.

import type { Context } from '@opentelemetry/api';
import type { Losses } from '../../model/losses.js';
import type { Nanoseconds } from '../../model/units.js';
import { now } from '../recorder/clock.js';
import type { OpenTrace } from '../recorder/open-trace.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeContext, activeTickContext, TickContext } from '../recorder/tick-context.js';
import type { Operation } from './operation.js';

export interface CallTracer {
  /**
   * @param needsContext whether the call may end after it returns, and so needs its own context
   * @returns `undefined` if this call is not recorded
   */
  start(args: readonly unknown[], needsContext: boolean, self?: unknown): OpenCall | undefined;
  /** Starts a call that lasts until the generator called with `args` ends; its steps run inside. `undefined`: not recorded. */
  startRun?(args: readonly unknown[]): OpenCall | undefined;
  /** Counts the calls that are nested too deep to be recorded. */
  readonly losses: Losses;
}

/** What whoever runs a call sets, for the call to use when it finds out that it is one. */
export interface LaterCall {
  onContext?: (own: Context) => void;
  /** Of an async function: whether it has not handed the thread back yet. Absent: it has not until `returned`. */
  isRunning?: () => boolean;
}

/** One call that has started. */
export interface OpenCall {
  /** The context to run it in; absent if it runs in its caller's. */
  readonly context: Context | undefined;
  /** Of a call that finds out later that it is one, and has its context then. */
  readonly later?: LaterCall;
  /** The function has returned at that time, and the call goes on until `end`. */
  returned(atNanos: number): void;
  end(failed: boolean): void;
  /** The call has ended as a success, and its promise turns out to be rejected. Absent where no failures are counted. */
  turnedOutFailed?(): void;
}

/** The outermost call of a trace. */
export class OutermostCall implements OpenCall {
  readonly context: TickContext;
  readonly #recorder: Recorder;

  constructor(recorder: Recorder, tickContext: TickContext) {
    this.#recorder = recorder;
    this.context = tickContext;
  }

  returned(atNanos: number): void {
    this.#recorder.returned(this.context.trace, atNanos);
  }

  end(failed: boolean): void {
    const { trace } = this.context;
    this.#recorder.settle(trace, failed);
    // A tick-shaped call inside it is still running.
    if (!trace.closed && trace.returnedNanos === Infinity) this.#recorder.returned(trace, now());
  }

  turnedOutFailed(): void {
    this.#recorder.outermostTurnedOutFailed(this.context.trace);
  }
}

/** A call inside a trace. */
export class InnerCall implements OpenCall {
  readonly context: TickContext | undefined;
  readonly #recorder: Recorder;
  readonly #operationId: number;
  readonly #trace: OpenTrace;
  readonly #position: number;
  readonly #startNanos: Nanoseconds;
  /** The caller's context if the call runs in it, and the position to restore. */
  #caller: TickContext | undefined;
  readonly #callerTop: number;
  readonly #holdsTick: boolean;

  /** @param holdsTick whether the tick waits for this call, because it is tick-shaped */
  constructor(
    recorder: Recorder,
    operation: Operation,
    active: TickContext,
    needsContext: boolean,
    holdsTick: boolean,
  ) {
    const { trace, top } = active;
    this.#recorder = recorder;
    this.#operationId = operation.id;
    this.#trace = trace;
    this.#callerTop = top;
    this.#holdsTick = holdsTick;
    if (holdsTick) trace.pending++;
    this.#startNanos = now();
    this.#position = recorder.start(trace, operation.id, top, this.#startNanos);
    const inside = this.#position === NO_POSITION ? top : this.#position;
    if (needsContext) {
      this.context = new TickContext(activeContext(), trace, inside);
    } else {
      this.#caller = active;
      active.top = inside;
    }
  }

  returned(): void {
    // Only the outermost call needs its return time, and reading the clock costs 40 ns.
    this.#leaveCaller();
  }

  end(failed: boolean): void {
    this.#leaveCaller();
    this.#recorder.end(this.#trace, this.#position, this.#operationId, this.#startNanos, failed);
    if (this.#holdsTick) this.#recorder.settle(this.#trace, false);
  }

  turnedOutFailed(): void {
    this.#recorder.turnedOutFailed(this.#trace, this.#position, this.#operationId);
  }

  #leaveCaller(): void {
    if (this.#caller !== undefined) this.#caller.top = this.#callerTop;
    this.#caller = undefined;
  }
}

/** Records every call, under the running tick or as a tree of its own. */
export class OperationTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #operation: Operation;

  constructor(recorder: Recorder, operation: Operation) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#operation = operation;
  }

  start(_args: readonly unknown[], needsContext: boolean): OpenCall {
    this.#operation.calls++;
    const active = activeTickContext();
    if (active === undefined) {
      return new OutermostCall(this.#recorder, this.#recorder.startOutermost(this.#operation.id));
    }
    return new InnerCall(this.#recorder, this.#operation, active, needsContext, false);
  }
}
