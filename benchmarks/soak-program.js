// A bot that never ends by itself: ticks with indicators, a database call and, now and then, an error and late work.

const { getHeapSpaceStatistics } = require('node:v8');

const TICKS = Number(process.env.SOAK_TICKS);
const TICKS_PER_READING = Number(process.env.SOAK_READING);

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

/** Objects; compiled code is left out, which V8 goes on adding for minutes as ever rarer functions become hot. */
function heapUsed() {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name === 'old_space' || name === 'large_object_space')
    .reduce((sum, { space_used_size: used }) => sum + used, 0);
}

async function main() {
  const bot = new TradingBot();
  for (let number = 1; number <= TICKS; number++) {
    await bot.onTick({ symbol: `S${number % 50}`, price: number % 997, time: number }).catch(() => {});
    if (number % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (number % TICKS_PER_READING === 0) {
      global.gc();
      process.stdout.write(`${heapUsed()}\n`);
    }
  }
  process.exit(0);
}

void main();
