// What millions of ticks leave in memory: one tick after the other, nothing measured but the process.
//
//   node benchmarks/memory-program.js '{"shape":"soak","ticks":20000000}'     prints a line of JSON

const { startBot } = require('./bot.js');
const { feed } = require('./feed.js');
const { memoryBytes } = require('./readings.js');
const { SHAPES } = require('./shapes.js');

const { shape, ticks } = JSON.parse(process.argv[2]);
const RHYTHM = { ticksPerTurn: 1_000, everyMillis: 0 };

async function main() {
  const begun = performance.now();
  const bot = await startBot(SHAPES[shape]);
  const durations = new Float64Array(1_000);
  await feed(bot, RHYTHM, ticks / 20, durations);
  const earlyRssBytes = process.memoryUsage.rss();
  await feed(bot, RHYTHM, (ticks / 20) * 19, durations);
  const result = {
    earlyRssBytes,
    ...memoryBytes(),
    mostRssBytes: process.resourceUsage().maxRSS * 1_024,
    millis: performance.now() - begun,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
