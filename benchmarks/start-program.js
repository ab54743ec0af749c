// A program that does nothing: what is there when its first line runs, and a second later.
//
//   node benchmarks/start-program.js     prints a line of JSON

const startedMillis = performance.now();
const { user, system } = process.cpuUsage();

const IDLE_MILLIS = 1_000;

setTimeout(() => {
  const idleRssBytes = process.memoryUsage.rss();
  // Loaded only now: it has memory of its own.
  const { memoryBytes } = require('./readings.js');
  const idlePrivateBytes = memoryBytes().privateBytes;
  const result = { startedMillis, startCpuMillis: (user + system) / 1e3, idleRssBytes, idlePrivateBytes };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}, IDLE_MILLIS);
