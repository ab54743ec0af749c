// Subscribes to diagnostics channels, on which Node.js and packages publish what they do.

import { subscribe } from 'node:diagnostics_channel';
import type { ChannelSubscription } from '../rules/instrumentation.js';

/** @param onError called instead of throwing: Node.js makes an error of a subscriber an uncaught exception of the program */
export function subscribeToChannels(
  subscriptions: readonly ChannelSubscription[],
  onError: (name: string, error: unknown) => void,
): void {
  for (const subscription of subscriptions) {
    subscribe(subscription.name, (message) => {
      try {
        subscription.onMessage(message);
      } catch (error) {
        onError(`channel ${subscription.name}`, error);
      }
    });
  }
}
