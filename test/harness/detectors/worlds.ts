// Programs for every detector, by its id.

import * as code from './code-worlds.js';
import { growingMemory } from './memory-worlds.js';
import * as outside from './outside-worlds.js';
import * as query from './query-worlds.js';
import type { World } from './scenario.js';

export const WORLDS: Readonly<Record<string, readonly World[]>> = {
  'cache-misses': outside.cacheMisses,
  'collections-in-ticks': code.collectionsInTicks,
  'faulty-feeds': outside.faultyFeeds,
  'growing-memory': growingMemory,
  'held-loop': code.heldLoop,
  'new-connections': outside.newConnections,
  'pool-too-small': query.poolTooSmall,
  'queries-in-a-loop': query.queriesInALoop,
  'rate-limited-calls': outside.rateLimitedCalls,
  'reads-in-every-tick': query.readsInEveryTick,
  'repeated-indicators': code.repeatedIndicators,
  'slow-statements': query.slowStatements,
  'synchronous-calls': code.synchronousCalls,
  'whole-window-indicators': code.wholeWindowIndicators,
  'writes-in-every-tick': query.writesInEveryTick,
};
