// The program that is measured: ticks with a given number of operations, each doing next to nothing.
//
//   node benchmarks/tick-program.js '{"spans":23,"database":0,"ticks":4000,"warmup":2000}'     prints one line of JSON
//
// Unaware of who measures it. A preload that has no instrumentation of its own finds the functions in `globalThis.benchmark`.

const { performance } = require('node:perf_hooks');

const { spans, database, ticks, warmup, heldTicksPerSecond = 0 } = JSON.parse(process.argv[2]);
const { wrapTick = (fn) => fn, wrapOperation = (fn) => fn } = globalThis.benchmark ?? {};
const loadedAtMillis = performance.now();

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
}

class TradingBot {
  // The tick itself is one span.
  indicators = Array.from({ length: spans - 1 - database }, () => new EmaIndicator());
  database = new MarketDatabaseService();

  async onTick(tick) {
    for (const indicator of this.indicators) indicator.update(tick.price);
    for (let statement = 0; statement < database; statement++) await this.database.saveTick(tick);
  }
}

for (const [prototype, method, wrap] of [
  [EmaIndicator.prototype, 'update', wrapOperation],
  [MarketDatabaseService.prototype, 'saveTick', wrapOperation],
  [TradingBot.prototype, 'onTick', wrapTick],
]) {
  prototype[method] = wrap(prototype[method], method);
}

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

async function main() {
  const bot = new TradingBot();
  const nanos = new Float64Array(ticks);
  const run = async (number) => {
    const from = process.hrtime.bigint();
    await bot.onTick({ symbol: 'BTC-USD', price: number, time: number });
    return Number(process.hrtime.bigint() - from);
  };
  for (let number = 0; number < warmup; number++) {
    await run(number);
    // Exporters work between the ticks, as they do between the ticks of a feed.
    if (number % 100 === 99) await pause(0);
  }
  global.gc?.();
  const idleRssBytes = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  for (let number = 0; number < ticks; number++) {
    nanos[number] = await run(number);
    if (number % 100 === 99) await pause(heldTicksPerSecond > 0 ? 100_000 / heldTicksPerSecond : 0);
  }
  const cpu = process.cpuUsage(cpuBefore);
  const sorted = nanos.sort();
  const result = {
    p50Nanos: quantile(sorted, 0.5),
    p95Nanos: quantile(sorted, 0.95),
    p99Nanos: quantile(sorted, 0.99),
    cpuNanosPerTick: ((cpu.user + cpu.system) * 1_000) / ticks,
    wallMillis: performance.now() - wallBefore,
    warmRssBytes: idleRssBytes,
    rssBytes: process.memoryUsage.rss(),
    loadedAtMillis,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
}

void main();
