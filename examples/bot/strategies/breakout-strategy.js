// Buys when the price breaks out above what was paid on average, sells when it falls back.

const { ROC, sma } = require('technicalindicators');
const { countIndicator } = require('../counters');
const { VwapIndicator } = require('../indicators/vwap-indicator');

const CLOSES = 5;
const CLEAR = 0.5;

class BreakoutStrategy {
  name = 'breakout';
  change = new ROC({ period: 10, values: [] });
  vwap = new VwapIndicator(50);

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    countIndicator('ROC.nextValue');
    const change = this.change.nextValue(market.cents);
    countIndicator('VwapIndicator.update');
    const paid = this.vwap.update(market.cents, market.tick.size);
    const deviation = market.readVolatility();
    if (change === undefined || deviation === undefined) return 'hold';
    if (market.cents - paid > CLEAR * deviation && change > 0) return 'buy';
    return market.cents < Math.min(paid, this.averageClose(market.candles.closed) ?? paid) ? 'sell' : 'hold';
  }

  /** @param {Candle[]} candles @returns {number | undefined} cents; undefined in the first minutes */
  averageClose(candles) {
    countIndicator('sma');
    const average = sma({ period: CLOSES, values: candles.slice(-CLOSES).map((candle) => candle.close) }).at(-1);
    return average && average * 100;
  }
}

module.exports = { BreakoutStrategy };
