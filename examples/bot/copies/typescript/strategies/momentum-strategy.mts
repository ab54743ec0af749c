// Follows a move: buys when the fast average leaves the slow one behind, above the busiest price.

import type { Candle, Market, Signal } from '../types.mts';
import { MACD } from 'technicalindicators';
import { countIndicator } from '../counters.mts';
import { EmaIndicator } from '../indicators/ema-indicator.mts';

class MomentumStrategy {
  name = 'momentum';
  fast = new EmaIndicator(4);
  slow = new EmaIndicator(16);
  histogram: number | undefined = undefined;

  evaluate(market: Market): Signal {
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

  /** @returns undefined until there are enough of them */
  macdHistogram(candles: Candle[]): number | undefined {
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

export { MomentumStrategy };
