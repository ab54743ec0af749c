// One-minute candles and the latest prices, built from the trades.

import type { Candle, Tick } from './types.mts';

const CANDLES_KEPT = 120;
const PRICES_KEPT = 64;

class CandleBook {
  closed: Candle[] = [];
  prices: number[] = [];
  open: Candle | null = null;

  /** @returns the candle that this trade has closed */
  update(tick: Tick): Candle | null {
    this.prices.push(tick.price);
    if (this.prices.length > PRICES_KEPT) this.prices.shift();

    const minute = tick.time.slice(0, 16);
    if (this.open?.minute === minute) {
      this.open.high = Math.max(this.open.high, tick.price);
      this.open.low = Math.min(this.open.low, tick.price);
      this.open.close = tick.price;
      this.open.volume += tick.size;
      return null;
    }
    const finished = this.open;
    const { price, size } = tick;
    this.open = { minute, open: price, high: price, low: price, close: price, volume: size };
    if (finished) this.closed.push(finished);
    if (this.closed.length > CANDLES_KEPT) this.closed.shift();
    return finished;
  }

  lastPrices(count: number): number[] {
    return this.prices.slice(-count);
  }
}

export { CandleBook };
