// A bot that measures itself: every operation takes its own time, and leaves out that of the operations that it calls.
//
//   node benchmarks/accuracy-program.js '{"rhythm":{"ticksPerTurn":100,"everyMillis":0},"ticks":20000}'
//
// Prints calls and self time by operation. Operations take from 1 µs to 20 µs; the handler awaits what it stores.
//
// With `"clocks":2` a second clock of the program's reads around the first, and it prints by how much the two differ: what any clock
// around another one's reads costs, without a preload.

const { feed } = require('./feed.js');

const { rhythm, ticks, clocks = 1 } = JSON.parse(process.argv[2]);

const DEEPEST = 8;
const begun = new Float64Array(DEEPEST);
const ofCallees = new Float64Array(DEEPEST);
const outerBegun = new Float64Array(DEEPEST);
let depth = 0;

/** Index of an operation in the totals. */
const NAMES = [
  'TradingBot.onTick',
  'CrossingStrategy.evaluate',
  'EmaIndicator.update',
  'RsiIndicator.update',
  'BollingerBands.update',
  'PriceDatabaseService.saveTick',
  'PriceRepository.save',
];
const [TICK, EVALUATE, EMA, RSI, BOLLINGER, SERVICE, REPOSITORY] = NAMES.keys();
const selfMillis = new Float64Array(NAMES.length);
const calls = new Float64Array(NAMES.length);
const apartMillis = new Float64Array(NAMES.length);

function enterOnce() {
  depth++;
  ofCallees[depth] = 0;
  begun[depth] = performance.now();
}

/** @returns what passed on the clock */
function leaveOnce(operation) {
  const millis = performance.now() - begun[depth];
  selfMillis[operation] += millis - ofCallees[depth];
  calls[operation]++;
  depth--;
  ofCallees[depth] += millis;
  return millis;
}

function enterTwice() {
  outerBegun[depth + 1] = performance.now();
  enterOnce();
}

function leaveTwice(operation) {
  const millis = leaveOnce(operation);
  apartMillis[operation] += performance.now() - outerBegun[depth + 1] - millis;
}

const [enter, leave] = clocks === 2 ? [enterTwice, leaveTwice] : [enterOnce, leaveOnce];

/** Arithmetic that V8 does not leave out. */
function reckon(steps, from) {
  let value = from;
  for (let step = 0; step < steps; step++) value = (value * 1.000_1 + step) % 1_009;
  return value;
}

class EmaIndicator {
  value = 0.5;

  update(price) {
    enter();
    this.value = reckon(60, price);
    leave(EMA);
  }
}

class RsiIndicator {
  value = 0.5;

  update(price) {
    enter();
    this.value = reckon(300, price);
    leave(RSI);
  }
}

class BollingerBands {
  value = 0.5;

  update(price) {
    enter();
    this.value = reckon(1_200, price);
    leave(BOLLINGER);
  }
}

class CrossingStrategy {
  value = 0.5;
  #indicators = [new EmaIndicator(), new RsiIndicator(), new BollingerBands()];

  evaluate(tick) {
    enter();
    for (const indicator of this.#indicators) indicator.update(tick.price);
    this.value = reckon(600, tick.price);
    leave(EVALUATE);
  }
}

class PriceRepository {
  value = 0.5;

  save(tick) {
    enter();
    this.value = reckon(600, tick.price);
    leave(REPOSITORY);
  }
}

class PriceDatabaseService {
  value = 0.5;
  #repository = new PriceRepository();

  async saveTick(tick) {
    enter();
    this.#repository.save(tick);
    await null;
    this.value = reckon(300, tick.price);
    leave(SERVICE);
  }
}

class TradingBot {
  value = 0.5;
  shape = { isAsynchronous: true };
  #strategies = [new CrossingStrategy(), new CrossingStrategy()];
  #database = new PriceDatabaseService();

  async onTick(tick) {
    enter();
    for (const strategy of this.#strategies) strategy.evaluate(tick);
    await this.#database.saveTick(tick);
    this.value = reckon(1_200, tick.price);
    leave(TICK);
  }
}

async function main() {
  await feed(new TradingBot(), rhythm, ticks, new Float64Array(ticks));
  const operations = NAMES.map((name, at) => ({
    name,
    calls: calls[at],
    selfNanos: selfMillis[at] * 1e6,
    apartNanos: apartMillis[at] * 1e6,
  }));
  process.stdout.write(`${JSON.stringify({ operations })}\n`, () => process.exit(0));
}

void main();
