#!/usr/bin/env node
// The command `tickscope`. Looks at the Node.js version before anything is loaded that may need a newer one.

import { nodeVersionProblem } from '../config/node-versions.js';

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  void import('./program.js').then(({ runCli }) => runCli(process.argv));
} else {
  process.stderr.write(`tickscope: ${problem}\n`);
  process.exitCode = 2;
}
