// A bot that never ends by itself: ticks with indicators, a database call and, now and then, an error and late work.
//
//   node --expose-gc benchmarks/soak-program.js '{"ticks":100000,"ticksPerReading":1000}'     prints a line of JSON
//
// Its own readings take the same memory from the first on, and are printed when all are there.

const { existsSync, readdirSync } = require('node:fs');
const { getHeapSpaceStatistics } = require('node:v8');
const { memoryBytes } = require('./readings.js');

const { ticks, ticksPerReading } = JSON.parse(process.argv[2]);

const SPACES = getHeapSpaceStatistics().map(({ space_name: name }) => name);
const usedBytes = new Float64Array(SPACES.length * Math.floor(ticks / ticksPerReading));
let filled = 0;

class EmaIndicator {
  value = 0;

  update(price) {
    this.value = 0.9 * this.value + 0.1 * price;
    return this.value;
  }
}

class MarketDatabaseService {
  async saveTick(tick) {
    await null;
    return tick;
  }

  async archive() {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

class TradingBot {
  fast = new EmaIndicator();
  slow = new EmaIndicator();
  database = new MarketDatabaseService();

  async onTick(tick) {
    this.fast.update(tick.price);
    this.slow.update(tick.price);
    await this.database.saveTick(tick);
    if (tick.time % 100 === 0) void this.database.archive();
    if (tick.time % 1_000 === 0) throw new Error('refused');
  }
}

function readHeap() {
  global.gc();
  for (const { space_used_size: used } of getHeapSpaceStatistics()) usedBytes[filled++] = used;
}

/** @returns {Record<string, number[]>} readings of each space */
function readingsBySpace() {
  return Object.fromEntries(
    SPACES.map((name, space) => [name, [...usedBytes].filter((_, index) => index % SPACES.length === space)]),
  );
}

/** RSS is not the heap in use: V8 gives its young generation more room the longer a program runs. */
function residentBytes() {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  return { rss: process.memoryUsage.rss(), young: young.physical_space_size };
}

const DESCRIPTORS = '/proc/self/fd';

/** Undefined where the system does not tell. */
function openDescriptors() {
  return existsSync(DESCRIPTORS) ? readdirSync(DESCRIPTORS).length : undefined;
}

async function main() {
  const bot = new TradingBot();
  let residentAtFirst;
  let descriptorsAtFirst;
  for (let number = 1; number <= ticks; number++) {
    await bot.onTick({ symbol: `S${number % 50}`, price: number % 997, time: number }).catch(() => {});
    if (number % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (number % ticksPerReading === 0) readHeap();
    if (number === ticksPerReading) {
      residentAtFirst = residentBytes();
      descriptorsAtFirst = openDescriptors();
    }
  }
  const result = {
    spaces: readingsBySpace(),
    residentAtFirst,
    residentAtLast: residentBytes(),
    privateBytes: memoryBytes().privateBytes,
    descriptorsAtFirst,
    descriptorsAtLast: openDescriptors(),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
