// Buys when the price breaks out above what was paid on average, sells when it falls back.

import type { Candle, Market, Signal } from '../types.mts';
import { ROC, sma } from 'technicalindicators';
import { countIndicator } from '../counters.mts';
import { VwapIndicator } from '../indicators/vwap-indicator.mts';

const CLOSES = 5;
const CLEAR = 1.000_1;

class BreakoutStrategy {
  name = 'breakout';
  change = new ROC({ period: 10, values: [] });
  vwap = new VwapIndicator(50);

  evaluate(market: Market): Signal {
    const { price, size } = market.tick;
    countIndicator('ROC.nextValue');
    const change = this.change.nextValue(price);
    countIndicator('VwapIndicator.update');
    const paid = this.vwap.update(price, size);
    const busiest = market.readBusiestPrice();
    if (change === undefined) return 'hold';
    const floor = Math.min(paid, this.averageClose(market.candles.closed) ?? paid);
    if (price > CLEAR * paid && price > busiest && change > 0) return 'buy';
    return price < floor ? 'sell' : 'hold';
  }

  /** @returns undefined in the first minutes */
  averageClose(candles: Candle[]): number | undefined {
    countIndicator('sma');
    return sma({ period: CLOSES, values: candles.slice(-CLOSES).map((candle) => candle.close) }).at(-1);
  }
}

export { BreakoutStrategy };
