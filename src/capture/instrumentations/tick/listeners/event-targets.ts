// Messages that arrive at an EventTarget: Node's own WebSocket, MessagePort and BroadcastChannel, and what they set as `onmessage`.

import { mimic } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Listeners } from './listeners.js';

const { apply } = Reflect;

type Method = (this: EventTarget, ...args: unknown[]) => unknown;

/** Of listeners of messages only: everything else, such as `abort` of every fetch, passes by. */
export function instrumentEventTargets(listeners: Listeners): void {
  const prototype = EventTarget.prototype as unknown as Record<string, Method>;
  const replace = (name: string, translate: (listener: AnyFunction) => AnyFunction): void => {
    const original = prototype[name] as Method;
    prototype[name] = mimic(function (this: EventTarget, ...args: unknown[]): unknown {
      if (args[0] === 'message' && typeof args[1] === 'function') args[1] = translate(args[1] as AnyFunction);
      return apply(original, this, args);
    }, original);
  };
  replace('addEventListener', (listener) => listeners.wrapperFor('message', listener));
  replace('removeEventListener', (listener) => listeners.addedFor(listener) ?? listener);
}
