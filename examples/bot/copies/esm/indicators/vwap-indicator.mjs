// Volume-weighted average price of the latest trades.

class VwapIndicator {
  /** @param {number} period */
  constructor(period) {
    this.period = period;
    this.trades = [];
  }

  /** @param {number} price @param {number} size @returns {number} */
  update(price, size) {
    this.trades.push({ price, size });
    if (this.trades.length > this.period) this.trades.shift();
    let value = 0;
    let volume = 0;
    for (const trade of this.trades) {
      value += trade.price * trade.size;
      volume += trade.size;
    }
    return value / volume;
  }
}

export { VwapIndicator };
