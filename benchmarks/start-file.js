// One small file of a program with functions to measure: the first of them makes a preload parse it.

class SmaStrategy {
  constructor(period) {
    this.period = period;
    this.closes = [];
  }

  onTick(tick) {
    this.closes.push(tick.price);
    if (this.closes.length > this.period) this.closes.shift();
    return this.signal(tick);
  }

  signal(tick) {
    const average = this.closes.reduce((sum, close) => sum + close, 0) / this.closes.length;
    return tick.price > average ? 'buy' : 'sell';
  }
}

exports.SmaStrategy = SmaStrategy;
