// Records calls of an indicator of the program that returns when its work is done.

import type { Context } from '@opentelemetry/api';
import type { Losses } from '../../model/losses.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext } from '../recorder/tick-context.js';
import { InnerCall, type CallTracer, type OpenCall, OutermostCall } from './call-tracer.js';
import type { Operation } from './operation.js';
import type { ReentryGuard } from './reentry-guard.js';

export class SynchronousIndicatorTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #operation: Operation;
  readonly #guard: ReentryGuard;

  constructor(recorder: Recorder, operation: Operation, guard: ReentryGuard) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#operation = operation;
    this.#guard = guard;
  }

  start(args: readonly unknown[], _needsContext: boolean, self: unknown): OpenCall | undefined {
    const guard = this.#guard;
    if (guard.inside) return undefined;
    const active = activeTickContext();
    if (guard.hasAsynchronous && guard.holds(active)) return undefined;
    const operation = this.#operation;
    operation.calls++;
    const tickNumber = active?.trace.isTick === true ? active.trace.number : 0;
    const isKnown = operation.input?.before(self, args, tickNumber) === true;
    guard.inside = true;
    const call =
      active === undefined
        ? new OutermostCall(this.#recorder, this.#recorder.startOutermost(operation.id))
        : new InnerCall(this.#recorder, operation, active, false, false);
    return new IndicatorCall(call, guard, isKnown ? operation : undefined);
  }
}

class IndicatorCall implements OpenCall {
  readonly context: Context | undefined;
  readonly #call: OpenCall;
  readonly #guard: ReentryGuard;
  /** Where the call's input is known: whose result is looked at. */
  readonly #operation: Operation | undefined;

  constructor(call: OpenCall, guard: ReentryGuard, operation: Operation | undefined) {
    this.context = call.context;
    this.#call = call;
    this.#guard = guard;
    this.#operation = operation;
  }

  returned(atNanos: number): void {
    this.#guard.inside = false;
    this.#call.returned(atNanos);
  }

  end(failed: boolean): void {
    this.#guard.inside = false;
    this.#call.end(failed);
  }

  turnedOutFailed(): void {
    this.#call.turnedOutFailed?.();
  }

  onResult(result: unknown): void {
    this.#operation?.input?.after(result);
  }
}
