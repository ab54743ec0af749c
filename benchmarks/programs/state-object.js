// Indicators that are handed everything: one state of a hundred keys and more, kept from bar to bar.
//
//   node state-object.js

const BARS = 7_000;
/** Kept in the state, for indicators that begin anew with every bar. */
const HISTORY = 500;
const LENGTHS = [5, 8, 10, 13, 20, 21, 34, 50, 55, 89, 100, 144, 200];

function emptyState() {
  const state = {
    symbol: 'ES',
    bars: 0,
    price: 0,
    high: 0,
    low: 0,
    volume: 0,
    time: 0,
    closes: [],
    position: 0,
    profit: 0,
  };
  for (const length of LENGTHS) {
    for (const name of ['sma', 'ema', 'rsi', 'deviation', 'zscore', 'momentum', 'highest', 'lowest'])
      state[`${name}${length}`] = 0;
  }
  return state;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

class SmaIndicator {
  calculate(state, length) {
    state[`sma${length}`] = mean(state.closes.slice(-length));
  }
}

class EmaIndicator {
  calculate(state, length) {
    const weight = 2 / (length + 1);
    state[`ema${length}`] = state.closes.reduce((ema, close) => ema + weight * (close - ema));
  }
}

class RsiIndicator {
  calculate(state, length) {
    const changes = state.closes.slice(1).map((close, at) => close - state.closes[at]);
    const smoothed = (values) => values.reduce((average, value) => average + (value - average) / length, 0);
    const gain = smoothed(changes.map((change) => Math.max(0, change)));
    const loss = smoothed(changes.map((change) => Math.max(0, -change)));
    state[`rsi${length}`] = loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
  }
}

class ZscoreIndicator {
  calculate(state, length) {
    const closes = state.closes.slice(-length);
    const middle = state[`sma${length}`];
    const deviation = Math.sqrt(mean(closes.map((close) => (close - middle) ** 2)));
    state[`deviation${length}`] = deviation;
    state[`zscore${length}`] = deviation === 0 ? 0 : (state.price - middle) / deviation;
  }
}

class DonchianIndicator {
  calculate(state, length) {
    const closes = state.closes.slice(-length);
    state[`lowest${length}`] = Math.min(...closes);
    state[`highest${length}`] = Math.max(...closes);
    state[`momentum${length}`] = state.price - closes[0];
  }
}

class EnsembleStrategy {
  #indicators = [
    new SmaIndicator(),
    new EmaIndicator(),
    new RsiIndicator(),
    new ZscoreIndicator(),
    new DonchianIndicator(),
  ];

  evaluate(state) {
    let votes = 0;
    for (const length of LENGTHS) {
      for (const indicator of this.#indicators) indicator.calculate(state, length);
      const isCheap = state[`zscore${length}`] < -2 && state.price > state[`lowest${length}`];
      const isDear =
        state[`rsi${length}`] > 70 && state.price > state[`highest${length}`] - state[`deviation${length}`];
      votes += (isCheap ? 1 : 0) - (isDear ? 1 : 0) + Math.sign(state[`momentum${length}`]) / 4;
    }
    return votes;
  }
}

class FuturesBot {
  state = emptyState();
  #strategy = new EnsembleStrategy();

  onBar({ open, high, low, close, volume, time }) {
    const { state } = this;
    state.profit += state.position * (close - open);
    Object.assign(state, { price: close, high, low, volume, time, bars: state.bars + 1 });
    state.closes.push(close);
    if (state.closes.length > HISTORY) state.closes.shift();
    const votes = this.#strategy.evaluate(state);
    state.position = votes > 2 ? 1 : votes < -2 ? -1 : state.position;
  }
}

const bot = new FuturesBot();
let open = 5_000;
for (let number = 0; number < BARS; number++) {
  const close = 5_000 + 200 * Math.sin(number / 1_500) + 12 * Math.sin(number / 11) + 3 * Math.sin(number * 1.7);
  const [high, low] = [Math.max(open, close) + 1, Math.min(open, close) - 1];
  bot.onBar({
    symbol: 'ES',
    time: 1_700_000_000_000 + 1_000 * number,
    open,
    high,
    low,
    close,
    volume: 100 + (number % 40),
  });
  open = close;
}
const { profit, position, ema200 } = bot.state;
console.log(
  `${Object.keys(bot.state).length} keys, profit ${profit.toFixed(4)}, position ${position}, ema ${ema200.toFixed(6)}`,
);
