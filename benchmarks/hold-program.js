// How long the program's thread is held at a time, with a steady feed.
//
//   node benchmarks/hold-program.js '{"shape":"asynchronous","seconds":12,"warmupSeconds":5,"ticksPerSecond":1000}'
//
// Measured is the CPU time of the main thread from one turn of the event loop to the next, from check phase to check phase:
// the tick, and whatever a preload does. A turn begins at most one tick. The kernel brings a thread's time up to date when
// it waits, so turns without a wait between them count as one: a hold is never less than it was.

const { startBot } = require('./bot.js');
const { SHAPES } = require('./shapes.js');
const { quantile } = require('./statistics.js');
const { feedSteadily } = require('./steady-feed.js');

const { shape, seconds, warmupSeconds, ticksPerSecond } = JSON.parse(process.argv[2]);
/** Turns may come more often than ticks. */
const holds = new Float64Array(8 * seconds * ticksPerSecond);
let measured = 0;
let isMeasuring = false;
let cpuBefore = 0;

function cpuMicros() {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** Once a turn; without a reference it does not keep the loop from waiting. */
function probe() {
  const cpu = cpuMicros();
  if (isMeasuring && measured < holds.length) holds[measured++] = cpu - cpuBefore;
  cpuBefore = cpu;
  setImmediate(probe).unref();
}

async function main() {
  const bot = await startBot(SHAPES[shape]);
  probe();
  await feedSteadily(bot, warmupSeconds * ticksPerSecond, ticksPerSecond);
  isMeasuring = true;
  await feedSteadily(bot, seconds * ticksPerSecond, ticksPerSecond);
  const sorted = holds.subarray(0, measured).sort();
  const result = {
    turns: measured,
    p50Micros: quantile(sorted, 0.5),
    p99Micros: quantile(sorted, 0.99),
    p999Micros: quantile(sorted, 0.999),
    longestMicros: sorted.at(-1),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
