// Listeners of messages at an EventTarget: Node's own WebSocket, MessagePort and BroadcastChannel, including `onmessage`.

import { EventEmitter } from 'node:events';
import { around, replaceMember } from '../../../patch/replace-member.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Listeners } from './listeners.js';

const { apply } = Reflect;

/** Wraps listeners of messages only; all others, such as the `abort` listener of every fetch, stay as they are. */
export function instrumentEventTargets(listeners: Listeners): void {
  const translating = (translate: (listener: AnyFunction) => AnyFunction) =>
    around((original, target, args) => {
      if (args[0] === 'message' && typeof args[1] === 'function') args[1] = translate(args[1] as AnyFunction);
      return apply(original, target, args);
    });
  const { prototype } = EventTarget;
  replaceMember(
    prototype,
    'addEventListener',
    translating((listener) => listeners.wrapperFor('message', listener)),
  );
  replaceMember(
    prototype,
    'removeEventListener',
    translating((listener) => listeners.addedFor(listener) ?? listener),
  );
  // Of an emitter it calls `listeners()`, which answers with the originals already.
  replaceMember(
    EventEmitter,
    'getEventListeners',
    around((original, self, args) => {
      const all = apply(original, self, args) as AnyFunction[];
      return args[0] instanceof EventTarget ? all.map((listener) => listeners.originalOf(listener)) : all;
    }),
  );
}
