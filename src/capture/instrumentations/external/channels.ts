// Subscribes to channels of Node.js when the first call of their kind is made, and not before: nobody else pays for them.

import { guarded } from '../../../guard.js';
import { subscribeToChannel } from '../../../primordials.js';

/** What is done with a message. May throw: the first error of each channel is told. */
type OnMessage = (message: never) => void;

/** By their names. */
export type Channels = Readonly<Record<string, OnMessage>>;

/** @param onError called with what a listener throws, before it is switched off */
export function subscribeToAll(channels: Channels, onError: (name: string, error: unknown) => void): void {
  for (const [name, onMessage] of Object.entries(channels)) {
    const listen = guarded(`listening to ${name}`, (message: unknown) => {
      try {
        onMessage(message as never);
      } catch (error) {
        onError(`channel ${name}`, error);
        throw error;
      }
    });
    subscribeToChannel(name, listen);
  }
}

/** @returns the object in the chain of prototypes that has a property of its own; `undefined` where none has */
export function ownerOf(object: object, key: string): object | undefined {
  for (let owner: object | null = object; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return undefined;
}
