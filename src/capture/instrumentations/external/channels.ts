// Subscribes to channels of Node.js when the first call of their kind is made, and not before: nobody else pays for them.

import { subscribeToChannels } from '../../load/channel-subscriptions.js';

/** What is done with a message. May throw: the first error of each channel is told. */
type OnMessage = (message: never) => void;
type OnAny = (message: unknown) => void;

/** By their names. */
export type Channels = Readonly<Record<string, OnMessage>>;

/** @param onError as in `subscribeToChannels` */
export function subscribeToAll(channels: Channels, onError: (name: string, error: unknown) => void): void {
  const subscriptions = Object.entries(channels).map(([name, onMessage]) => ({ name, onMessage: onMessage as OnAny }));
  subscribeToChannels(subscriptions, onError);
}

/** @returns the object in the chain of prototypes that has a property of its own; `undefined` where none has */
export function ownerOf(object: object, key: string): object | undefined {
  for (let owner: object | null = object; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return undefined;
}
