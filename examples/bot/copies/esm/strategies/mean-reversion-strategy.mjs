// Bets on the way back: buys below the average when the market is oversold.

import { RSI, SMA } from 'technicalindicators';
import { countIndicator } from '../counters.mjs';

const PERIOD = 14;
const OVERSOLD = 40;
const OVERBOUGHT = 60;

class MeanReversionStrategy {
  name = 'mean-reversion';
  average = new SMA({ period: PERIOD, values: [] });

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    const { price } = market.tick;
    countIndicator('SMA.nextValue');
    const average = this.average.nextValue(price);
    countIndicator('RSI.calculate');
    const rsi = RSI.calculate({ period: PERIOD, values: market.candles.lastPrices(2 * PERIOD) }).at(-1);
    const busiest = market.readBusiestPrice();
    if (average === undefined || rsi === undefined) return 'hold';
    if (price < Math.max(average, busiest) && rsi < OVERSOLD) return 'buy';
    return price > Math.min(average, busiest) && rsi > OVERBOUGHT ? 'sell' : 'hold';
  }
}

export { MeanReversionStrategy };
