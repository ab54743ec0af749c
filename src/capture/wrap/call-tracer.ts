// What happens at the begin and the end of a recorded call.

import { type Context, context } from '@opentelemetry/api';
import type { Losses } from '../../model/losses.js';
import type { Nanoseconds } from '../../model/units.js';
import { now } from '../recorder/clock.js';
import type { OpenTrace } from '../recorder/open-trace.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext, TickContext } from '../recorder/tick-context.js';
import type { Operation } from './operation.js';

export interface CallTracer {
  /**
   * @param needsContext whether the call may end later than it returns, and so needs a context of its own
   * @returns `undefined` where this call is none to record
   */
  start(args: readonly unknown[], needsContext: boolean): OpenCall | undefined;
  /** Of a generator that was called with `args`: a call that lasts until its end, where it is one; its steps are inside. */
  startRun?(args: readonly unknown[]): OpenCall | undefined;
  /** Counts the calls that are nested too deep to be recorded. */
  readonly losses: Losses;
}

/** One call that has started. */
export interface OpenCall {
  /** The context to run it in; absent where it runs in its caller's. */
  readonly context: Context | undefined;
  /** The function has returned, and the call goes on until `end`. */
  returned(): void;
  end(failed: boolean): void;
}

/** A call that is the outermost of its trace. */
export class OutermostCall implements OpenCall {
  readonly context: TickContext;
  readonly #recorder: Recorder;

  constructor(recorder: Recorder, tickContext: TickContext) {
    this.#recorder = recorder;
    this.context = tickContext;
  }

  returned(): void {
    this.#recorder.returned(this.context.trace);
  }

  end(failed: boolean): void {
    const { trace } = this.context;
    this.#recorder.settle(trace, failed);
    // A tick-shaped call inside it goes on.
    if (!trace.closed && trace.returnedNanos === Infinity) this.#recorder.returned(trace);
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
  /** Where the call runs in its caller's context: that context, and the position to go back to. */
  readonly #caller: TickContext | undefined;
  readonly #callerTop: number;
  readonly #holdsTick: boolean;

  /** @param holdsTick whether the tick has to wait for this call: a tick-shaped call inside a tick */
  constructor(
    recorder: Recorder,
    operation: Operation,
    active: TickContext,
    needsContext: boolean,
    holdsTick: boolean,
  ) {
    const { trace, top } = active;
    const outer = context.active();
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
      this.context = new TickContext(outer, trace, inside);
    } else {
      this.#caller = active;
      active.top = inside;
    }
  }

  returned(): void {
    // Only of the outermost call the time is asked for; a clock read costs 40 ns.
  }

  end(failed: boolean): void {
    if (this.#caller !== undefined) this.#caller.top = this.#callerTop;
    this.#recorder.end(this.#trace, this.#position, this.#operationId, this.#startNanos, failed);
    if (this.#holdsTick) this.#recorder.settle(this.#trace, false);
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
