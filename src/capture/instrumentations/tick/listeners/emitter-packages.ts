// Emitters that are packages: eventemitter2, eventemitter3, and what `ws` has of a browser's WebSocket.

import type { PackagePatch } from '../../../rules/instrumentation.js';
import { mimic } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Listeners } from './listeners.js';

const { apply } = Reflect;

type Method = (this: object, ...args: unknown[]) => unknown;
type Translate = (event: string, listener: AnyFunction) => AnyFunction;
type Prototype = Record<string, Method | undefined>;

export function emitterPackages(listeners: Listeners): PackagePatch[] {
  return [eventemitter2(listeners), eventemitter3(listeners), ws(listeners)];
}

function eventemitter3(listeners: Listeners): PackagePatch {
  return {
    packageName: 'eventemitter3',
    file: /^(?:index|umd\/eventemitter3(?:\.min)?|dist\/eventemitter3(?:\.umd)?(?:\.min)?)\.js$/,
    patch(exports) {
      const prototype = prototypeOf(exports);
      const wrapper: Translate = (event, listener) => listeners.wrapperFor(event, listener);
      replace(prototype, ['on', 'addListener'], listeners, wrapper);
      replace(prototype, ['once'], listeners, wrapper);
      replace(prototype, ['removeListener', 'off'], listeners, (_event, listener) => added(listeners, listener));
      showOriginals(prototype, listeners);
      return exports;
    },
  };
}

/** It keeps by `_origin` what a listener of its own stands for, as of `once`, and removes it by that too. */
interface ListenerWrapper extends AnyFunction {
  _origin?: AnyFunction;
}

function eventemitter2(listeners: Listeners): PackagePatch {
  return {
    packageName: 'eventemitter2',
    file: /^lib\/eventemitter2\.js$/,
    patch(exports) {
      const prototype = prototypeOf(exports);
      // Everything that adds a listener comes to this method, its own of `once` and `many` too.
      replace(prototype, ['_on'], listeners, (event, listener: ListenerWrapper) => {
        const wrapper: ListenerWrapper = listeners.wrapperFor(event, listener, listener?._origin);
        if (wrapper !== listener) wrapper._origin ??= listener;
        return wrapper;
      });
      replace(prototype, ['off', 'removeListener'], listeners, (_event, listener: ListenerWrapper) =>
        listener?._origin === undefined ? listener : added(listeners, listener),
      );
      showOriginals(prototype, listeners);
      return exports;
    },
  };
}

/** `on` is Node's; `addEventListener` and `onmessage` call the handler from a listener that forgets its promise. */
function ws(listeners: Listeners): PackagePatch {
  return {
    packageName: 'ws',
    file: /^lib\/websocket\.js$/,
    patch(exports) {
      const { prototype } = exports as { readonly prototype: Prototype };
      const wrapper: Translate = (event, listener) => listeners.wrapperFor(event, listener);
      replace(prototype, ['addEventListener'], listeners, wrapper);
      replace(prototype, ['removeEventListener'], listeners, (_event, listener) => added(listeners, listener));
      const attribute = Reflect.getOwnPropertyDescriptor(prototype, 'onmessage');
      const { get } = attribute ?? {};
      if (get === undefined) return exports;
      const getOriginal = mimic(function (this: object): unknown {
        const handler: unknown = apply(get, this, []);
        return typeof handler === 'function' ? listeners.originalOf(handler as AnyFunction) : handler;
      }, get);
      Reflect.defineProperty(prototype, 'onmessage', { ...attribute, get: getOriginal });
      return exports;
    },
  };
}

function prototypeOf(exports: unknown): Prototype {
  const { EventEmitter, EventEmitter2 } = exports as Record<string, { readonly prototype: Prototype } | undefined>;
  return (EventEmitter2 ?? EventEmitter ?? (exports as { readonly prototype: Prototype })).prototype;
}

function added(listeners: Listeners, listener: AnyFunction): AnyFunction {
  return (typeof listener === 'function' ? listeners.addedFor(listener) : undefined) ?? listener;
}

/** One method under all its names. */
function replace(prototype: Prototype, names: readonly string[], listeners: Listeners, translate: Translate): void {
  const original = prototype[names[0] as string];
  if (original === undefined) throw new TypeError(`no method ${names[0]}`);
  const wrapper = mimic(function (this: object, ...args: unknown[]): unknown {
    // A name in parts, for wildcards: `['trade', 'BTC-USD']`.
    const event: unknown = Array.isArray(args[0]) ? args[0].join('.') : args[0];
    if (listeners.concern(event)) args[1] = translate(event, args[1] as AnyFunction);
    return apply(original, this, args);
  }, original);
  for (const name of names) {
    if (prototype[name] === original) prototype[name] = wrapper;
  }
}

function showOriginals(prototype: Prototype, listeners: Listeners): void {
  const original = prototype['listeners'] as (this: object, ...args: unknown[]) => AnyFunction[];
  prototype['listeners'] = mimic(function (this: object, ...args: unknown[]): AnyFunction[] {
    const all = apply(original, this, args);
    return all.some((listener) => listeners.originalOf(listener) !== listener)
      ? all.map((listener) => listeners.originalOf(listener))
      : all;
  }, original);
}
