// The preload: `node --require tickscope/register bot.js`.

import { keepCompiledCode } from './chunk-loader.js';
import type { ExportThreadData } from './export/worker/messages.js';
import type * as Start from './live/start.js';
import type * as StartSending from './live/start-sending.js';
import { nodeVersionProblem } from './config/node-versions.js';
import { isThisThreadMeasured } from './config/worker-heap.js';
import { givenToThread } from './this-thread.js';

const problem = nodeVersionProblem(process.versions.node);
if (problem !== undefined) {
  process.stderr.write(`tickscope: ${problem} The program runs without it.\n`);
} else if (isThisThreadMeasured()) {
  try {
    // Loaded only now: what it needs does not exist in an older Node, and it takes memory.
    const { start } = require('./live/start.js') as typeof Start;
    const given = givenToThread() as Partial<ExportThreadData> | undefined;
    if (given?.tickscopeExport === undefined) start(keepCompiledCode);
    else (require('./live/start-sending.js') as typeof StartSending).serveExports(given as ExportThreadData);
  } catch (error) {
    process.stderr.write(`tickscope: its files cannot be loaded: ${String(error)}. The program runs without it.\n`);
  }
}
