// Bets on the way back: buys well below the average when the market is oversold.

const { RSI, SMA } = require('technicalindicators');
const { countIndicator } = require('../counters');

const PERIOD = 14;
const OVERSOLD = 40;
const OVERBOUGHT = 60;
const FAR = 0.2;

class MeanReversionStrategy {
  name = 'mean-reversion';
  average = new SMA({ period: PERIOD, values: [] });

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    countIndicator('SMA.nextValue');
    const average = this.average.nextValue(market.cents);
    countIndicator('RSI.calculate');
    const rsi = RSI.calculate({ period: PERIOD, values: market.candles.lastPrices(2 * PERIOD) }).at(-1);
    const deviation = market.readVolatility();
    if (average === undefined || rsi === undefined || deviation === undefined) return 'hold';
    if (average - market.cents > FAR * deviation && rsi < OVERSOLD) return 'buy';
    return market.cents - average > FAR * deviation && rsi > OVERBOUGHT ? 'sell' : 'hold';
  }
}

module.exports = { MeanReversionStrategy };
