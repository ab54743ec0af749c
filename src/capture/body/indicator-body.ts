// An indicator of the program that returns when its work is done: the calls that are most of a tick.
//
// Indicators guard each other, so that one at a time is measured: its entry is used again by the next one, and a call makes no object.

import { types } from 'node:util';
import { ASYNC_END, CHECK_SHIFT, FAILED, SYNC_BEGIN, SYNC_END, SYNC_LEFT } from '../../model/log/log-layout.js';
import type { Recorder } from '../recorder/recorder.js';
import type { IndicatorParts } from '../wrap/instrumented-functions.js';
import type { Operation } from '../wrap/operation.js';
import type { ReceivingClasses } from '../wrap/receiving-classes.js';
import { CALLS_LOOKED_AT } from '../wrap/returned-promises.js';
import type { ReentryGuard } from '../wrap/reentry-guard.js';
import type { BodyRuntime } from './body-runtime.js';
import type { Body, Entry } from './entry.js';
import { IndicatorEntry } from './indicator-entry.js';

export class IndicatorBody implements Body {
  readonly #runtime: BodyRuntime;
  readonly #recorder: Recorder;
  readonly #operations: ReceivingClasses;
  readonly #guard: ReentryGuard;
  readonly #entry: IndicatorEntry = new IndicatorEntry(this, 0, 0);
  #returnsPromises = false;

  constructor(runtime: BodyRuntime, { recorder, operations, guard }: IndicatorParts) {
    this.#runtime = runtime;
    this.#recorder = recorder;
    this.#operations = operations;
    this.#guard = guard;
  }

  enter(self: unknown, args: readonly unknown[]): IndicatorEntry | undefined {
    const { starts, recursions, hooks, promises } = this.#runtime;
    recursions.failStale(this);
    const guard = this.#guard;
    if (guard.inside) return undefined;
    const recorder = this.#recorder;
    const scope = recorder.active.get();
    if (guard.hasAsynchronous && guard.holds(scope)) return undefined;
    const operation = this.#operations.of(self);
    operation.calls++;
    if (operation.readCaller !== undefined && scope > 0) operation.calledInTick();
    const { input, sizes } = operation;
    const isKnown = input !== undefined && input.before(self, args, recorder.tickOf(scope));
    const around = guard.enter();
    // In a nested event loop the one entry may be that of a call further down on the stack.
    const entry = around === 0 ? this.#entry : new IndicatorEntry(this, 0, 0);
    entry.around = around;
    entry.operation = operation;
    entry.isKnown = isKnown;
    entry.size = 0;
    if (sizes !== undefined && --sizes.left <= 0) {
      entry.size = sizes.look(self, args);
      entry.sized = sizes.sized;
    }
    entry.isReturned = false;
    entry.startDepth = starts.depth;
    entry.recursionDepth = recursions.depth;
    if (this.#returnsPromises || operation.calls <= CALLS_LOOKED_AT || hooks.isOn) {
      hooks.hold();
      promises.openWindow();
      entry.hasWindow = true;
    }
    const begin = recorder.begin(SYNC_BEGIN | operation.id, scope);
    entry.begin = begin;
    entry.isOutermost = scope === 0;
    entry.endScope = scope;
    if (scope === 0) this.#enterTree(entry, begin);
    return entry;
  }

  leave(entry: Entry): void {
    // A call that is not measured has a place among the recursions too.
    if (!(entry instanceof IndicatorEntry)) return;
    const { starts, recursions } = this.#runtime;
    if (recursions.depth > entry.recursionDepth) recursions.failAbove(entry.recursionDepth);
    const { value, isReturned } = entry;
    const operation = entry.operation as Operation;
    if (isReturned && typeof value === 'object' && types.isPromise(value))
      this.#leaveWithPromise(entry, operation, value);
    else {
      this.#write(isReturned ? SYNC_END : SYNC_END | FAILED, entry, operation);
      this.#leave(entry);
      if (isReturned && entry.size > 0) this.#took(entry, operation);
    }
    if (starts.depth > entry.startDepth) starts.suspendAbove(entry.startDepth);
    this.#guard.leave(entry.around);
    if (isReturned && entry.isKnown) operation.input?.after(value);
    entry.value = undefined;
  }

  /** Its one entry is used again as it is. */
  release(): void {}

  #write(code: number, { begin, endScope }: IndicatorEntry, { id }: Operation): void {
    this.#recorder.end(code | id | (begin << CHECK_SHIFT), endScope);
  }

  #took({ begin, sized, size }: IndicatorEntry, { sizes }: Operation): void {
    const nanos = this.#recorder.leftNanosSince(begin);
    if (nanos > 0) sizes?.took(sized, size, nanos);
  }

  #enterTree(entry: IndicatorEntry, begin: number): void {
    const { active } = this.#recorder;
    entry.endScope = -begin;
    entry.priorLight = active.light;
    entry.priorLightStore = active.lightStore;
    active.enterLight(-begin);
  }

  #leave(entry: IndicatorEntry): void {
    if (entry.isOutermost) this.#recorder.active.restoreLight(entry.priorLight, entry.priorLightStore);
    if (!entry.hasWindow) return;
    const { hooks, promises } = this.#runtime;
    entry.hasWindow = false;
    promises.closeWindow();
    hooks.release();
  }

  #leaveWithPromise(entry: IndicatorEntry, operation: Operation, promise: object): void {
    const { promises } = this.#runtime;
    const recorder = this.#recorder;
    const { begin, endScope } = entry;
    const { id } = operation;
    const isPending = promises.isPending(promise);
    const turnedOutFailed = (): void => recorder.turnedOutFailed(begin, id, false, undefined);
    this.#returnsPromises = true;
    if (!isPending) {
      this.#write(promises.isFailed(promise) ? SYNC_END | FAILED : SYNC_END, entry, operation);
      this.#leave(entry);
      return promises.learn(promise, turnedOutFailed);
    }
    this.#write(SYNC_LEFT, entry, operation);
    this.#leave(entry);
    const own = endScope > 0 ? begin : -begin;
    const end = (failed: boolean): void => recorder.end(failed ? ASYNC_END | FAILED | id : ASYNC_END | id, own);
    promises.watch(promise, { end, turnedOutFailed }, true);
  }
}
