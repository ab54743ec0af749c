// An indicator of the program that returns when its work is done: the calls that are most of a tick.
//
// One object a call, and calls of one class each: a tick with 20 indicators took 17.1 µs of CPU through `MeasuredBody`, and takes 15.6.

import { types } from 'node:util';
import { now } from '../recorder/clock.js';
import type { Recorder } from '../recorder/recorder.js';
import { ROOT } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import { activeTickContext, attachContext, type TickContext } from '../recorder/tick-context.js';
import type { IndicatorParts } from '../wrap/instrumented-functions.js';
import type { Operation } from '../wrap/operation.js';
import { CALLS_LOOKED_AT } from '../wrap/returned-promises.js';
import type { ReentryGuard } from '../wrap/reentry-guard.js';
import type { BodyRuntime } from './body-runtime.js';
import type { Body, Entry } from './entry.js';
import { IndicatorEntry } from './indicator-entry.js';

export class IndicatorBody implements Body {
  readonly #runtime: BodyRuntime;
  readonly #recorder: Recorder;
  readonly #operation: Operation;
  readonly #guard: ReentryGuard;
  #returnsPromises = false;

  constructor(runtime: BodyRuntime, { recorder, operation, guard }: IndicatorParts) {
    this.#runtime = runtime;
    this.#recorder = recorder;
    this.#operation = operation;
    this.#guard = guard;
  }

  enter(self: unknown, args: readonly unknown[]): IndicatorEntry | undefined {
    const { starts, recursions, hooks, promises } = this.#runtime;
    recursions.failStale();
    const guard = this.#guard;
    if (guard.inside) return undefined;
    const active = activeTickContext();
    if (guard.hasAsynchronous && guard.holds(active)) return undefined;
    const operation = this.#operation;
    operation.calls++;
    const tickNumber = active?.trace.isTick === true ? active.trace.number : 0;
    const isKnown = operation.input?.before(self, args, tickNumber) === true;
    guard.inside = true;
    const entry = new IndicatorEntry(this, starts.depth, recursions.depth, active, isKnown);
    if (this.#returnsPromises || operation.calls <= CALLS_LOOKED_AT || hooks.isOn) {
      hooks.hold();
      promises.openWindow();
      entry.hasWindow = true;
    }
    if (active === undefined) this.#startOutermost(entry);
    else this.#startInside(entry, active);
    return entry;
  }

  leave(entry: Entry): void {
    // A call that is not measured has a place among the recursions too.
    if (!(entry instanceof IndicatorEntry)) return;
    const { starts, recursions, hooks, promises } = this.#runtime;
    recursions.failAbove(entry.recursionDepth);
    starts.suspendAbove(entry.startDepth);
    this.#guard.inside = false;
    entry.leave();
    const { value, isReturned } = entry;
    const promise = isReturned && typeof value === 'object' && types.isPromise(value) ? value : undefined;
    const isPending = promise !== undefined && promises.isPending(promise);
    if (entry.hasWindow) {
      promises.closeWindow();
      hooks.release();
    }
    if (promise === undefined) this.#end(entry, !isReturned);
    else this.#endWith(entry, promise, isPending);
    if (isReturned && entry.isKnown) this.#operation.input?.after(value);
    entry.value = undefined;
  }

  #startInside(entry: IndicatorEntry, { trace, top }: TickContext): void {
    const startNanos = now();
    const position = this.#recorder.start(trace, this.#operation.id, top, startNanos);
    entry.started(trace, position, startNanos);
  }

  #startOutermost(entry: IndicatorEntry): void {
    const started = this.#recorder.startOutermost(this.#operation.id);
    entry.scope = attachContext(started);
    entry.started(started.trace, ROOT, started.trace.startNanos as Nanoseconds);
  }

  #end(entry: IndicatorEntry, failed: boolean): void {
    const { trace, position, startNanos } = entry;
    if (trace === undefined) return;
    if (entry.caller === undefined) this.#recorder.settle(trace, failed);
    else this.#recorder.end(trace, position, this.#operation.id, startNanos, failed);
  }

  #endWith(entry: IndicatorEntry, promise: object, isPending: boolean): void {
    const { hooks, promises } = this.#runtime;
    this.#returnsPromises = true;
    const turnedOutFailed = (): void => this.#turnedOutFailed(entry);
    if (!isPending) {
      this.#end(entry, promises.isFailed(promise));
      return promises.learn(promise, turnedOutFailed);
    }
    if (entry.caller === undefined && entry.trace !== undefined) this.#recorder.returned(entry.trace, now());
    hooks.hold();
    const settled = (failed: boolean): void => {
      hooks.release();
      this.#end(entry, failed);
    };
    promises.watch(promise, settled, turnedOutFailed);
  }

  #turnedOutFailed({ trace, position, caller }: IndicatorEntry): void {
    if (trace === undefined) return;
    if (caller === undefined) this.#recorder.outermostTurnedOutFailed(trace);
    else this.#recorder.turnedOutFailed(trace, position, this.#operation.id);
  }
}
