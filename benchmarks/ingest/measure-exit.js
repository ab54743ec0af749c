// Preloaded into the command: says at its end what it took.

'use strict';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const line = JSON.stringify({ userMicros: userCPUTime, systemMicros: systemCPUTime, maxRssKilobytes: maxRSS });
  process.stderr.write(`${line}\n`);
});
