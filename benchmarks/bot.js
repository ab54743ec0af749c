// The bot that is measured: ticks with a given number of operations, each doing next to nothing.
//
// Unaware of who measures it. A preload that has no instrumentation of its own finds the functions in `globalThis.benchmark`.

const { connectInstantly } = require('./instant-database.js');

const { wrapTick = (fn) => fn, wrapOperation = (fn) => fn } = globalThis.benchmark ?? {};

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
  #indicators;
  #shape;
  #database = new MarketDatabaseService();
  #client;

  constructor(shape, client) {
    // The tick itself is one span.
    const indicators = shape.spans - 1 - shape.database - shape.queries;
    this.#indicators = Array.from({ length: indicators }, () => new EmaIndicator());
    this.#shape = shape;
    this.#client = client;
  }

  async onTick(tick) {
    for (const indicator of this.#indicators) indicator.update(tick.price);
    for (let call = 0; call < this.#shape.database; call++) await this.#database.saveTick(tick);
    for (let query = 0; query < this.#shape.queries; query++) {
      await this.#client.query('SELECT price FROM quotes WHERE id = $1', [tick.time]);
    }
  }
}

for (const [prototype, method, wrap] of [
  [EmaIndicator.prototype, 'update', wrapOperation],
  [MarketDatabaseService.prototype, 'saveTick', wrapOperation],
  [TradingBot.prototype, 'onTick', wrapTick],
]) {
  prototype[method] = wrap(prototype[method], method);
}

/** @param {{ spans: number, database: number, queries: number }} shape spans of a tick, and how many are of which kind */
exports.startBot = async (shape) => new TradingBot(shape, shape.queries > 0 ? await connectInstantly() : undefined);

/** What the exchange sends. */
exports.marketEvent = (number) => ({ symbol: 'BTC-USD', price: number, time: number });
