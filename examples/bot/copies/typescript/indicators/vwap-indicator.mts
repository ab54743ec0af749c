// Volume-weighted average price of the latest trades.

class VwapIndicator {
  period: any;
  trades: any;

  constructor(period: number) {
    this.period = period;
    this.trades = [];
  }

  update(price: number, size: number): number {
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
