// What a tick takes, in one regime.
//
//   node benchmarks/tick-program.js '{"shape":"23","rhythm":{"ticksPerTurn":1000,"everyMillis":0},"ticks":40000,
//     "warmRhythm":{"ticksPerTurn":1000,"everyMillis":0},"warmup":20000,"settleSeconds":0}'     prints a line of JSON
//
// A recorder may put work off until after the ticks. Where few ticks are measured, the program stays for
// `settleSeconds`, and what it takes in that time counts too, less what an idle second takes: the median of these seconds.

const { startBot } = require('./bot.js');
const { feed } = require('./feed.js');
const { cpuNanos, memoryBytes, watchCollections } = require('./readings.js');
const { SHAPES } = require('./shapes.js');
const { median, quantile } = require('./statistics.js');

const { shape, rhythm, ticks, warmRhythm, warmup, settleSeconds } = JSON.parse(process.argv[2]);
const second = () => new Promise((resolve) => setTimeout(resolve, 1_000));

/** @returns {Promise<{ process: number, thread: number }>} nanoseconds of work that was put off */
async function settle() {
  const seconds = [];
  let before = cpuNanos();
  for (let past = 0; past < settleSeconds; past++) {
    await second();
    const now = cpuNanos();
    seconds.push({ process: now.process - before.process, thread: now.thread - before.thread });
    before = now;
  }
  const putOff = (key) => {
    const taken = seconds.map((one) => one[key]);
    return taken.reduce((sum, nanos) => sum + nanos, 0) - (taken.length > 0 ? taken.length * median(taken) : 0);
  };
  return { process: putOff('process'), thread: putOff('thread') };
}

async function main() {
  const bot = await startBot(SHAPES[shape]);
  const millis = new Float64Array(ticks);
  if (warmup > 0) {
    await feed(bot, warmRhythm, warmup, millis);
    global.gc();
  }
  const collected = watchCollections();
  const before = cpuNanos();
  await feed(bot, rhythm, ticks, millis);
  const after = cpuNanos();
  const memory = memoryBytes();
  const collections = collected();
  const late = await settle();
  const sorted = millis.sort();
  const result = {
    threadNanos: (after.thread - before.thread + late.thread) / ticks,
    processNanos: (after.process - before.process + late.process) / ticks,
    p50Nanos: quantile(sorted, 0.5) * 1e6,
    p95Nanos: quantile(sorted, 0.95) * 1e6,
    p99Nanos: quantile(sorted, 0.99) * 1e6,
    ...memory,
    ...collections,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
