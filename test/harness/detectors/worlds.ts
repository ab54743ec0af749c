// Programs for every detector, by its id.

import * as code from './code-worlds.js';
import { queriesInALoop } from './loop-worlds.js';
import { growingMemory } from './memory-worlds.js';
import { memoisableFunctions } from './memo-worlds.js';
import * as outside from './outside-worlds.js';
import { threadPoolWaits } from './pool-worlds.js';
import * as query from './query-worlds.js';
import * as sampled from './sampled-worlds.js';
import type { World } from './scenario.js';
import { nothingMeasures } from './telemetry-worlds.js';

export const WORLDS: Readonly<Record<string, readonly World[]>> = {
  'busy-timers': code.busyTimers,
  'cache-misses': outside.cacheMisses,
  'collections-in-ticks': code.collectionsInTicks,
  'faulty-feeds': outside.faultyFeeds,
  'growing-memory': growingMemory,
  'held-loop': code.heldLoop,
  'logging-in-ticks': sampled.loggingInTicks,
  'memoisable-functions': memoisableFunctions,
  'modules-loaded-in-ticks': sampled.modulesLoadedInTicks,
  'new-connections': outside.newConnections,
  'nothing-measures': nothingMeasures,
  'pool-too-small': query.poolTooSmall,
  'queries-in-a-loop': queriesInALoop,
  'rate-limited-calls': outside.rateLimitedCalls,
  'reads-in-every-tick': query.readsInEveryTick,
  'regular-expressions-in-ticks': sampled.regularExpressionsInTicks,
  'repeated-indicators': code.repeatedIndicators,
  'sequential-statements': query.sequentialStatements,
  'slow-statements': query.slowStatements,
  'synchronous-calls': code.synchronousCalls,
  'thread-pool-waits': threadPoolWaits,
  'whole-window-indicators': code.wholeWindowIndicators,
  'writes-in-every-tick': query.writesInEveryTick,
};
