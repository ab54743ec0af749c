// How long a tick takes: one tick after the other.
//
//   node benchmarks/tick-program.js '{"spans":23,"database":0,"queries":0,"ticks":4000,"warmup":2000}'     prints a line of JSON

const { marketEvent, startBot } = require('./bot.js');
const { quantile } = require('./quantile.js');

const { ticks, warmup, ...shape } = JSON.parse(process.argv[2]);
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function main() {
  const bot = await startBot(shape);
  const nanos = new Float64Array(ticks);
  const run = async (number) => {
    const from = process.hrtime.bigint();
    await bot.onTick(marketEvent(number));
    return Number(process.hrtime.bigint() - from);
  };
  for (let number = 0; number < warmup; number++) {
    await run(number);
    // Exporters work between the ticks, as they do between the ticks of a feed.
    if (number % 100 === 99) await pause(0);
  }
  global.gc?.();
  const warmRssBytes = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  for (let number = 0; number < ticks; number++) {
    nanos[number] = await run(number);
    if (number % 100 === 99) await pause(0);
  }
  const cpu = process.cpuUsage(cpuBefore);
  const sorted = nanos.sort();
  const result = {
    p50Nanos: quantile(sorted, 0.5),
    p95Nanos: quantile(sorted, 0.95),
    p99Nanos: quantile(sorted, 0.99),
    cpuNanosPerTick: ((cpu.user + cpu.system) * 1_000) / ticks,
    warmRssBytes,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

void main();
