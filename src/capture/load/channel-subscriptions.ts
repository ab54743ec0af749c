// Subscribes to diagnostics channels, on which Node.js and packages publish what they do.

import { guarded } from '../../guard.js';
import { subscribeToChannel } from '../../primordials.js';
import type { ChannelSubscription } from '../rules/instrumentation.js';

/** @param onError called with what a subscription throws, before it is switched off */
export function subscribeToChannels(
  subscriptions: readonly ChannelSubscription[],
  onError: (name: string, error: unknown) => void,
): void {
  for (const subscription of subscriptions) {
    const onMessage = guarded(`listening to ${subscription.name}`, (message: unknown) => {
      try {
        subscription.onMessage(message);
      } catch (error) {
        onError(`channel ${subscription.name}`, error);
        throw error;
      }
    });
    subscribeToChannel(subscription.name, onMessage);
  }
}
