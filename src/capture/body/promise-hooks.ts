// V8's promise hooks, on only while somebody needs them: 100 ns for each await while on, nothing after.
//
// They are the one way to follow a promise of the program without `then`, which would mark its rejection as handled, make one
// more promise, and let a lazy thenable start.

import async_hooks from 'node:async_hooks';
import { guarded, switchOff } from '../../guard.js';
import { asPiece, piece } from '../../measured-work.js';
import { hookResources, runningResource, startInterval, stopInterval } from '../../primordials.js';
import { keepingFrame } from '../recorder/context-frames.js';
import { CostSample } from '../recorder/cost-sample.js';
import { nodeModule } from '../../this-thread.js';
import type { Nanoseconds } from '../../model/units.js';

/** What the hooks call. None of these may throw: V8 would raise it in the program. */
export interface PromiseEvents {
  /** Whether a promise is waited for. */
  readonly isWaiting: boolean;
  /**
   * A promise is made. `parent` is the promise that it was derived from, by `then` or by an `await`: with context frames, the context that its
   * reaction will run in may still be changed.
   */
  readonly onInit: (promise: object, parent: object | undefined) => void;
  /** A promise is made that is derived from `parent`, and has no context yet. Called only where contexts are copied to promises. */
  onDeriving(parent: object): void;
  /** That promise has its context, which may still be changed. */
  onDerived(promise: object, parent: object): void;
  /** A reaction of the promise that `promise` was derived from is about to run. */
  onBefore(promise: object): void;
  /** A promise is about to be fulfilled, rejected, or to follow another one. */
  onSettled(promise: object): void;
}

const { AsyncLocalStorage } = async_hooks;

/** Called when something is there that may need them: it takes milliseconds, which are not those of the first tick. */
export function loadPromiseHooks(): void {
  nodeModule('node:v8');
}

const WATCHING = 'watching promises';
/** Switching on and off takes 1.7 µs, so the hooks stay on until nobody has needed them for this long. */
const IDLE_MILLIS = 1_000;
/** One in this many events has its cost measured. A prime: they come in patterns. */
const EVENTS_PER_COST_SAMPLE = 251;

/** Told what one event took, and how many it stands for. */
export type WatchingCost = (nanos: Nanoseconds, events: number) => void;

export class PromiseHooks {
  readonly #events: PromiseEvents;
  readonly #asTickscopeWork: (work: () => void) => void;
  readonly #cost: WatchingCost;
  #users = 0;
  /** An event could not be dealt with: without hooks, calls that wait have no end. */
  #isOff = false;
  #wasUsed = false;
  #stop: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param asTickscopeWork runs work whose timers are Tickscope's: the hooks are switched on in the program's calls */
  constructor(events: PromiseEvents, asTickscopeWork: (work: () => void) => void, cost: WatchingCost) {
    this.#cost = cost;
    this.#events = events;
    this.#asTickscopeWork = asTickscopeWork;
  }

  get isOn(): boolean {
    return this.#stop !== undefined;
  }

  /** `release` has to follow. */
  hold(): void {
    this.#users++;
    this.#wasUsed = true;
    if (this.#stop === undefined && !this.#isOff) asPiece('writing', this.#start);
  }

  release(): void {
    this.#users--;
  }

  /** Made once: a closure in `hold` would be made room for at each call, 40 bytes. */
  readonly #start = (): void => {
    const events = this.#events;
    let derived: object | undefined;
    let source: object | undefined;
    const init = (promise: object, parent: object | undefined): void => {
      events.onInit(promise, parent);
      if (parent === undefined) return;
      events.onDeriving(parent);
      [derived, source] = [promise, parent];
    };
    const { onInit: onInitAlone } = events;
    const onInit = HAS_CONTEXT_FRAMES ? onInitAlone : init;
    let left = EVENTS_PER_COST_SAMPLE;
    const sample = new CostSample();
    const took = (): void => {
      left = EVENTS_PER_COST_SAMPLE;
      this.#cost(sample.end(), EVENTS_PER_COST_SAMPLE);
    };
    const giveUp = (error: unknown): void => {
      this.#isOff = true;
      this.#end();
      switchOff(WATCHING, error);
    };
    // Each by itself, with a guard of its own: a function around all of them took 12 ns an event.
    const stop = nodeModule('node:v8').promiseHooks.createHook({
      init: (promise, parent) => {
        try {
          if (--left > 0) return onInit(promise, parent);
          sample.begin();
          onInit(promise, parent);
          took();
        } catch (error) {
          giveUp(error);
        }
      },
      before: (promise) => {
        try {
          if (--left > 0) return events.onBefore(promise);
          sample.begin();
          events.onBefore(promise);
          took();
        } catch (error) {
          giveUp(error);
        }
      },
      settled: (promise) => {
        try {
          if (--left > 0) return events.onSettled(promise);
          sample.begin();
          events.onSettled(promise);
          took();
        } catch (error) {
          giveUp(error);
        }
      },
    }) as () => void;
    // Without context frames async_hooks copies the context to the new promise, after V8's hooks and before this one.
    const copied = HAS_CONTEXT_FRAMES
      ? undefined
      : hookResources({
          init: guarded(WATCHING, (_asyncId: number, type: string, _triggerId: number, resource: object) => {
            if (type === 'PROMISE' && resource === derived) events.onDerived(resource, source as object);
          }),
        }).enable();
    this.#stop = () => {
      stop();
      copied?.disable();
    };
    this.#asTickscopeWork(() => {
      this.#timer = startInterval(
        piece('writing', WATCHING, () => this.#stopIfIdle()),
        IDLE_MILLIS,
      ).unref();
    });
  };

  #stopIfIdle(): void {
    if (this.#users > 0 || this.#wasUsed || this.#events.isWaiting) {
      this.#wasUsed = false;
      return;
    }
    this.#end();
  }

  #end(): void {
    this.#stop?.();
    this.#stop = undefined;
    stopInterval(this.#timer);
  }
}

/** Whether this Node.js keeps contexts in frames of V8's (24 and later), and not on the resources of async_hooks. */
export const HAS_CONTEXT_FRAMES: boolean = hasContextFrames();

function hasContextFrames(): boolean {
  const keys = (): number => Object.getOwnPropertySymbols(runningResource()).length;
  const before = keys();
  return keepingFrame(() => new AsyncLocalStorage<true>().run(true, keys)) === before;
}
