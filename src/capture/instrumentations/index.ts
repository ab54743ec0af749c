// Every instrumentation, in the order in which their rules are asked: the first one that takes a function has it.

import type { Instrumentation } from '../hooks/instrumentation.js';
import { ownDatabase } from './database/own-database.js';
import { ownIndicators } from './indicator/own-indicators.js';
import { strategies } from './strategy/index.js';
import { INGEST_PACKAGES, ownIngest } from './tick/ingest.js';
import { tickCallbacks } from './tick/callbacks.js';
import { strongTicks, weakTicks } from './tick/index.js';
import { tickLoops } from './tick/loops.js';

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
