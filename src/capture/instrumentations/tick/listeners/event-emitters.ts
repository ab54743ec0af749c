// Node's own EventEmitter: listeners of market events are recorded, and everything that a program can ask stays as it was.
//
// A stand-in says by `listener` whose it is, as Node's wrapper of `once` does; by that Node itself removes it by its original,
// lists it, counts it and tells of it. What is left to do here is `once` in turn, and the list of raw listeners.

import { EventEmitter } from 'node:events';
import { mimic } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Listeners } from './listeners.js';

const { apply, defineProperty } = Reflect;

/** A listener that stands for another one: Node's of `once`, or one of ours. */
interface ListenerWrapper extends AnyFunction {
  listener?: AnyFunction;
}

type Method = (this: EventEmitter, event: unknown, listener: ListenerWrapper) => unknown;
type Prototype = Record<string, Method>;

export function instrumentEventEmitters(listeners: Listeners): void {
  const prototype = EventEmitter.prototype as unknown as Prototype;
  const adding = new Adding(listeners);
  for (const name of ['addListener', 'prependListener']) {
    replace(prototype, name, listeners, (original, self, event, listener) =>
      apply(original, self, [event, adding.wrapperFor(event, listener)]),
    );
  }
  for (const name of ['once', 'prependOnceListener']) {
    replace(prototype, name, listeners, (original, self, event, listener) =>
      adding.once(listeners.wrapperFor(event, listener), (inner) => apply(original, self, [event, inner])),
    );
  }
  replace(prototype, 'removeListener', listeners, (original, self, event, listener) =>
    apply(original, self, [event, toRemove(listeners, listener)]),
  );
  replace(prototype, 'rawListeners', listeners, (original, self, event, listener) => {
    const all = apply(original, self, [event, listener]) as AnyFunction[];
    return all.map((raw) => listeners.originalOf(raw));
  });
}

/** Puts a method in the place of Node's, under all its names: `on` is `addListener`. */
function replace(
  prototype: Prototype,
  name: string,
  listeners: Listeners,
  call: (original: Method, self: EventEmitter, event: string, listener: ListenerWrapper) => unknown,
): void {
  const original = prototype[name] as Method;
  const wrapper = mimic(function (this: EventEmitter, event: unknown, listener: ListenerWrapper): unknown {
    if (!listeners.concern(event) || isServerSide(this)) return apply(original, this, [event, listener]);
    return call(original, this, event, listener);
  }, original);
  for (const alias of Object.keys(prototype)) {
    if (prototype[alias] === original) prototype[alias] = wrapper;
  }
}

class Adding {
  readonly #listeners: Listeners;
  /** What Node is making a wrapper of `once` for. */
  #once: AnyFunction | undefined;

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  once<Result>(listener: AnyFunction, add: (listener: AnyFunction) => Result): Result {
    const outer = this.#once;
    this.#once = listener;
    try {
      return add(listener);
    } finally {
      this.#once = outer;
    }
  }

  wrapperFor(event: string, listener: ListenerWrapper): ListenerWrapper {
    if (listener?.listener !== undefined && listener.listener === this.#once) {
      // Nothing shows that Node's wrapper is around a stand-in and not around the listener itself.
      listener.listener = this.#listeners.originalOf(this.#once);
      return listener;
    }
    const wrapper: ListenerWrapper = this.#listeners.wrapperFor(event, listener);
    if (wrapper !== listener && !Object.hasOwn(wrapper, 'listener')) {
      defineProperty(wrapper, 'listener', { value: listener, writable: true, configurable: true });
    }
    return wrapper;
  }
}

/** A listener is known by its stand-in's `listener`; one that itself stands for another, and a stand-in, are not. */
function toRemove(listeners: Listeners, listener: ListenerWrapper): ListenerWrapper {
  if (listener?.listener === undefined) return listener;
  const original = listeners.originalOf(listener);
  return original === listener ? (listeners.addedFor(listener) ?? listener) : original;
}

/** `ws`: what clients send to the program's own server is no market event. */
function isServerSide(emitter: EventEmitter & { readonly _isServer?: boolean }): boolean {
  return emitter._isServer === true;
}
