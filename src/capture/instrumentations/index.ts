// Every instrumentation, in the order in which their rules are asked: the first one that takes a function has it.

import type { Instrumentation } from '../rules/instrumentation.js';
import { ownDatabase } from './database/program-database.js';
import { ownIndicators } from './indicator/program-indicators.js';
import { strategies } from './strategy/index.js';
import { INGEST_PACKAGES, ownIngest } from './tick/arrivals/receivers.js';
import { tickCallbacks } from './tick/rules/callbacks.js';
import { strongTicks, weakTicks } from './tick/rules/handlers.js';
import { tickLoops } from './tick/rules/loops.js';

/** Rules on the program's own code. A strong name wins over every place, a place over a weak name. */
export const OWN_CODE: readonly Instrumentation[] = [
  strongTicks,
  ownIngest,
  ownDatabase,
  ownIndicators,
  weakTicks,
  strategies,
  tickLoops,
  tickCallbacks,
];

export { INGEST_PACKAGES };

export { INDICATOR_PACKAGES } from './indicator/libraries/index.js';
