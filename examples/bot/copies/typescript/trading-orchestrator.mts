// Deals with one trade at a time: decide at once, then record.

import type { Candle, Order, Parts, Tick } from './types.mts';
import { CandleBook } from './candles.mts';
import { countTick } from './counters.mts';
import { describeTrade } from './habits/context-cache.mts';
import { Portfolio } from './portfolio.mts';
import { BreakoutStrategy } from './strategies/breakout-strategy.mts';
import { MeanReversionStrategy } from './strategies/mean-reversion-strategy.mts';
import { MomentumStrategy } from './strategies/momentum-strategy.mts';

class TradingOrchestrator {
  database: any;
  stopwatch: any;
  profile: any;
  keeper: any;
  review: any;
  cache: any;
  options: any;

  candles = new CandleBook();
  portfolio = new Portfolio();
  strategies = [new MomentumStrategy(), new MeanReversionStrategy(), new BreakoutStrategy()];
  trades = 0;
  risk = 0;
  reference = 0;

  constructor(parts: Parts) {
    this.database = parts.database;
    this.stopwatch = parts.stopwatch;
    this.profile = parts.profile;
    this.keeper = parts.keeper;
    this.review = parts.review;
    this.cache = parts.cache;
    this.options = parts.options;
  }

  async onTick(tick: Tick): Promise<void> {
    countTick();
    const watch = this.stopwatch.startTick();
    const number = this.trades++;
    // Before the first await: ticks may overlap, and decisions have to come in the order of the trades.
    const closed = this.candles.update(tick);
    const orders = this.decide(tick, closed, watch);
    watch.time('unbounded-cache', () => this.remember(tick));
    watch.time('sync-write', () => this.keeper.save(tick));
    await this.record(tick, closed, orders);
    await this.lookAround(tick, number, watch);
    watch.stop();
  }

  decide(tick: Tick, closed: Candle | null, watch: any): Order[] {
    watch.time('redundant-indicators', () => this.profile.append(tick));
    const readBusiestPrice = () => watch.time('redundant-indicators', () => this.profile.busiestPrice());
    const market = { tick, closed, candles: this.candles, readBusiestPrice };
    const orders: Order[] = [];
    for (const strategy of this.strategies) {
      const order = this.portfolio.follow(strategy.name, strategy.evaluate(market), tick);
      if (!order) continue;
      orders.push(order);
      const { number, side, size, symbol, price, time } = order;
      console.log(`order ${number} ${time} ${side} ${size} ${symbol} at ${price.toFixed(2)} by ${strategy.name}`);
    }
    return orders;
  }

  remember(tick: Tick) {
    const before = this.cache.get(tick.tradeId - 1);
    const context = describeTrade(tick, this.options['entry-bytes']);
    this.cache.set(tick.tradeId, { ...context, change: before ? tick.price - before.price : 0 });
  }

  async record(tick: Tick, closed: Candle | null, orders: Order[]): Promise<void> {
    await this.database.insertTrade(tick);
    if (closed) await this.database.insertCandle(closed);
    for (const order of orders) {
      await this.database.insertOrder(order);
      await this.database.updatePosition(order);
      await this.database.countOrders(order.strategy);
    }
  }

  /** The open positions and the price elsewhere, every few trades and never both at once. */
  async lookAround(tick: Tick, number: number, watch: any): Promise<void> {
    const reviewEvery = this.options['review-every'];
    const referenceEvery = this.options['reference-every'];
    if (number % reviewEvery === 0) {
      this.risk = await watch.timeAsync('query-per-position', () => this.review.totalRisk());
    }
    if (number % referenceEvery === referenceEvery >> 1) {
      this.reference = await watch.timeAsync('unindexed-lookup', () => this.database.findReference(tick.tradeId));
    }
  }
}

export { TradingOrchestrator };
