// Emitters that are packages: eventemitter2, eventemitter3, and the browser-like part of the WebSocket of `ws`.

import type { PackagePatch } from '../../../rules/instrumentation.js';
import { around, replaceMember, replaceWithAliases } from '../../../patch/replace-member.js';
import { mimic } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Listeners } from './listeners.js';

const { apply } = Reflect;

type Translate = (event: string, listener: AnyFunction) => AnyFunction;

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
      replace(prototype, 'on', listeners, wrapper);
      replace(prototype, 'once', listeners, wrapper);
      replace(prototype, 'removeListener', listeners, (_event, listener) => added(listeners, listener));
      showOriginals(prototype, listeners);
      return exports;
    },
  };
}

/** eventemitter2 stores the program's listener in `_origin` of its own wrapper, as of `once`, and also removes it by that. */
interface ListenerWrapper extends AnyFunction {
  _origin?: AnyFunction;
}

function eventemitter2(listeners: Listeners): PackagePatch {
  return {
    packageName: 'eventemitter2',
    file: /^lib\/eventemitter2\.js$/,
    patch(exports) {
      const prototype = prototypeOf(exports);
      // Every method that adds a listener calls this one, with the package's own wrappers of `once` and `many` too.
      replace(prototype, '_on', listeners, (event, listener: ListenerWrapper) => {
        const wrapper: ListenerWrapper = listeners.wrapperFor(event, listener, listener?._origin);
        if (wrapper !== listener) wrapper._origin ??= listener;
        return wrapper;
      });
      replace(prototype, 'off', listeners, (_event, listener: ListenerWrapper) =>
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
      const { prototype } = exports as { readonly prototype: object };
      const wrapper: Translate = (event, listener) => listeners.wrapperFor(event, listener);
      replace(prototype, 'addEventListener', listeners, wrapper);
      replace(prototype, 'removeEventListener', listeners, (_event, listener) => added(listeners, listener));
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

function prototypeOf(exports: unknown): object {
  const { EventEmitter, EventEmitter2 } = exports as Record<string, { readonly prototype: object } | undefined>;
  return (EventEmitter2 ?? EventEmitter ?? (exports as { readonly prototype: object })).prototype;
}

function added(listeners: Listeners, listener: AnyFunction): AnyFunction {
  return (typeof listener === 'function' ? listeners.addedFor(listener) : undefined) ?? listener;
}

/** Replaces a method under all its names. */
function replace(prototype: object, name: string, listeners: Listeners, translate: Translate): void {
  const translating = around((original, emitter, args) => {
    // A name in parts, for wildcards: `['trade', 'BTC-USD']`.
    const event: unknown = Array.isArray(args[0]) ? args[0].join('.') : args[0];
    if (listeners.concern(event)) args[1] = translate(event, args[1] as AnyFunction);
    return apply(original, emitter, args);
  });
  if (!replaceWithAliases(prototype, name, translating)) throw new TypeError(`no method ${name}`);
}

function showOriginals(prototype: object, listeners: Listeners): void {
  const showing = around((original, emitter, args) => {
    const all = apply(original, emitter, args) as AnyFunction[];
    return all.some((listener) => listeners.originalOf(listener) !== listener)
      ? all.map((listener) => listeners.originalOf(listener))
      : all;
  });
  replaceMember(prototype, 'listeners', showing);
}
