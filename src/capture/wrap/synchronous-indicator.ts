// Records calls of an indicator of the program that returns when its work is done.

import type { Losses } from '../../model/losses.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../recorder/tick-context.js';
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
    const recorder = this.#recorder;
    const known = isKnown ? operation : undefined;
    return active === undefined
      ? new OutermostIndicatorCall(recorder, recorder.startOutermost(operation.id), guard, known)
      : new InnerIndicatorCall(recorder, operation, active, guard, known);
  }
}

/** The two classes do the same: one object for a call, and not one around another, is 0.1 µs of 0.5. */
class InnerIndicatorCall extends InnerCall {
  readonly #guard: ReentryGuard;
  /** Where the call's input is known: whose result is looked at. */
  readonly #known: Operation | undefined;

  constructor(
    recorder: Recorder,
    operation: Operation,
    active: TickContext,
    guard: ReentryGuard,
    known: Operation | undefined,
  ) {
    super(recorder, operation, active, false, false);
    this.#guard = guard;
    this.#known = known;
  }

  override returned(): void {
    this.#guard.inside = false;
    super.returned();
  }

  override end(failed: boolean): void {
    this.#guard.inside = false;
    super.end(failed);
  }

  onResult(result: unknown): void {
    this.#known?.input?.after(result);
  }
}

class OutermostIndicatorCall extends OutermostCall {
  readonly #guard: ReentryGuard;
  readonly #known: Operation | undefined;

  constructor(recorder: Recorder, started: TickContext, guard: ReentryGuard, known: Operation | undefined) {
    super(recorder, started);
    this.#guard = guard;
    this.#known = known;
  }

  override returned(atNanos: number): void {
    this.#guard.inside = false;
    super.returned(atNanos);
  }

  override end(failed: boolean): void {
    this.#guard.inside = false;
    super.end(failed);
  }

  onResult(result: unknown): void {
    this.#known?.input?.after(result);
  }
}
