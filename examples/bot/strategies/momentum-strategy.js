// Follows a move: buys when the fast average leaves the slow one behind and MACD agrees.

const { MACD } = require('technicalindicators');
const { countIndicator } = require('../counters');
const { EmaIndicator } = require('../indicators/ema-indicator');

const NOISE = 0.1;

class MomentumStrategy {
  name = 'momentum';
  fast = new EmaIndicator(4);
  slow = new EmaIndicator(16);
  /** @type {number | undefined} */
  histogram = undefined;

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    countIndicator('EmaIndicator.update');
    const fast = this.fast.update(market.cents);
    countIndicator('EmaIndicator.update');
    const slow = this.slow.update(market.cents);
    const deviation = market.readVolatility();
    if (market.closed) this.histogram = this.macdHistogram(market.candles.closed);
    if (this.histogram === undefined || deviation === undefined) return 'hold';
    if (this.histogram > 0 && fast - slow > NOISE * deviation) return 'buy';
    return slow - fast > NOISE * deviation ? 'sell' : 'hold';
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
