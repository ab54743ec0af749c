// One call in the event log: its begin is written, and its return and its end will be.
//
// The objects are used again, so that a synchronous call makes none.

import {
  ASYNC_BEGIN,
  ASYNC_END,
  CHECK_SHIFT,
  FAILED,
  INNER_BEGIN,
  RETURNED,
  SYNC_BEGIN,
  SYNC_END,
  SYNC_LEFT,
} from '../../model/log/log-layout.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Recorder } from '../recorder/recorder.js';
import { beginEpoch, stack } from '../recorder/stack-epoch.js';
import type { TickEvent } from '../recorder/tick-event.js';
import type { OpenCall } from './call-tracer.js';

/** Calls that wait to be used again. */
const SPARE_CALLS = 64;
const spare: RecordedCall[] = [];

export class RecordedCall implements OpenCall {
  scope = 0;
  isLight = false;
  #recorder: Recorder;
  #operationId = 0;
  /** The position of its begin. */
  #begin = 0;
  /** The scope of its end. */
  #endScope = 0;
  #isSynchronous = false;
  #isTickShaped = false;
  /** Whether it may be the outermost of its trace, whose return matters. */
  #mayBeOutermost = false;
  #symbol: string | undefined;
  /** Of a tick that has an epoch of its own; else 0. */
  #epochAround = 0;
  #hasLight = false;
  #priorLight = 0;
  #priorLightStore: Recorder['active']['lightStore'];

  private constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /**
   * @param needsContext whether what it leaves behind has to find it
   * @param hasOwnScope whether it may end at any time, and not only where the calls inside of it have
   */
  static ofOperation(
    recorder: Recorder,
    operationId: number,
    needsContext: boolean,
    hasOwnScope: boolean = needsContext,
  ): RecordedCall {
    const scope = recorder.active.get();
    const call = take(recorder);
    call.#operationId = operationId;
    call.#isTickShaped = false;
    call.#mayBeOutermost = scope === 0;
    if (needsContext || hasOwnScope) {
      const begin = recorder.begin(ASYNC_BEGIN | operationId, scope);
      call.#begins(begin, scope > 0 ? begin : -begin);
      if (!needsContext) call.#enterLight(call.scope);
    } else {
      call.#beginsSynchronous(SYNC_BEGIN | operationId, scope);
    }
    return call;
  }

  /** An operation that counts only inside an open tick. @returns `undefined` where there is none */
  static inTick(recorder: Recorder, operationId: number, needsContext: boolean): RecordedCall | undefined {
    const scope = recorder.active.get();
    if (scope <= 0) return undefined;
    if (needsContext)
      return recorder.isInTick(scope) ? RecordedCall.ofOperation(recorder, operationId, true) : undefined;
    const call = take(recorder);
    call.#operationId = operationId;
    call.#isTickShaped = false;
    call.#mayBeOutermost = false;
    call.#beginsSynchronous(INNER_BEGIN | operationId, scope);
    return call;
  }

  /**
   * A tick, or an operation that holds the tick around it open.
   *
   * @param entersStore whether what it leaves behind has to find it
   * @param since start of the handler, where it ran before its call was recognised as a tick
   */
  static ofTick(
    recorder: Recorder,
    operationId: number,
    event: TickEvent,
    entersStore: boolean,
    since?: Nanoseconds,
  ): RecordedCall {
    const { active } = recorder;
    const call = take(recorder);
    call.#operationId = operationId;
    call.#isTickShaped = true;
    call.#mayBeOutermost = true;
    call.#symbol = event.symbol;
    const scope = active.get();
    if (scope === 0) call.#epochAround = beginEpoch();
    const begin = recorder.beginTick(operationId, scope, event, since);
    call.#begins(begin, begin);
    if (!entersStore) call.#enterLight(begin);
    return call;
  }

  returned(): void {
    if (this.#isSynchronous) {
      this.#isSynchronous = false;
      this.#recorder.end(SYNC_LEFT | this.#operationId | (this.#begin << CHECK_SHIFT), this.#endScope);
      this.#endScope = this.#endScope > 0 ? this.#begin : -this.#begin;
    } else if (this.#mayBeOutermost) {
      this.#recorder.end(RETURNED | this.#operationId, this.#endScope);
    }
  }

  end(failed: boolean): void {
    const failure = failed ? FAILED : 0;
    const code = this.#isSynchronous ? SYNC_END | (this.#begin << CHECK_SHIFT) : ASYNC_END;
    const recorder = this.#recorder;
    if (this.#isTickShaped) recorder.log.markEnded(this.#begin);
    recorder.end(code | failure | this.#operationId, this.#endScope);
  }

  left(): void {
    if (this.#epochAround !== 0) stack.epoch = this.#epochAround;
    this.#epochAround = 0;
    if (!this.#hasLight) return;
    this.#hasLight = false;
    this.#recorder.active.restoreLight(this.#priorLight, this.#priorLightStore);
    this.#priorLightStore = undefined;
  }

  turnedOutFailed(): void {
    this.#recorder.turnedOutFailed(this.#begin, this.#operationId, this.#isTickShaped, this.#symbol);
  }

  release(): void {
    if (spare.length < SPARE_CALLS) spare.push(this);
  }

  #begins(begin: number, scope: number): void {
    this.#begin = begin;
    this.#endScope = scope;
    this.#isSynchronous = false;
    this.scope = scope;
    this.isLight = false;
  }

  #beginsSynchronous(code: number, scope: number): void {
    const begin = this.#recorder.begin(code, scope);
    this.#begin = begin;
    this.#isSynchronous = true;
    this.scope = 0;
    this.isLight = false;
    // Outside every tick it is a tree of its own, and what it calls is in it.
    this.#endScope = scope === 0 ? -begin : scope;
    if (scope === 0) this.#enterLight(-begin);
  }

  #enterLight(scope: number): void {
    const { active } = this.#recorder;
    this.isLight = true;
    this.#hasLight = true;
    this.#priorLight = active.light;
    this.#priorLightStore = active.lightStore;
    active.enterLight(scope);
  }

  /** For another recorder: tests have several. */
  reset(recorder: Recorder): this {
    this.#recorder = recorder;
    this.#epochAround = 0;
    this.#hasLight = false;
    this.#symbol = undefined;
    return this;
  }

  static make(recorder: Recorder): RecordedCall {
    return new RecordedCall(recorder);
  }
}

function take(recorder: Recorder): RecordedCall {
  return spare.pop()?.reset(recorder) ?? RecordedCall.make(recorder);
}
