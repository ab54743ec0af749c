// The preload: `node --require tickscope/register bot.js`.

import type * as Start from './start.js';
import { supportsNode, unsupportedNodeMessage } from './config/node-versions.js';

if (supportsNode(process.versions.node)) {
  // Loaded only now: what it needs does not exist in an older Node.
  const { start } = require('./start.js') as typeof Start;
  start();
} else {
  process.stderr.write(`tickscope: ${unsupportedNodeMessage(process.versions.node)} The program runs without it.\n`);
}
