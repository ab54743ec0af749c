// Subscribes to channels of Node.js when the first call of their kind is made, and not before: nobody else pays for them.

import { subscribe } from 'node:diagnostics_channel';
import { debug } from '../../../stderr.js';

/** What is done with a message. May throw: the first error of each channel is told. */
type OnMessage = (message: never) => void;

/** By their names. */
export type Channels = Readonly<Record<string, OnMessage>>;

/** @param onError called instead of throwing: Node.js makes an error of a subscriber an uncaught exception of the program */
export function subscribeToAll(channels: Channels, onError: (name: string, error: unknown) => void): void {
  for (const [name, onMessage] of Object.entries(channels)) {
    subscribe(name, (message) => {
      try {
        onMessage(message as never);
      } catch (error) {
        debug(`a message of the channel ${name} could not be read`, error);
        onError(`channel ${name}`, error);
      }
    });
  }
}

/** @returns the object in the chain of prototypes that has a property of its own; `undefined` where none has */
export function ownerOf(object: object, key: string): object | undefined {
  for (let owner: object | null = object; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return undefined;
}
