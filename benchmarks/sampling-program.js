// What it takes to sample the processor of a program, with a steady feed or none.
//
//   node benchmarks/sampling-program.js '{"shape":"asynchronous","seconds":12,"warmupSeconds":5,"ticksPerSecond":1000}'
//
// Measured is the CPU time of all threads in those seconds, what was in memory at their end, and how long the process had taken until
// the first line of the program.

const startedMillis = performance.now();

const { startBot } = require('./bot.js');
const { SHAPES } = require('./shapes.js');
const { feedSteadily } = require('./steady-feed.js');

const { shape, seconds, warmupSeconds, ticksPerSecond } = JSON.parse(process.argv[2]);

const run = (bot, duration) =>
  ticksPerSecond > 0
    ? feedSteadily(bot, duration * ticksPerSecond, ticksPerSecond)
    : new Promise((resolve) => setTimeout(resolve, duration * 1_000));

async function main() {
  const bot = await startBot(SHAPES[shape]);
  await run(bot, warmupSeconds);
  const before = process.cpuUsage();
  const beganMillis = performance.now();
  await run(bot, seconds);
  const { user, system } = process.cpuUsage(before);
  const cpuShare = (user + system) / 1e3 / (performance.now() - beganMillis);
  globalThis.gc();
  const result = { startedMillis, cpuShare, rssBytes: process.memoryUsage.rss() };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
