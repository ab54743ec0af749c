// The preload: `node --require tickscope/register bot.js`.

import type * as Start from './live/start.js';
import { nodeVersionProblem } from './config/node-versions.js';

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  // Loaded only now: what it needs does not exist in an older Node.
  const { start } = require('./live/start.js') as typeof Start;
  start();
} else {
  process.stderr.write(`tickscope: ${problem} The program runs without it.\n`);
}
