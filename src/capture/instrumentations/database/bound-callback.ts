// Callbacks of drivers, back in the tick that gave them.

import type { ActiveScope, Store } from '../../recorder/active-scope.js';
import type { AnyFunction } from '../../rules/any-function.js';

/**
 * Binds a callback at the end of the arguments to the running tick. A driver calls back from a socket that belongs to
 * whoever opened it; what the program does then belongs to the tick that asked.
 */
export function bindLastCallback(active: ActiveScope, args: unknown[]): void {
  const last = args.at(-1);
  if (typeof last === 'function' && active.get() !== 0) {
    args[args.length - 1] = bound(active, active.storeToKeep, last as AnyFunction);
  }
}

function bound(active: ActiveScope, store: Store, callback: AnyFunction): AnyFunction {
  const wrapper: AnyFunction = function (this: unknown, ...args) {
    return active.run(store, () => Reflect.apply(callback, this, args));
  };
  Object.defineProperty(wrapper, 'length', { value: callback.length, configurable: true });
  return wrapper;
}
