// Every instrumentation, in the order in which their rules are asked: the first one that takes a function has it.

import type { Instrumentation } from '../rules/instrumentation.js';
import { programDatabase } from './database/program-database.js';
import { programIndicators } from './indicator/program-indicators.js';
import { strategies } from './strategy/index.js';
import { RECEIVER_PACKAGES, programReceivers } from './tick/arrivals/receivers.js';
import { tickCallbacks } from './tick/rules/callbacks.js';
import { strongTicks, weakTicks } from './tick/rules/handlers.js';
import { tickLoops } from './tick/rules/loops.js';

/** Rules on the program's own code. A strong name wins over every place, a place over a weak name. */
export const PROGRAM_RULES: readonly Instrumentation[] = [
  strongTicks,
  programReceivers,
  programDatabase,
  programIndicators,
  weakTicks,
  strategies,
  tickLoops,
  tickCallbacks,
];

export { RECEIVER_PACKAGES };

export { INDICATOR_PACKAGES } from './indicator/libraries/index.js';
