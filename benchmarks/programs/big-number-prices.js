// A market maker that never rounds: prices and sizes are decimals on BigInt, as from an exchange that sends them as text.
//
//   node big-number-prices.js

const UPDATES = 60_000;
const SCALE = 18n;
const ONE = 10n ** SCALE;

/** A decimal with 18 places. Never changed: every operation makes a new one. */
class Decimal {
  constructor(units) {
    this.units = units;
  }

  static parse(text) {
    const [whole, places = ''] = text.split('.');
    return new Decimal(BigInt(whole + places.padEnd(Number(SCALE), '0')));
  }

  plus(other) {
    return new Decimal(this.units + other.units);
  }

  minus(other) {
    return new Decimal(this.units - other.units);
  }

  times(other) {
    return new Decimal((this.units * other.units) / ONE);
  }

  over(other) {
    return new Decimal((this.units * ONE) / other.units);
  }

  isLess(other) {
    return this.units < other.units;
  }

  toString() {
    const digits = String(this.units < 0n ? -this.units : this.units).padStart(Number(SCALE) + 1, '0');
    return `${this.units < 0n ? '-' : ''}${digits.slice(0, -Number(SCALE))}.${digits.slice(-Number(SCALE))}`;
  }
}

const decimal = Decimal.parse;
const ZERO = decimal('0');
const TWO = decimal('2');

class EmaIndicator {
  #value;

  constructor(weight) {
    this.weight = weight;
    this.rest = decimal('1').minus(weight);
  }

  update(price) {
    this.#value = this.#value === undefined ? price : this.#value.times(this.rest).plus(price.times(this.weight));
    return this.#value;
  }
}

/** The price for which a given size can be had. */
class DepthIndicator {
  calculate(levels, size) {
    let left = size;
    let paid = ZERO;
    for (const [price, there] of levels) {
      const taken = there.isLess(left) ? there : left;
      paid = paid.plus(taken.times(price));
      left = left.minus(taken);
      if (!ZERO.isLess(left)) break;
    }
    return paid.over(size.minus(left));
  }
}

class QuotingStrategy {
  #fast = new EmaIndicator(decimal('0.2'));
  #slow = new EmaIndicator(decimal('0.02'));
  #depth = new DepthIndicator();
  #size = decimal('12.5');
  inventory = ZERO;
  cash = ZERO;

  evaluate({ bids, asks }) {
    const middle = bids[0][0].plus(asks[0][0]).over(TWO);
    const trend = this.#fast.update(middle).minus(this.#slow.update(middle));
    const buy = this.#depth.calculate(asks, this.#size);
    const sell = this.#depth.calculate(bids, this.#size);
    if (ZERO.isLess(trend) && this.inventory.isLess(this.#size)) this.trade(this.#size, buy);
    if (trend.isLess(ZERO) && ZERO.isLess(this.inventory)) this.trade(ZERO.minus(this.#size), sell);
  }

  trade(size, price) {
    this.inventory = this.inventory.plus(size);
    this.cash = this.cash.minus(size.times(price));
  }
}

class MarketMaker {
  strategy = new QuotingStrategy();

  onOrderBookUpdate(update) {
    const bids = update.bids.map(([price, size]) => [decimal(price), decimal(size)]);
    const asks = update.asks.map(([price, size]) => [decimal(price), decimal(size)]);
    this.strategy.evaluate({ symbol: update.symbol, bids, asks });
  }
}

const maker = new MarketMaker();

/** Ten levels on each side, as text. */
function bookUpdate(number) {
  const middle = 30_000 + 500 * Math.sin(number / 1_000) + 5 * Math.sin(number / 7);
  const side = (sign) =>
    Array.from({ length: 10 }, (_, level) => [
      (middle + sign * (level + 1) * 0.5).toFixed(8),
      (1 + ((number + 3 * level) % 7) / 4).toFixed(8),
    ]);
  return { symbol: 'BTC-USD', time: 1_700_000_000_000 + number, bids: side(-1), asks: side(1) };
}

for (let number = 0; number < UPDATES; number++) maker.onOrderBookUpdate(bookUpdate(number));
console.log(`inventory ${maker.strategy.inventory}, cash ${maker.strategy.cash}`);
