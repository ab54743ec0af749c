// Follows a move: buys when the fast average leaves the slow one behind, above the busiest price.

const { MACD } = require('technicalindicators');
const { countIndicator } = require('../counters');
const { EmaIndicator } = require('../indicators/ema-indicator');

class MomentumStrategy {
  name = 'momentum';
  fast = new EmaIndicator(4);
  slow = new EmaIndicator(16);
  /** @type {number | undefined} */
  histogram = undefined;

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    const { price } = market.tick;
    countIndicator('EmaIndicator.update');
    const fast = this.fast.update(price);
    countIndicator('EmaIndicator.update');
    const slow = this.slow.update(price);
    const busiest = market.readBusiestPrice();
    if (market.closed) this.histogram = this.macdHistogram(market.candles.closed);
    if (fast > slow && (price > busiest || (this.histogram ?? 0) > 0)) return 'buy';
    return fast < slow ? 'sell' : 'hold';
  }

  /** @param {Candle[]} candles @returns {number | undefined} undefined until there are enough of them */
  macdHistogram(candles) {
    countIndicator('MACD');
    const macd = new MACD({
      values: candles.map((candle) => candle.close),
      fastPeriod: 5,
      slowPeriod: 10,
      signalPeriod: 4,
      SimpleMAOscillator: false,
      SimpleMASignal: false,
    });
    return macd.getResult().at(-1)?.histogram;
  }
}

module.exports = { MomentumStrategy };
