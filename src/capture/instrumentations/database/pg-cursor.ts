// pg-cursor calls back from timers and sockets: its callbacks return to the tick that asked for the rows.

import { type AnyFunction, keepFace } from '../../hooks/keep-face.js';
import { bindLastCallback } from './bound-callback.js';

const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;

/** pg-query-stream reads through the same methods. */
export function keepCursorCallbacks(exports: unknown): unknown {
  const { prototype } = exports as { prototype: object };
  for (const key of ['read', 'close']) {
    const descriptor = getOwnPropertyDescriptor(prototype, key) as PropertyDescriptor;
    const original = descriptor.value as AnyFunction;
    const { wrapper } = {
      wrapper(this: unknown, ...args: unknown[]): unknown {
        bindLastCallback(args);
        return apply(original, this, args);
      },
    };
    defineProperty(prototype, key, { ...descriptor, value: keepFace(wrapper, original) });
  }
  return exports;
}
