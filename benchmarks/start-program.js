// A program that does nothing, and then loads one small file of its own: what is there at its first line, while it is idle, and
// with the file. No rule finds a word in this text, so that file is the first one that is parsed.
//
//   node benchmarks/start-program.js     prints a line of JSON

const startedMillis = performance.now();
const startCpuMillis = cpuMillis();

const { readFileSync } = require('node:fs');

const IDLE_MILLIS = 1_500;
const FILE_SETTLE_MILLIS = 100;

function cpuMillis() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** What is written and nobody else has: it does not depend on who else has read the pages of node's file. */
function privateBytes() {
  try {
    const [, kibibytes] = /^Private_Dirty:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'latin1'));
    return Number(kibibytes) * 1_024;
  } catch {
    return 0;
  }
}

const memory = () => ({ rssBytes: process.memoryUsage.rss(), privateBytes: privateBytes() });

setTimeout(() => {
  const { rssBytes: idleRssBytes, privateBytes: idlePrivateBytes } = memory();
  const beforeFileMillis = cpuMillis();
  const strategy = new (require('./start-file.js').SmaStrategy)(20);
  const fileCpuMillis = cpuMillis() - beforeFileMillis;
  setTimeout(() => {
    const { rssBytes: fileRssBytes, privateBytes: filePrivateBytes } = memory();
    const beforeCallMillis = performance.now();
    strategy.onTick({ symbol: 'BTC-USD', price: 1, timestamp: 1 });
    const firstCallMillis = performance.now() - beforeCallMillis;
    const cpu = { startCpuMillis, fileCpuMillis, loadedCpuMillis: startCpuMillis + fileCpuMillis };
    const bytes = { idleRssBytes, idlePrivateBytes, fileRssBytes, filePrivateBytes };
    console.log(JSON.stringify({ startedMillis, ...cpu, ...bytes, firstCallMillis }));
  }, FILE_SETTLE_MILLIS);
}, IDLE_MILLIS);
