// The bot that is measured: a tick with strategies, indicators, services and queries, each doing next to nothing.
//
// Unaware of who measures it. A preload that has no instrumentation of its own finds the functions in `globalThis.benchmark`.

const { connectInstantly } = require('./instant-database.js');

const { wrapTick = (fn) => fn, wrapOperation = (fn) => fn } = globalThis.benchmark ?? {};

class EmaIndicator {
  value = 0.5;

  update(price) {
    this.value = 0.9 * this.value + 0.1 * price;
    return this.value;
  }
}

class RsiIndicator {
  gain = 0.5;
  loss = 0.5;
  last = 0.5;

  update(price) {
    const change = price - this.last;
    this.last = price;
    this.gain = 0.9 * this.gain + (change > 0 ? 0.1 * change : 0);
    this.loss = 0.9 * this.loss - (change < 0 ? 0.1 * change : 0);
    return this.gain / (this.gain + this.loss + 1e-9);
  }
}

class AtrIndicator {
  high = 0.5;
  low = 0.5;

  update(price) {
    this.high = price > this.high ? price : 0.99 * this.high;
    this.low = price < this.low ? price : 1.01 * this.low;
    return this.high - this.low;
  }
}

class RocIndicator {
  earlier = 0.5;

  update(price) {
    const momentum = price - this.earlier;
    this.earlier = price;
    return momentum;
  }
}

const INDICATORS = [EmaIndicator, RsiIndicator, AtrIndicator, RocIndicator];

const makeIndicators = (count) => Array.from({ length: count }, (_, at) => new INDICATORS[at % INDICATORS.length]());

class CrossingStrategy {
  #indicators;
  score = 0.5;

  constructor(indicators) {
    this.#indicators = makeIndicators(indicators);
  }

  evaluate(tick) {
    let score = 0.5;
    for (const indicator of this.#indicators) score += indicator.update(tick.price);
    this.score = score;
    return score > 0;
  }
}

class PriceRepository {
  last;

  save(tick) {
    this.last = tick;
    return tick;
  }
}

class PriceDatabaseService {
  #repository = new PriceRepository();

  saveTick(tick) {
    return this.#repository.save(tick);
  }
}

class QuoteRepository {
  async save(tick) {
    await null;
    return tick;
  }
}

class QuoteDatabaseService {
  #repository = new QuoteRepository();

  async saveTick(tick) {
    return this.#repository.save(tick);
  }
}

class TradingBot {
  indicators;
  strategies;
  services;
  shape;
  client;

  constructor(shape, client) {
    const { strategies, indicators, services, isAsynchronous } = shape;
    const Service = isAsynchronous ? QuoteDatabaseService : PriceDatabaseService;
    this.indicators = makeIndicators(strategies === 0 ? indicators : 0);
    this.strategies = Array.from({ length: strategies }, () => new CrossingStrategy(indicators / strategies));
    this.services = Array.from({ length: services }, () => new Service());
    this.shape = shape;
    this.client = client;
  }

  onTick(tick) {
    for (const indicator of this.indicators) indicator.update(tick.price);
    for (const strategy of this.strategies) strategy.evaluate(tick);
    for (const service of this.services) service.saveTick(tick);
  }
}

class AsynchronousTradingBot extends TradingBot {
  async onTick(tick) {
    for (const indicator of this.indicators) indicator.update(tick.price);
    for (const strategy of this.strategies) strategy.evaluate(tick);
    for (const service of this.services) await service.saveTick(tick);
    for (let query = 0; query < this.shape.queries; query++) {
      await this.client.query('SELECT price FROM quotes WHERE id = $1', [tick.time]);
    }
  }
}

const OPERATIONS = [
  ...INDICATORS.map((Indicator) => [Indicator.prototype, 'update']),
  [CrossingStrategy.prototype, 'evaluate'],
  [PriceRepository.prototype, 'save'],
  [PriceDatabaseService.prototype, 'saveTick'],
  [QuoteRepository.prototype, 'save'],
  [QuoteDatabaseService.prototype, 'saveTick'],
];
for (const [prototype, method] of OPERATIONS) prototype[method] = wrapOperation(prototype[method], method);
for (const { prototype } of [TradingBot, AsynchronousTradingBot])
  prototype.onTick = wrapTick(prototype.onTick, 'onTick');

/** @param {object} shape one of shapes.js */
exports.startBot = async (shape) => {
  const client = shape.queries > 0 ? await connectInstantly() : undefined;
  return shape.isAsynchronous ? new AsynchronousTradingBot(shape, client) : new TradingBot(shape);
};
