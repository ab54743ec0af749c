// Deals with one trade at a time: decide at once, then record.

const { CandleBook } = require('./candles');
const { countTick } = require('./counters');
const { Portfolio } = require('./portfolio');
const { BreakoutStrategy } = require('./strategies/breakout-strategy');
const { MeanReversionStrategy } = require('./strategies/mean-reversion-strategy');
const { MomentumStrategy } = require('./strategies/momentum-strategy');

class TradingOrchestrator {
  candles = new CandleBook();
  portfolio = new Portfolio();
  strategies = [new MomentumStrategy(), new MeanReversionStrategy(), new BreakoutStrategy()];
  trades = 0;
  risk = 0;
  reference = 0;
  change = 0;
  busiest = NaN;

  /** @param {Parts} parts */
  constructor(parts) {
    this.database = parts.database;
    this.stopwatch = parts.stopwatch;
    this.profile = parts.profile;
    this.keeper = parts.keeper;
    this.review = parts.review;
    this.cache = parts.cache;
    this.journal = parts.journal;
    this.options = parts.options;
  }

  /** @param {Tick} tick @returns {Promise<void>} */
  async onTick(tick) {
    // Found: nothing-measures
    countTick();
    const watch = this.stopwatch.startTick();
    const number = this.trades++;
    // Before the first await: ticks may overlap, and decisions have to come in the order of the trades.
    const closed = this.candles.update(tick);
    const orders = this.decide(tick, number, closed, watch);
    watch.time('unbounded-cache', () => this.remember(tick));
    if (this.isDue('state-every', number, 0.2)) watch.time('sync-write', () => this.keeper.save(tick));
    await watch.timeAsync('insert-per-trade', () => this.journal.record(tick, closed, orders));
    await this.lookAround(tick, number, watch);
    watch.stop();
  }

  /** @param {Tick} tick @param {number} index @param {Candle | null} closed @param {any} watch @returns {Order[]} */
  decide(tick, index, closed, watch) {
    watch.time('redundant-indicators', () => this.profile.append(tick));
    const isLook = index === 0 || this.isDue('profile-every', index, 0.7);
    const readBusiestPrice = () => {
      if (isLook) this.busiest = watch.time('redundant-indicators', () => this.profile.busiestPrice());
      return this.busiest;
    };
    const market = { tick, closed, candles: this.candles, readBusiestPrice };
    /** @type {Order[]} */
    const orders = [];
    for (const strategy of this.strategies) {
      const order = this.portfolio.follow(strategy.name, strategy.evaluate(market), tick);
      if (!order) continue;
      orders.push(order);
      const { number, side, size, symbol, price, time } = order;
      console.log(`order ${number} ${time} ${side} ${size} ${symbol} at ${price.toFixed(2)} by ${strategy.name}`);
    }
    return orders;
  }

  /** @param {Tick} tick */
  remember(tick) {
    const before = this.cache.get(tick.tradeId - 1);
    this.change = before ? tick.price - before.price : 0;
    this.cache.add(tick); // Found: growing-memory
  }

  /** The open positions and the price elsewhere.
   * @param {Tick} tick @param {number} number @param {any} watch @returns {Promise<void>}
   */
  async lookAround(tick, number, watch) {
    if (this.isDue('review-every', number, 0)) {
      this.risk = await watch.timeAsync('query-per-position', () => this.review.totalRisk());
    }
    if (this.isDue('reference-every', number, 0.5)) {
      this.reference = await watch.timeAsync('unindexed-lookup', () => this.database.findReference(tick.tradeId));
    }
  }

  /** Work that is done every few trades is done at different ones, or one tick would have all of it.
   * @param {string} flag @param {number} number @param {number} phase from 0 to 1 @returns {boolean}
   */
  isDue(flag, number, phase) {
    const every = this.options[flag];
    return number % every === Math.floor(every * phase);
  }
}

module.exports = { TradingOrchestrator };
