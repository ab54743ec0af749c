// Records what was traded in the database: each trade, each closed candle, each order.

/** The habit: one statement for each of them, and the tick waits for all. */
class AwaitedJournal {
  /** @param {DatabaseService} database */
  constructor(database) {
    this.database = database;
  }

  /** @param {Tick} tick @param {Candle | null} closed @param {Order[]} orders @returns {Promise<void>} */
  async record(tick, closed, orders) {
    await this.database.insertTrade(tick); // Found: writes-in-every-tick
    if (closed) await this.database.insertCandle(closed);
    for (const order of orders) {
      await this.database.insertOrder(order);
      await this.database.updatePosition(order);
      await this.database.countOrders(order.strategy);
    }
  }

  async close() {}
}

const WRITE_MS = 500;

/** Fixed: kept back, and written twice a second beside the ticks, one statement for all trades. */
class BatchedJournal {
  /** @type {Tick[]} */
  trades = [];
  /** @type {Candle[]} */
  candles = [];
  /** @type {Order[]} */
  orders = [];
  /** @type {Promise<void>} */
  recorded = Promise.resolve();

  /** @param {DatabaseService} database */
  constructor(database) {
    this.database = database;
    this.timer = setInterval(() => this.writeSoon(), WRITE_MS);
  }

  /** Nothing to wait for. @param {Tick} tick @param {Candle | null} closed @param {Order[]} orders */
  record(tick, closed, orders) {
    this.trades.push(tick);
    if (closed) this.candles.push(closed);
    this.orders.push(...orders);
  }

  /** One batch after another, in the order of the trades. A batch that fails ends the bot when it closes. */
  writeSoon() {
    const { trades, candles, orders } = this;
    [this.trades, this.candles, this.orders] = [[], [], []];
    this.recorded = this.recorded.then(() => this.writeBatch(trades, candles, orders));
    this.recorded.catch(() => {});
  }

  /** @param {Tick[]} trades @param {Candle[]} candles @param {Order[]} orders @returns {Promise<void>} */
  async writeBatch(trades, candles, orders) {
    if (trades.length > 0) await this.database.insertTrades(trades);
    for (const candle of candles) await this.database.insertCandle(candle);
    for (const order of orders) {
      await this.database.insertOrder(order);
      await this.database.updatePosition(order);
      await this.database.countOrders(order.strategy);
    }
  }

  /** @returns {Promise<void>} */
  async close() {
    clearInterval(this.timer);
    this.writeSoon();
    await this.recorded;
  }
}

/** Only what a tick always waits for is written beside the ticks: what is found in each of them. */
class TradesBatchedJournal extends BatchedJournal {
  /** @param {Tick} tick @param {Candle | null} closed @param {Order[]} orders @returns {Promise<void>} */
  async record(tick, closed, orders) {
    this.trades.push(tick);
    await this.writeBatch([], closed ? [closed] : [], orders);
  }
}

module.exports = { AwaitedJournal, BatchedJournal, TradesBatchedJournal };
