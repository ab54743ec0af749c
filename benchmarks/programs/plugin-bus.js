// A paper trader made of plugins: every candle goes through all of them, each calls back when it is done.
//
//   node plugin-bus.js

const CANDLES = 180_000;

/** Prices without a data file: a walk of a linear congruential generator. */
function* candles(count) {
  let state = 42;
  let price = 20_000;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296;
  for (let number = 0; number < count; number++) {
    const open = price;
    const close = open * (1 + (random() - 0.5) / 200);
    const high = Math.max(open, close) * (1 + random() / 500);
    const low = Math.min(open, close) * (1 - random() / 500);
    price = close;
    yield { symbol: 'BTC-USD', start: 1_500_000_000 + 60 * number, open, high, low, close, volume: 10 * random() };
  }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

class BollingerBands {
  #closes = [];

  constructor(length) {
    this.length = length;
  }

  update(close) {
    this.#closes = [...this.#closes, close].slice(-this.length);
    const middle = mean(this.#closes);
    const width = 2 * Math.sqrt(mean(this.#closes.map((one) => (one - middle) ** 2)));
    return { lower: middle - width, middle, upper: middle + width };
  }
}

class AverageTrueRangeIndicator {
  #ranges = [];
  #last;

  update({ high, low, close }) {
    const before = this.#last ?? close;
    this.#last = close;
    this.#ranges.push(Math.max(high - low, Math.abs(high - before), Math.abs(low - before)));
    if (this.#ranges.length > 200) this.#ranges.shift();
    return mean(this.#ranges);
  }
}

class TradingAdvisor {
  #bands = [20, 50, 100, 400].map((length) => new BollingerBands(length));
  #range = new AverageTrueRangeIndicator();

  constructor(bus) {
    this.bus = bus;
  }

  processCandle(candle, done) {
    const range = this.#range.update(candle);
    const bands = this.#bands.map((one) => one.update(candle.close));
    const below = bands.filter(({ lower }) => candle.close < lower).length;
    const above = bands.filter(({ upper }) => candle.close > upper).length;
    if (below > 2 && range < 0.02 * candle.close) this.bus.advise('long', candle);
    if (above > 2) this.bus.advise('short', candle);
    done();
  }
}

class PaperTrader {
  currency = 10_000;
  asset = 0;
  trades = 0;

  processAdvice(direction, { close }) {
    if (direction === 'long' && this.currency > 0) [this.asset, this.currency] = [(0.999 * this.currency) / close, 0];
    else if (direction === 'short' && this.asset > 0) [this.asset, this.currency] = [0, 0.999 * this.asset * close];
    else return;
    this.trades++;
  }

  processCandle({ close }, done) {
    this.balance = this.currency + this.asset * close;
    done();
  }
}

/** Sharpe ratio of what the balance did in the last candles. */
class PerformanceAnalyzer {
  #balances = [];
  sharpe = 0;

  constructor(trader) {
    this.trader = trader;
  }

  processCandle(_candle, done) {
    this.#balances.push(this.trader.balance);
    if (this.#balances.length > 1_000) this.#balances.shift();
    let [sum, squares] = [0, 0];
    for (let at = 1; at < this.#balances.length; at++) {
      const change = this.#balances[at] / this.#balances[at - 1] - 1;
      sum += change;
      squares += change * change;
    }
    this.sharpe = squares === 0 ? 0 : sum / Math.sqrt(squares);
    done();
  }
}

/** One line for each candle, as it would go into a file; here only its hash is kept. */
class CandleLog {
  hash = 0;

  processCandle({ start, open, high, low, close, volume }, done) {
    const numbers = [open, high, low, close].map((price) => price.toFixed(2)).join(',');
    const line = `${new Date(1_000 * start).toISOString()},${numbers},${volume.toFixed(4)}`;
    for (let at = 0; at < line.length; at++) this.hash = (Math.imul(this.hash, 31) + line.charCodeAt(at)) | 0;
    done();
  }
}

class DrawdownWatch {
  #peak = 0;
  worst = 0;

  constructor(trader) {
    this.trader = trader;
  }

  processCandle(_candle, done) {
    const { balance } = this.trader;
    this.#peak = Math.max(this.#peak, balance);
    this.worst = Math.max(this.worst, 1 - balance / this.#peak);
    // As a plugin does that writes elsewhere.
    process.nextTick(done);
  }
}

class PluginBus {
  trader = new PaperTrader();
  drawdown = new DrawdownWatch(this.trader);
  analyzer = new PerformanceAnalyzer(this.trader);
  log = new CandleLog();
  #plugins = [new TradingAdvisor(this), this.trader, this.analyzer, this.log, this.drawdown];

  advise(direction, candle) {
    this.trader.processAdvice(direction, candle);
  }

  processCandle(candle, done) {
    const through = (at) => {
      if (at === this.#plugins.length) done();
      else this.#plugins[at].processCandle(candle, () => through(at + 1));
    };
    through(0);
  }
}

const bus = new PluginBus();
const feed = candles(CANDLES);
let handled = 0;

function next() {
  const { value, done } = feed.next();
  if (done) {
    const { trader, drawdown, analyzer, log } = bus;
    console.log(`${trader.trades} trades, ${trader.balance.toFixed(2)} USD, drawdown ${drawdown.worst.toFixed(6)}`);
    console.log(`Sharpe ${analyzer.sharpe.toFixed(6)}, log ${log.hash}`);
    return;
  }
  bus.processCandle(value, () => (++handled % 100 === 0 ? setImmediate(next) : next()));
}

next();
