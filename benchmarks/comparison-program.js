// A small bot for `npm run bench:comparison`: an answer that is awaited, and a signal that is computed.
//
//   node benchmarks/comparison-program.js 0.3     the signal takes 30 % more work

const TICKS = 400;
const ROOTS = Math.round(40_000 * (1 + Number(process.argv[2] ?? 0)));

class Bot {
  sum = 0;

  async onTick(event) {
    await this.load();
    this.computeSignal(event.price);
  }

  load() {
    return new Promise((resolve) => setImmediate(resolve));
  }

  computeSignal(price) {
    for (let root = 0; root < ROOTS; root++) this.sum += Math.sqrt(price + root);
  }
}

async function main() {
  const bot = new Bot();
  for (let tick = 0; tick < TICKS; tick++) {
    await bot.onTick({ symbol: 'BTC/USDT', price: 100 + tick, time: Date.now() });
  }
}

void main();
