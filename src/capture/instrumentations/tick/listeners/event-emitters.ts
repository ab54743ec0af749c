// Node's own EventEmitter: listeners of market events are recorded, and everything that a program can read from it stays as it
// was.
//
// The wrapper of a listener has its original in `listener`, as Node's wrapper of `once` does. By that property Node itself
// removes, lists, counts and announces the wrapper by its original. Only `once` and the list of raw listeners are left to do here.

import { EventEmitter } from 'node:events';
import { replaceWithAliases } from '../../../patch/replace-member.js';
import { mimic } from '../../../wrap/mimic.js';
import { callbackBehind } from '../../../wrap/passed-callbacks.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Listeners } from './listeners.js';

const { apply, defineProperty } = Reflect;

/** A wrapper around another listener: Node's of `once`, or one of ours. */
interface ListenerWrapper extends AnyFunction {
  listener?: AnyFunction;
}

type CallListening = (original: AnyFunction, self: unknown, event: string, listener: ListenerWrapper) => unknown;

export function instrumentEventEmitters(listeners: Listeners): void {
  const replace = (name: string, call: CallListening): void => {
    replaceWithAliases(EventEmitter.prototype, name, (original) => listening(original, listeners, call));
  };
  const adding = new Adding(listeners);
  for (const name of ['addListener', 'prependListener']) {
    replace(name, (original, self, event, listener) =>
      apply(original, self, [event, adding.wrapperFor(event, listener)]),
    );
  }
  for (const name of ['once', 'prependOnceListener']) {
    replace(name, (original, self, event, listener) =>
      adding.once(listeners.wrapperFor(event, listener), (inner) => apply(original, self, [event, inner])),
    );
  }
  replace('removeListener', (original, self, event, listener) =>
    apply(original, self, [event, toRemove(listeners, listener)]),
  );
  replace('rawListeners', (original, self, event, listener) => {
    const all = apply(original, self, [event, listener]) as AnyFunction[];
    return all.map((raw) => listeners.originalOf(raw));
  });
}

/** @returns the replacement of a method of Node's, which runs `call` for events that may be market events */
function listening(original: AnyFunction, listeners: Listeners, call: CallListening): AnyFunction {
  const wrapper = function (this: unknown, event: unknown, listener: unknown): unknown {
    showCallback(listener);
    if (!listeners.concern(event) || isServerSide(this)) return apply(original, this, [event, listener]);
    return call(original, this, event, listener as ListenerWrapper);
  };
  return mimic(wrapper, original);
}

class Adding {
  readonly #listeners: Listeners;
  /** The listener for which Node is making a wrapper of `once`. */
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
      // Hides that Node's wrapper is around our wrapper, not around the listener itself.
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

/** A callback that the program gave to a measured function, which added it: the program knows it, and not its wrapper. */
function showCallback(listener: unknown): void {
  if (typeof listener !== 'function') return;
  const added = listener as ListenerWrapper;
  const callback = callbackBehind(added) ?? callbackBehind(added.listener);
  if (callback === undefined) return;
  defineProperty(added, 'listener', { value: callback, writable: true, configurable: true });
}

/** Node finds our wrapper by its `listener`, but not where the program removes another wrapper, or ours itself. */
function toRemove(listeners: Listeners, listener: ListenerWrapper): ListenerWrapper {
  if (listener?.listener === undefined) return listener;
  const original = listeners.originalOf(listener);
  return original === listener ? (listeners.addedFor(listener) ?? listener) : original;
}

/** `ws`: a message that a client sends to the program's server is no market event. */
function isServerSide(emitter: unknown): boolean {
  return (emitter as { readonly _isServer?: boolean } | undefined)?._isServer === true;
}
