// What all measured bodies of a process share: who is in its synchronous start, which promises are pending, and how errors are counted.

import { NestedCalls } from '../wrap/nested-calls.js';
import type { ReturnedPromises } from '../wrap/returned-promises.js';
import type { ActiveScope } from '../recorder/active-scope.js';
import { AsyncStarts } from './async-starts.js';
import { ObservedPromises } from './observed-promises.js';
import { type LeavingClock, PendingPromises } from './pending-promises.js';
import { HAS_CONTEXT_FRAMES, type PromiseEvents, PromiseHooks, type WatchingCost } from './promise-hooks.js';
import type { AwaitRecorder } from './pending-await.js';
import { OpenRecursions } from './open-recursions.js';
import { StackFrames } from './stack-frames.js';

export interface BodyRuntimeOptions {
  readonly active: ActiveScope;
  readonly recorder: LeavingClock & AwaitRecorder;
  /** The path of Tickscope's file; frames of that file are left out. */
  readonly tickscopeFile: string;
  /** Never called in the program's time for anything but counting. */
  readonly onError: (what: string, error: unknown) => void;
  /** Called when the oldest watched promise is given up. */
  readonly onForgotten: () => void;
  /** Called for each call that returns a promise that is not native: its settlement is not observed. */
  readonly onEndNotSeen: () => void;
  /** Runs work whose timers are Tickscope's. */
  readonly asTickscopeWork: (work: () => void) => void;
  readonly watchingCost: WatchingCost;
}

export class BodyRuntime {
  readonly active: ActiveScope;
  readonly recorder: BodyRuntimeOptions['recorder'];
  readonly frames: StackFrames;
  readonly starts: AsyncStarts;
  readonly recursions: OpenRecursions;
  readonly promises: PendingPromises;
  readonly hooks: PromiseHooks;
  /** For wrappers. */
  readonly returned: ReturnedPromises;
  readonly onError: (what: string, error: unknown) => void;
  /** Of synchronous functions. */
  readonly nested: NestedCalls = new NestedCalls();

  constructor(options: BodyRuntimeOptions) {
    const { active, tickscopeFile, onError, onForgotten, onEndNotSeen } = options;
    this.active = active;
    this.recorder = options.recorder;
    this.frames = new StackFrames(tickscopeFile);
    this.recursions = new OpenRecursions(this.frames);
    this.starts = new AsyncStarts(this.frames, active);
    this.onError = onError;
    this.promises = new PendingPromises(options.recorder, onForgotten);
    this.hooks = new PromiseHooks(this.#guarded(), options.asTickscopeWork, options.watchingCost);
    this.returned = new ObservedPromises(this.hooks, this.promises, onEndNotSeen);
  }

  /** No closure is made for an event: there are three or more in every `await`. */
  #guarded(): PromiseEvents {
    const { starts, promises, onError } = this;
    const what = 'promise hooks';
    return {
      get isWaiting() {
        return promises.count > 0;
      },
      onInit(promise, parent) {
        try {
          if (promises.isReacting) return;
          promises.onInit(promise, parent);
          if (parent === undefined) starts.onMade(promise);
          else if (HAS_CONTEXT_FRAMES) starts.onDerived(promise, parent);
        } catch (error) {
          onError(what, error);
        }
      },
      onDeriving(parent) {
        try {
          if (!promises.isReacting) starts.onDeriving(parent);
        } catch (error) {
          onError(what, error);
        }
      },
      onDerived(promise, parent) {
        try {
          if (!promises.isReacting) starts.onDerived(promise, parent);
        } catch (error) {
          onError(what, error);
        }
      },
      onBefore(promise) {
        try {
          starts.onBefore(promise);
          promises.onBefore(promise);
        } catch (error) {
          onError(what, error);
        }
      },
      onSettled(promise) {
        try {
          promises.onSettled(promise);
        } catch (error) {
          onError(what, error);
        }
      },
    };
  }
}
