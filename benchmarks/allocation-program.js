// How many bytes of the heap a tick takes, to the byte.
//
//   node --expose-gc benchmarks/allocation-program.js '{"shape":"23","ticks":20000,"warmup":20000}'     prints a line of JSON
//
// `v8.GCProfiler` has the heap in use before and after each collection, so all that was allocated is the difference of
// both ends of the run and what the collections freed. That is with everything a preload does between the ticks. What
// the ticks alone take is the median of what turns of 100 of them add: most turns meet no collection.

const { GCProfiler, getHeapStatistics } = require('node:v8');
const { startBot } = require('./bot.js');
const { runAsynchronousTurn, runTurn } = require('./feed.js');
const { SHAPES } = require('./shapes.js');
const { median } = require('./statistics.js');

const TICKS_PER_TURN = 100;

const { shape, ticks, warmup } = JSON.parse(process.argv[2]);
const takeTurn = SHAPES[shape].isAsynchronous ? runAsynchronousTurn : runTurn;
const usedBytes = () => getHeapStatistics().used_heap_size;

async function run(bot, count, millis, addedByTurn) {
  for (let from = 0; from < count; from += TICKS_PER_TURN) {
    const before = usedBytes();
    await takeTurn(bot, from, from + TICKS_PER_TURN, millis);
    addedByTurn[from / TICKS_PER_TURN] = usedBytes() - before;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function main() {
  const bot = await startBot(SHAPES[shape]);
  const millis = new Float64Array(TICKS_PER_TURN);
  const addedByTurn = new Float64Array(Math.max(ticks, warmup) / TICKS_PER_TURN);
  await run(bot, warmup, millis, addedByTurn);
  global.gc();
  const profiler = new GCProfiler();
  profiler.start();
  const before = usedBytes();
  await run(bot, ticks, millis, addedByTurn);
  const grown = usedBytes() - before;
  const freed = profiler
    .stop()
    .statistics.reduce(
      (sum, { beforeGC, afterGC }) => sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
      0,
    );
  const result = {
    tickBytes: median(addedByTurn.subarray(0, ticks / TICKS_PER_TURN)) / TICKS_PER_TURN,
    allBytes: (grown + freed) / ticks,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
