// A backtest on an event bus: bars, signals, orders and fills are events, and the clock is that of the market.
//
//   node event-bus.js

const { EventEmitter } = require('node:events');

const BARS = 60_000;
const SYMBOLS = ['AAPL', 'MSFT', 'NVDA'];

/** Stands for the clocks and timers of the process while the past is replayed. */
class FakeClock {
  #now;
  #timers = [];

  constructor(now) {
    this.#now = now;
  }

  install() {
    const begun = this.#now;
    Date.now = () => this.#now;
    performance.now = () => this.#now - begun;
    globalThis.setTimeout = (callback, millis = 0, ...given) => {
      const timer = { due: this.#now + millis, callback: () => callback(...given) };
      const at = this.#timers.findIndex(({ due }) => due > timer.due);
      this.#timers.splice(at === -1 ? this.#timers.length : at, 0, timer);
      return timer;
    };
    globalThis.clearTimeout = (timer) => {
      const at = this.#timers.indexOf(timer);
      if (at !== -1) this.#timers.splice(at, 1);
    };
  }

  advance(to) {
    while (this.#timers.length > 0 && this.#timers[0].due <= to) {
      const { due, callback } = this.#timers.shift();
      this.#now = due;
      callback();
    }
    this.#now = to;
  }
}

class MovingAverage {
  #values = [];

  constructor(length) {
    this.length = length;
  }

  calculate(value) {
    this.#values.push(value);
    if (this.#values.length > this.length) this.#values.shift();
    const weighted = this.#values.reduce((sum, one, at) => sum + (at + 1) * one, 0);
    return (2 * weighted) / (this.#values.length * (this.#values.length + 1));
  }
}

class BollingerBands {
  #values = [];

  update(value) {
    this.#values = [...this.#values, value].slice(-400);
    const mean = this.#values.reduce((sum, one) => sum + one, 0) / this.#values.length;
    const squares = this.#values.map((one) => (one - mean) ** 2).reduce((sum, one) => sum + one, 0);
    return { mean, width: 2 * Math.sqrt(squares / this.#values.length) };
  }
}

const studiesOf = (symbol) => [
  symbol,
  { fast: new MovingAverage(60), slow: new MovingAverage(480), bands: new BollingerBands() },
];

class CrossoverStrategy {
  #studies = new Map(SYMBOLS.map(studiesOf));
  #isLong = new Map();

  constructor(bus) {
    this.bus = bus;
  }

  onBar({ symbol, close }) {
    const { fast, slow, bands } = this.#studies.get(symbol);
    const isLong = fast.calculate(close) > slow.calculate(close);
    const { mean, width } = bands.update(close);
    if (isLong === this.#isLong.get(symbol) || Math.abs(close - mean) > width) return;
    this.#isLong.set(symbol, isLong);
    this.bus.emit('signal', { symbol, isLong, price: close, at: Date.now() });
  }
}

class Broker {
  #working = new Map();
  fills = 0;

  constructor(bus) {
    this.bus = bus;
  }

  onOrder(order) {
    clearTimeout(this.#working.get(order.symbol));
    this.#working.set(
      order.symbol,
      setTimeout(() => this.fill(order), 250),
    );
  }

  fill({ symbol, quantity, price }) {
    this.fills++;
    this.bus.emit('fill', { symbol, quantity, price: price * (quantity > 0 ? 1.0005 : 0.9995), at: Date.now() });
  }
}

class Portfolio {
  cash = 1_000_000;
  held = new Map(SYMBOLS.map((symbol) => [symbol, 0]));
  prices = new Map();
  curve = [];
  worst = 0;

  constructor(bus) {
    this.bus = bus;
  }

  onSignal({ symbol, isLong, price }) {
    const wanted = isLong ? Math.floor(100_000 / price) : 0;
    const quantity = wanted - this.held.get(symbol);
    if (quantity !== 0) this.bus.emit('order', { symbol, quantity, price });
  }

  onFill({ symbol, quantity, price }) {
    this.held.set(symbol, this.held.get(symbol) + quantity);
    this.cash -= quantity * price;
  }

  highestOf(count) {
    let highest = -Infinity;
    for (let at = Math.max(0, this.curve.length - count); at < this.curve.length; at++) {
      if (this.curve[at] > highest) highest = this.curve[at];
    }
    return highest;
  }

  markToMarket({ symbol, close }) {
    this.prices.set(symbol, close);
    let value = this.cash;
    for (const [one, quantity] of this.held) value += quantity * (this.prices.get(one) ?? 0);
    this.curve.push(value);
    this.worst = Math.max(this.worst, this.highestOf(1_000) - value);
  }
}

/** One line of the file that is replayed. */
function lineOf(symbol, at, number) {
  const open = 150 + 40 * at + 20 * Math.sin(number / (900 + 100 * at)) + 3 * Math.sin(number / 17);
  const close = open + 0.2 * Math.sin(number * (at + 1));
  const prices = [open, open + 0.4, open - 0.4, close].map((price) => price.toFixed(4));
  return [symbol, new Date(Date.now()).toISOString(), ...prices, 100 + at].join(',');
}

function parseBar(line) {
  const [symbol, time, ...numbers] = line.split(',');
  const [open, high, low, close, volume] = numbers.map(Number);
  return { symbol, time: Date.parse(time), open, high, low, close, volume };
}

const clock = new FakeClock(Date.parse('2024-01-02T14:30:00Z'));
clock.install();

const bus = new EventEmitter();
const strategy = new CrossoverStrategy(bus);
const broker = new Broker(bus);
const portfolio = new Portfolio(bus);
bus.on('bar', (bar) => strategy.onBar(bar));
bus.on('bar', (bar) => portfolio.markToMarket(bar));
bus.on('signal', (signal) => portfolio.onSignal(signal));
bus.on('order', (order) => broker.onOrder(order));
bus.on('fill', (fill) => portfolio.onFill(fill));

for (let number = 0; number < BARS; number++) {
  clock.advance(Date.now() + 1_000);
  for (const [at, symbol] of SYMBOLS.entries()) bus.emit('bar', parseBar(lineOf(symbol, at, number)));
}

const [last, best] = [portfolio.curve.at(-1), portfolio.highestOf(portfolio.curve.length)];
console.log(`${broker.fills} fills, ${last.toFixed(2)} at the end, ${best.toFixed(2)} at best`);
console.log(`drawdown ${portfolio.worst.toFixed(2)}`);
