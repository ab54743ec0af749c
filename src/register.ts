// The preload: `node --require tickscope/register bot.js`.

import { keepCompiledCode } from './chunk-loader.js';
import type * as Start from './live/start.js';
import { nodeVersionProblem } from './config/node-versions.js';
import { isThisThreadMeasured } from './config/worker-heap.js';

// Before anything is loaded.
const begunMillis = performance.now();
const usedBefore = (process as Partial<typeof process>).threadCpuUsage?.();
const problem = nodeVersionProblem(process.versions.node);
if (problem !== undefined) {
  process.stderr.write(`tickscope: ${problem} The program runs without it.\n`);
} else if (isThisThreadMeasured()) {
  try {
    // Loaded only now: what it needs does not exist in an older Node, and it takes memory.
    const { start } = require('./live/start.js') as typeof Start;
    start(keepCompiledCode, { begunMillis, usedBefore });
  } catch (error) {
    process.stderr.write(`tickscope: its files cannot be loaded: ${String(error)}. The program runs without it.\n`);
  }
}
