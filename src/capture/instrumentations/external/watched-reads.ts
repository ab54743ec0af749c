// Sees that a method is about to be called, without standing on the stack of what it calls: the property becomes an accessor, and the
// method that it answers with is the very one that was there. A wrapper would take a line of every stack of the program's listeners.

import { debug } from '../../../stderr.js';

const { defineProperty, get, getOwnPropertyDescriptor } = Reflect;

/**
 * @param owner a prototype; a method that it inherits becomes its own
 * @param onRead called with the object of which the method is read. May throw: of an object that only looks like one of its class
 * @returns false where `owner` does not let go of the property
 */
export function watchReads(owner: object, key: string, onRead: (self: object) => void): boolean {
  const own = getOwnPropertyDescriptor(owner, key);
  let method: unknown = get(owner, key);
  if (typeof method !== 'function' || own?.configurable === false || own?.get !== undefined) return false;
  return defineProperty(owner, key, {
    configurable: true,
    enumerable: own?.enumerable ?? true,
    get(this: object) {
      if (this !== owner) {
        try {
          onRead(this);
        } catch (error) {
          debug(`what reads ${key} could not be looked at`, error);
        }
      }
      return method;
    },
    // As assignment to a property does.
    set(this: object, value: unknown) {
      if (this === owner) method = value;
      else defineProperty(this, key, { configurable: true, enumerable: true, writable: true, value });
    },
  });
}
