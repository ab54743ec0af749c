// Ticks: handlers by their names, loops, callbacks, and listeners of market events.

import type { Instrumentation } from '../../rules/instrumentation.js';
import type { MakeInstrumentation } from '../host.js';
import { emitterPackages } from './listeners/emitter-packages.js';
import { instrumentEventEmitters } from './listeners/event-emitters.js';
import { instrumentEventTargets } from './listeners/event-targets.js';
import { Listeners } from './listeners/listeners.js';
import { replaceJsonParse } from './messages/parsed-messages.js';
import { tickCallbacks } from './rules/callbacks.js';
import { frameworks } from './rules/frameworks.js';
import { strongTicks, weakTicks } from './rules/handlers.js';
import { tickLoops } from './rules/loops.js';

/** Handlers matched by name alone. This rule comes before all others. */
export const ticksByName = (): Instrumentation => ({
  id: 'tick-name',
  rules: [strongTicks],
  packages: [frameworks],
});

/** Handlers with a name that other code uses too. This rule comes after the rules that match by the location of a function. */
export const ticksByPlace = (): Instrumentation => ({ id: 'tick-place', rules: [weakTicks] });

export const ticksInLoops = (): Instrumentation => ({ id: 'tick-loop', rules: [tickLoops] });

/** Listeners of market events: where they are written, and where they are added. */
export const ticksOfListeners: MakeInstrumentation = (host) => {
  const listeners = new Listeners(host);
  return {
    id: 'tick-event',
    rules: [tickCallbacks],
    packages: emitterPackages(listeners),
    install() {
      instrumentEventEmitters(listeners);
      instrumentEventTargets(listeners);
      replaceJsonParse();
    },
  };
};
