// Preloaded into the command: says at its end what it took.

'use strict';

const { existsSync, readFileSync } = require('node:fs');

const STATUS = '/proc/self/status';

/** Linux counts what the process had before it was this program in `maxRSS`; `VmHWM` is of the program alone. */
function maxRssKilobytes() {
  const { maxRSS } = process.resourceUsage();
  if (!existsSync(STATUS)) return maxRSS;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1] ?? maxRSS);
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const taken = { userMicros: userCPUTime, systemMicros: systemCPUTime, maxRssKilobytes: maxRssKilobytes() };
  process.stderr.write(`${JSON.stringify(taken)}\n`);
});
