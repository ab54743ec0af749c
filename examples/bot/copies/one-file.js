// The whole bot in one file, which exports nothing. Made by make-copies.js from the files in the folder above.

const { Pool } = require('pg');
const fs = require('node:fs');
const path = require('node:path');
const { MACD, ROC, RSI, SMA, sma, volumeprofile } = require('technicalindicators');
const { parseArgs } = require('node:util');
const os = require('node:os');

// Counts what the bot does, at the place where it does it. Plain increments, from the start of the process.

const counts = { ticks: 0, indicatorCalls: {}, databaseCalls: {}, statements: 0 };

function countTick() {
  counts.ticks += 1;
}

/** Stands beside each outermost call; what an indicator calls inside is its own business.
 * @param {string} name
 */
function countIndicator(name) {
  counts.indicatorCalls[name] = (counts.indicatorCalls[name] ?? 0) + 1;
}

/** @param {string} method */
function countDatabaseCall(method) {
  counts.databaseCalls[method] = (counts.databaseCalls[method] ?? 0) + 1;
}

function countStatement() {
  counts.statements += 1;
}

// How long the database was busy: the time in which at least one statement was under way.

let underWay = 0;
let busySince = 0n;
let busyNanos = 0n;

/** Stands around each statement.
 * @param {Promise<any>} statement @returns {Promise<any>} the statement's own result
 */
async function metered(statement) {
  countStatement();
  if (underWay++ === 0) busySince = process.hrtime.bigint();
  try {
    return await statement;
  } finally {
    if (--underWay === 0) busyNanos += process.hrtime.bigint() - busySince;
  }
}

/** @returns {number} nanoseconds since the process started */
function databaseBusyNanos() {
  return Number(busyNanos);
}

// Everything that the bot asks of PostgreSQL: one statement a method.

const CONNECTIONS = 4;
const REFERENCES = 200_000;

class DatabaseService {
  /** @param {string} url */
  constructor(url) {
    this.pool = new Pool({ connectionString: url, max: CONNECTIONS });
    // A connection that breaks while idle is replaced; a statement that fails says so itself.
    this.pool.on('error', () => {});
  }

  /** Opens all connections, so that a wrong address fails at once and no tick waits for one. @returns {Promise<void>} */
  async connect() {
    countDatabaseCall('connect');
    const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => this.pool.connect()));
    for (const client of clients) client.release();
  }

  /** @returns {Promise<void>} */
  async close() {
    countDatabaseCall('close');
    await this.pool.end();
  }

  /** @returns {Promise<void>} */
  async dropTables() {
    countDatabaseCall('dropTables');
    await metered(this.pool.query('DROP TABLE IF EXISTS trades, candles, orders, positions, reference_prices'));
  }

  /** @returns {Promise<void>} */
  async createTables() {
    countDatabaseCall('createTables');
    await metered(
      this.pool.query(`
        CREATE TABLE trades (id bigint PRIMARY KEY, symbol text, price float8, size float8, side text, traded_at text);
        CREATE TABLE candles (minute text PRIMARY KEY, open float8, high float8, low float8, close float8, volume float8);
        CREATE TABLE orders (number int PRIMARY KEY, strategy text, side text, price float8, size float8, trade_id bigint);
        CREATE TABLE positions (id int PRIMARY KEY, strategy text, size float8, price float8, profit float8);
        CREATE TABLE reference_prices (id int PRIMARY KEY, code text, price float8)`),
    );
  }

  /** @param {number} count @returns {Promise<void>} */
  async seedPositions(count) {
    countDatabaseCall('seedPositions');
    await metered(
      this.pool.query(
        `INSERT INTO positions (id, strategy, size, price, profit)
         SELECT n, 'seed', 0.1 * n, 450, 0 FROM generate_series(1, $1::int) AS n`,
        [count],
      ),
    );
  }

  /** @returns {Promise<void>} */
  async seedReferences() {
    countDatabaseCall('seedReferences');
    await metered(
      this.pool.query(
        `INSERT INTO reference_prices (id, code, price)
         SELECT n, 'REF-' || n, 400 + n % 100 FROM generate_series(1, $1::int) AS n`,
        [REFERENCES],
      ),
    );
  }

  /** @returns {Promise<void>} */
  async createReferenceIndex() {
    countDatabaseCall('createReferenceIndex');
    await metered(this.pool.query('CREATE INDEX reference_prices_code ON reference_prices (code)'));
  }

  /** So that the planner knows the size of the tables. @returns {Promise<void>} */
  async analyze() {
    countDatabaseCall('analyze');
    await metered(this.pool.query('ANALYZE'));
  }

  /** @param {Tick} tick @returns {Promise<void>} */
  async insertTrade(tick) {
    countDatabaseCall('insertTrade');
    await metered(
      this.pool.query('INSERT INTO trades (id, symbol, price, size, side, traded_at) VALUES ($1, $2, $3, $4, $5, $6)', [
        tick.tradeId,
        tick.symbol,
        tick.price,
        tick.size,
        tick.side,
        tick.time,
      ]),
    );
  }

  /** @param {Candle} candle @returns {Promise<void>} */
  async insertCandle(candle) {
    countDatabaseCall('insertCandle');
    await metered(
      this.pool.query('INSERT INTO candles (minute, open, high, low, close, volume) VALUES ($1, $2, $3, $4, $5, $6)', [
        candle.minute,
        candle.open,
        candle.high,
        candle.low,
        candle.close,
        candle.volume,
      ]),
    );
  }

  /** @param {Order} order @returns {Promise<void>} */
  async insertOrder(order) {
    countDatabaseCall('insertOrder');
    await metered(
      this.pool.query(
        'INSERT INTO orders (number, strategy, side, price, size, trade_id) VALUES ($1, $2, $3, $4, $5, $6)',
        [order.number, order.strategy, order.side, order.price, order.size, order.tradeId],
      ),
    );
  }

  /** @param {Order} order @returns {Promise<void>} */
  async updatePosition(order) {
    countDatabaseCall('updatePosition');
    await metered(
      this.pool.query('UPDATE positions SET strategy = $2, profit = $3 WHERE id = $1', [
        1,
        order.strategy,
        order.profit,
      ]),
    );
  }

  /** @param {string} strategy @returns {Promise<number>} orders of this strategy so far */
  async countOrders(strategy) {
    countDatabaseCall('countOrders');
    const { rows } = await metered(
      this.pool.query('SELECT count(*)::int AS orders FROM orders WHERE strategy = $1', [strategy]),
    );
    return rows[0].orders;
  }

  /** @param {number} id @returns {Promise<number>} */
  async findPositionRisk(id) {
    countDatabaseCall('findPositionRisk');
    const { rows } = await metered(this.pool.query('SELECT size * price AS risk FROM positions WHERE id = $1', [id]));
    return rows[0].risk;
  }

  /** @param {number[]} ids @returns {Promise<number[]>} */
  async findPositionRisks(ids) {
    countDatabaseCall('findPositionRisks');
    const { rows } = await metered(
      this.pool.query('SELECT id, size * price AS risk FROM positions WHERE id = ANY($1)', [ids]),
    );
    return rows.map((row) => row.risk);
  }

  /** The trade's price elsewhere. Fast or slow by the index on `code` alone: the statement is always this one.
   * @param {number} tradeId @returns {Promise<number>}
   */
  async findReference(tradeId) {
    countDatabaseCall('findReference');
    const { rows } = await metered(
      this.pool.query('SELECT price FROM reference_prices WHERE code = $1', [`REF-${1 + (tradeId % REFERENCES)}`]),
    );
    return rows[0].price;
  }
}

// Remembers what the market looked like at each trade, by trade id.

/** The habit: nothing is ever removed. */
class UnboundedCache {
  /** @type {Map<number, TradeContext>} */
  entries = new Map();

  /** @param {number} bytes the size of an entry */
  constructor(bytes) {
    this.length = Math.ceil(bytes / 8);
  }

  /** @param {number} tradeId @returns {TradeContext | undefined} */
  get(tradeId) {
    return this.entries.get(tradeId);
  }

  /** @param {Tick} tick */
  add(tick) {
    this.entries.set(tick.tradeId, describeTrade(tick, new Array(this.length)));
  }
}

const ENTRIES_KEPT = 500;

/** Fixed: the entry that was not used for longest makes room. A Map keeps the order in which keys were set. */
class BoundedCache {
  /** @type {Map<number, TradeContext>} */
  entries = new Map();

  /** @param {number} bytes the size of an entry */
  constructor(bytes) {
    this.length = Math.ceil(bytes / 8);
  }

  /** @param {number} tradeId @returns {TradeContext | undefined} */
  get(tradeId) {
    const context = this.entries.get(tradeId);
    if (context === undefined) return undefined;
    this.entries.delete(tradeId);
    this.entries.set(tradeId, context);
    return context;
  }

  /** @param {Tick} tick */
  add(tick) {
    this.entries.set(tick.tradeId, describeTrade(tick, this.takeRoom()));
  }

  /** The room of the oldest entry is used again: old garbage would let the heap grow nearly as fast as the habit does.
   * @returns {number[]}
   */
  takeRoom() {
    if (this.entries.size < ENTRIES_KEPT) return new Array(this.length);
    const [[oldest, context]] = this.entries;
    this.entries.delete(oldest);
    return context.nearby;
  }
}

/** @param {Tick} tick @param {number[]} room @returns {TradeContext} */
function describeTrade(tick, room) {
  // Doubles of its own, 8 bytes each: V8 can neither share them with another entry nor shrink them.
  return { price: tick.price, size: tick.size, nearby: room.fill(tick.price + 0.000_5) };
}

// Adds up the risk of all open positions.

/** The habit: one query per position, each waiting for the one before. */
class OneByOneReview {
  /** @param {DatabaseService} database @param {number[]} ids */
  constructor(database, ids) {
    this.database = database;
    this.ids = ids;
  }

  /** @returns {Promise<number>} */
  async totalRisk() {
    let total = 0;
    for (const id of this.ids) total += await this.database.findPositionRisk(id);
    return total;
  }
}

/** Fixed: one query for all of them. */
class WholeReview {
  /** @param {DatabaseService} database @param {number[]} ids */
  constructor(database, ids) {
    this.database = database;
    this.ids = ids;
  }

  /** @returns {Promise<number>} */
  async totalRisk() {
    const risks = await this.database.findPositionRisks(this.ids);
    return risks.reduce((total, risk) => total + risk, 0);
  }
}

// Keeps the state of each strategy on disk, for a restart.

/** The habit: the whole state is written on every tick, one file a strategy, and everything waits for it. */
class SyncStateKeeper {
  /** @param {string} folder @param {string[]} strategies @param {number} bytes the size of each file */
  constructor(folder, strategies, bytes) {
    this.state = Buffer.alloc(bytes, ' ');
    this.files = strategies.map((strategy) => path.join(folder, `${strategy}.json`));
    for (const file of this.files) fs.writeFileSync(file, this.state);
  }

  /** @param {Tick} tick */
  save(tick) {
    this.state.write(JSON.stringify(tick));
    // Over the old content: ext4 sends a file that was cut to nothing first to the disk at once, at 20 to 60 ms at times.
    for (const file of this.files) fs.writeFileSync(file, this.state, { flag: 'r+' });
  }

  async close() {}
}

const FLUSH_MS = 500;

/** Fixed: one line a tick is kept back and appended twice a second, beside the ticks. */
class BufferedStateKeeper {
  /** @type {string[]} */
  lines = [];
  /** @type {Promise<void>} */
  written = Promise.resolve();

  /** @param {string} folder */
  constructor(folder) {
    this.file = path.join(folder, 'state.jsonl');
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
  }

  /** @param {Tick} tick */
  save(tick) {
    this.lines.push(JSON.stringify(tick));
  }

  flush() {
    const text = this.lines.map((line) => `${line}\n`).join('');
    this.lines = [];
    this.written = this.written.then(() => fs.promises.appendFile(this.file, text));
  }

  /** @returns {Promise<void>} */
  async close() {
    clearInterval(this.timer);
    this.flush();
    await this.written;
  }
}

// The price at which most was traded, read by all three strategies on every tick.

const BARS = 500;
/** The window moves on after so many trades, not with each of them. */
const STEP = 250;

/** The habit: every reader computes the profile of the whole window again, though the window has hardly ever changed. */
class RecomputedProfile {
  /** @type {Tick[]} */
  upcoming = [];

  /** @param {Tick[]} history the window, oldest first; its length stays */
  constructor(history) {
    this.window = history;
  }

  /** @param {Tick} tick */
  append(tick) {
    this.upcoming.push(tick);
    if (this.upcoming.length < STEP) return;
    this.window = [...this.window.slice(STEP), ...this.upcoming];
    this.upcoming = [];
  }

  /** @returns {number} */
  busiestPrice() {
    return findBusiestPrice(this.window);
  }
}

/** Fixed: computed when the window moves, shared by all readers. */
class SharedProfile extends RecomputedProfile {
  /** @param {Tick[]} history */
  constructor(history) {
    super(history);
    this.computedFrom = history;
    this.busiest = findBusiestPrice(history);
  }

  /** @returns {number} */
  busiestPrice() {
    if (this.computedFrom !== this.window) this.busiest = findBusiestPrice(this.window);
    this.computedFrom = this.window;
    return this.busiest;
  }
}

/** @param {Tick[]} trades @returns {number} */
function findBusiestPrice(trades) {
  const prices = trades.map(({ price }) => price);
  const volume = trades.map(({ size }) => size);
  countIndicator('volumeprofile');
  /** @type {any[]} */
  const bars = volumeprofile({ high: prices, low: prices, open: prices, close: prices, volume, noOfBars: BARS });
  const busiest = bars.reduce((most, bar) => (bar.totalVolume > most.totalVolume ? bar : most));
  return busiest.rangeStart;
}

// The command line. A wrong argument ends the bot with code 2 and one line that says what to do.

const HABITS = ['sync-write', 'query-per-position', 'redundant-indicators', 'unindexed-lookup', 'unbounded-cache'];

/** name: [default, smallest, whole numbers only] */
const NUMBERS = {
  rate: [50, 0, false],
  loops: [1, 1, true],
  ticks: [0, 0, true],
  positions: [25, 1, true],
  'review-every': [10, 1, true],
  'reference-every': [10, 1, true],
  'state-every': [1, 1, true],
  'state-bytes': [4_000_000, 1, true],
  'profile-every': [1, 1, true],
  window: [1_000, 250, true],
  'entry-bytes': [16_384, 2_048, true],
};

const TEXTS = ['habits', 'database', 'timing', 'state-dir'];

class WrongArgument extends Error {}

/** @param {string} name @param {any} given @returns {number} */
function readNumber(name, given) {
  const [standard, least, whole] = NUMBERS[name];
  if (given === undefined) return standard;
  const value = String(given).trim() === '' ? NaN : Number(given);
  if (Number.isFinite(value) && value >= least && (!whole || Number.isSafeInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new WrongArgument(
    `--${name} ${given} is not ${kind} from ${least}. Write, for example, --${name} ${standard || 500}.`,
  );
}

/** @param {string} given @returns {Set<string>} */
function readHabits(given) {
  if (given === 'all') return new Set(HABITS);
  if (given === 'none') return new Set();
  const names = given.split(',');
  const unknown = names.find((name) => !HABITS.includes(name));
  if (unknown === undefined) return new Set(names);
  throw new WrongArgument(`--habits ${given} holds "${unknown}". Use all, none, or a list of ${HABITS.join(', ')}.`);
}

/** @param {string[]} argv @returns {any} the values, by the names of the flags */
function readOptions(argv) {
  const known = [...Object.keys(NUMBERS), ...TEXTS];
  /** @type {any} */
  const flags = Object.fromEntries(known.map((name) => [name, { type: 'string' }]));
  // Not strict: the messages of parseArgs are long and do not say which flags there are.
  /** @type {any} */
  const parsed = parseArgs({ args: argv, options: flags, strict: false, allowPositionals: true });
  const { values, positionals } = parsed;
  for (const [name, value] of Object.entries(values)) {
    if (!known.includes(name)) throw new WrongArgument(`--${name} is not a flag. Use --${known.join(', --')}.`);
    if (typeof value !== 'string' || value === '')
      throw new WrongArgument(`--${name} has no value. Write --${name} VALUE.`);
  }
  if (positionals.length > 0) {
    throw new WrongArgument(`"${positionals[0]}" is not a flag. Use --${known.join(', --')}.`);
  }
  const database = values.database ?? process.env.DATABASE_URL;
  if (!database)
    throw new WrongArgument('--database is missing. Write --database postgres://..., or set DATABASE_URL.');
  if (!URL.canParse(database) || !/^postgres(ql)?:\/\//.test(database)) {
    throw new WrongArgument(
      `--database ${database} is not a connection string. Write postgres://user:password@host:port/name.`,
    );
  }
  const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, readNumber(name, values[name])]));
  return { ...values, ...numbers, database, habits: readHabits(values.habits ?? 'all') };
}

// Measures each tick and each habit in it. The arrays have their full size from the start, so that memory stays flat.

const MEMORY_EVERY = 100;

class Stopwatch {
  /** @param {number} tickCount */
  constructor(tickCount) {
    this.tickNanos = new Float64Array(tickCount);
    this.habitNanos = Object.fromEntries(HABITS.map((habit) => [habit, new Float64Array(tickCount)]));
    this.ticks = 0;
    this.memory = [];
    this.startedAt = process.hrtime.bigint();
  }

  /** @returns {TickWatch} to be stopped when the tick has settled */
  startTick() {
    if (this.ticks % MEMORY_EVERY === 0) this.sampleMemory();
    const index = this.ticks++;
    return new TickWatch(this, index);
  }

  sampleMemory() {
    this.memory.push({ ticks: this.ticks, rssBytes: process.memoryUsage.rss() });
  }

  /** @param {string} file @param {number} databaseNanos @returns {void} */
  write(file, databaseNanos) {
    const wallNanos = Number(process.hrtime.bigint() - this.startedAt);
    this.sampleMemory();
    const listed = HABITS.map((habit) => [habit, Array.from(this.habitNanos[habit])]);
    const log = {
      ticks: this.ticks,
      tickNanos: Array.from(this.tickNanos),
      habits: Object.fromEntries(listed),
      databaseBusyNanos: databaseNanos,
      wallNanos,
      counts,
      memory: this.memory,
    };
    fs.writeFileSync(file, JSON.stringify(log));
  }
}

/** The time of one tick. Ticks overlap, so each has a watch of its own. */
class TickWatch {
  /** @param {Stopwatch} stopwatch @param {number} index */
  constructor(stopwatch, index) {
    this.stopwatch = stopwatch;
    this.index = index;
    this.startedAt = process.hrtime.bigint();
  }

  /** Adds the time of synchronous work to a habit.
   * @param {string} habit @param {Function} work @returns {any} what the work returns
   */
  time(habit, work) {
    const since = process.hrtime.bigint();
    const result = work();
    this.stopwatch.habitNanos[habit][this.index] += Number(process.hrtime.bigint() - since);
    return result;
  }

  /** Adds the time until asynchronous work has settled to a habit.
   * @param {string} habit @param {Function} work @returns {Promise<any>} what the work returns
   */
  async timeAsync(habit, work) {
    const since = process.hrtime.bigint();
    const result = await work();
    this.stopwatch.habitNanos[habit][this.index] += Number(process.hrtime.bigint() - since);
    return result;
  }

  stop() {
    this.stopwatch.tickNanos[this.index] = Number(process.hrtime.bigint() - this.startedAt);
  }
}

// Sends trades as a websocket feed does: at their time, whether or not the last one has been dealt with.

class TradeFeed {
  /** @param {Iterable<Tick>} trades @param {number} rate ticks a second; 0 waits for each tick to settle */
  constructor(trades, rate) {
    this.trades = trades;
    this.rate = rate;
  }

  /** @param {Handler} handler @returns {Promise<void>} settles when every tick has */
  async run(handler) {
    if (this.rate > 0) return this.runOnSchedule(handler);
    for (const trade of this.trades) await handler(trade);
  }

  /** Trade i is due at start + i / rate, however late the ones before it were.
   * @param {Handler} handler @returns {Promise<void>}
   */
  runOnSchedule(handler) {
    return new Promise((resolve, reject) => {
      const trades = this.trades[Symbol.iterator]();
      const unsettled = new Set();
      const start = performance.now();
      let sent = 0;

      const scheduleNext = () => {
        const wait = start + (sent * 1000) / this.rate - performance.now();
        // A late trade is a callback of its own too, as every message of a socket is.
        if (wait > 0) setTimeout(sendNext, wait);
        else setImmediate(sendNext);
      };
      const sendNext = () => {
        // A timer may fire a fraction of a millisecond early.
        if (start + (sent * 1000) / this.rate - performance.now() > 0.5) return scheduleNext();
        const { value: trade, done } = trades.next();
        if (done) return Promise.all(unsettled).then(() => resolve(), reject);
        sent += 1;
        const tick = handler(trade);
        unsettled.add(tick);
        tick.then(() => unsettled.delete(tick), reject);
        scheduleNext();
      };
      sendNext();
    });
  }
}

// The recorded trades, oldest first, as often as wanted.

const TAPE_FILE = path.join(__dirname, '..', 'data', 'btc-usd-trades.csv');
const SYMBOL = 'BTC-USD';
const MINUTE_MS = 60_000;

/** @returns {Tick[]} */
function readTape() {
  const [, ...lines] = fs.readFileSync(TAPE_FILE, 'utf8').trim().split('\n');
  /** @type {any[]} */
  const tape = lines.map((line) => {
    const [time, tradeId, price, size, side] = line.split(',');
    return { symbol: SYMBOL, price: Number(price), size: Number(size), side, time, tradeId: Number(tradeId) };
  });
  return tape;
}

/** Each time through the tape continues where the last one ended, so that no trade id and no minute comes twice.
 * @param {Tick[]} tape @param {number} count @returns {Generator<Tick>}
 */
function* replay(tape, count) {
  const first = tape[0];
  const last = tape[tape.length - 1];
  const idsPerLoop = last.tradeId - first.tradeId + 1;
  const wholeMinutes = Math.ceil((Date.parse(last.time) - Date.parse(first.time)) / MINUTE_MS) + 1;

  for (let index = 0; index < count; index++) {
    const trade = tape[index % tape.length];
    const loop = Math.floor(index / tape.length);
    const time = new Date(Date.parse(trade.time) + loop * wholeMinutes * MINUTE_MS);
    yield { ...trade, time: time.toISOString(), tradeId: trade.tradeId + loop * idsPerLoop };
  }
}

/** What a bot would have loaded at its start: the end of the tape, repeated where more is wanted.
 * @param {Tick[]} tape @param {number} count @returns {Tick[]} oldest first
 */
function tradesBefore(tape, count) {
  const offset = tape.length - (count % tape.length);
  return Array.from({ length: count }, (_, index) => tape[(offset + index) % tape.length]);
}

// One-minute candles and the latest prices, built from the trades.

const CANDLES_KEPT = 120;
const PRICES_KEPT = 64;

class CandleBook {
  /** @type {Candle[]} */
  closed = [];
  /** @type {number[]} */
  prices = [];
  /** @type {Candle | null} */
  open = null;

  /** @param {Tick} tick @returns {Candle | null} the candle that this trade has closed */
  update(tick) {
    this.prices.push(tick.price);
    if (this.prices.length > PRICES_KEPT) this.prices.shift();

    const minute = tick.time.slice(0, 16);
    if (this.open?.minute === minute) {
      this.open.high = Math.max(this.open.high, tick.price);
      this.open.low = Math.min(this.open.low, tick.price);
      this.open.close = tick.price;
      this.open.volume += tick.size;
      return null;
    }
    const finished = this.open;
    const { price, size } = tick;
    this.open = { minute, open: price, high: price, low: price, close: price, volume: size };
    if (finished) this.closed.push(finished);
    if (this.closed.length > CANDLES_KEPT) this.closed.shift();
    return finished;
  }

  /** @param {number} count @returns {number[]} */
  lastPrices(count) {
    return this.prices.slice(-count);
  }
}

// What each strategy holds and what it has earned, in memory: decisions never wait for the database.

const ORDER_SIZE = 0.1;

class Portfolio {
  /** Price paid, by strategy. @type {Map<string, number>} */
  held = new Map();
  profit = 0;
  orders = 0;

  /** @param {string} strategy @param {Signal} signal @param {Tick} tick @returns {Order | null} null where nothing changes */
  follow(strategy, signal, tick) {
    const paid = this.held.get(strategy);
    if (signal === 'buy' && paid === undefined) {
      this.held.set(strategy, tick.price);
      return this.place(strategy, 'buy', tick);
    }
    if (signal === 'sell' && paid !== undefined) {
      this.held.delete(strategy);
      this.profit += (tick.price - paid) * ORDER_SIZE;
      return this.place(strategy, 'sell', tick);
    }
    return null;
  }

  /** @param {string} strategy @param {Side} side @param {Tick} tick @returns {Order} */
  place(strategy, side, tick) {
    this.orders += 1;
    const { symbol, price, time, tradeId } = tick;
    return { number: this.orders, strategy, side, symbol, price, size: ORDER_SIZE, time, tradeId, profit: this.profit };
  }
}

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

// Buys when the price breaks out above what was paid on average, sells when it falls back.

const CLOSES = 5;
const CLEAR = 1.000_1;

class BreakoutStrategy {
  name = 'breakout';
  change = new ROC({ period: 10, values: [] });
  vwap = new VwapIndicator(50);

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
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

  /** @param {Candle[]} candles @returns {number | undefined} undefined in the first minutes */
  averageClose(candles) {
    countIndicator('sma');
    return sma({ period: CLOSES, values: candles.slice(-CLOSES).map((candle) => candle.close) }).at(-1);
  }
}

// Bets on the way back: buys below the average when the market is oversold.

const PERIOD = 14;
const OVERSOLD = 40;
const OVERBOUGHT = 60;

class MeanReversionStrategy {
  name = 'mean-reversion';
  average = new SMA({ period: PERIOD, values: [] });

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    const { price } = market.tick;
    countIndicator('SMA.nextValue');
    const average = this.average.nextValue(price);
    countIndicator('RSI.calculate');
    const rsi = RSI.calculate({ period: PERIOD, values: market.candles.lastPrices(2 * PERIOD) }).at(-1);
    const busiest = market.readBusiestPrice();
    if (average === undefined || rsi === undefined) return 'hold';
    if (price < Math.max(average, busiest) && rsi < OVERSOLD) return 'buy';
    return price > Math.min(average, busiest) && rsi > OVERBOUGHT ? 'sell' : 'hold';
  }
}

// Exponential moving average of the price.

class EmaIndicator {
  /** @param {number} period */
  constructor(period) {
    this.weight = 2 / (period + 1);
    this.value = undefined;
  }

  /** @param {number} price @returns {number} */
  update(price) {
    this.value = this.value === undefined ? price : this.value + this.weight * (price - this.value);
    return this.value;
  }
}

// Follows a move: buys when the fast average leaves the slow one behind, above the busiest price.

class MomentumStrategy {
  name = 'momentum';
  fast = new EmaIndicator(4);
  slow = new EmaIndicator(16);
  /** @type {number | undefined} */
  histogram = undefined;

  /** @param {Market} market @returns {Signal} */
  evaluate(market) {
    const { price } = market.tick;
    countIndicator('EmaIndicator.update');
    const fast = this.fast.update(price);
    countIndicator('EmaIndicator.update');
    const slow = this.slow.update(price);
    const busiest = market.readBusiestPrice();
    if (market.closed) this.histogram = this.macdHistogram(market.candles.closed);
    if (fast > slow && (price > busiest || (this.histogram ?? 0) > 0)) return 'buy';
    return fast < slow ? 'sell' : 'hold';
  }

  /** @param {Candle[]} candles @returns {number | undefined} undefined until there are enough of them */
  macdHistogram(candles) {
    countIndicator('MACD');
    const macd = new MACD({
      values: candles.map((candle) => candle.close),
      fastPeriod: 5,
      slowPeriod: 10,
      signalPeriod: 4,
      SimpleMAOscillator: false,
      SimpleMASignal: false,
    });
    return macd.getResult().at(-1)?.histogram;
  }
}

// Deals with one trade at a time: decide at once, then record.

class TradingOrchestrator {
  candles = new CandleBook();
  portfolio = new Portfolio();
  strategies = [new MomentumStrategy(), new MeanReversionStrategy(), new BreakoutStrategy()];
  trades = 0;
  risk = 0;
  reference = 0;
  change = 0;
  busiest = NaN;

  /** @param {Parts} parts */
  constructor(parts) {
    this.database = parts.database;
    this.stopwatch = parts.stopwatch;
    this.profile = parts.profile;
    this.keeper = parts.keeper;
    this.review = parts.review;
    this.cache = parts.cache;
    this.options = parts.options;
  }

  /** @param {Tick} tick @returns {Promise<void>} */
  async onTick(tick) {
    countTick();
    const watch = this.stopwatch.startTick();
    const number = this.trades++;
    // Before the first await: ticks may overlap, and decisions have to come in the order of the trades.
    const closed = this.candles.update(tick);
    const orders = this.decide(tick, number, closed, watch);
    watch.time('unbounded-cache', () => this.remember(tick));
    if (this.isDue('state-every', number, 0.2)) watch.time('sync-write', () => this.keeper.save(tick));
    await this.record(tick, closed, orders);
    await this.lookAround(tick, number, watch);
    watch.stop();
  }

  /** @param {Tick} tick @param {number} index @param {Candle | null} closed @param {any} watch @returns {Order[]} */
  decide(tick, index, closed, watch) {
    watch.time('redundant-indicators', () => this.profile.append(tick));
    const isLook = index === 0 || this.isDue('profile-every', index, 0.7);
    const readBusiestPrice = () => {
      if (isLook) this.busiest = watch.time('redundant-indicators', () => this.profile.busiestPrice());
      return this.busiest;
    };
    const market = { tick, closed, candles: this.candles, readBusiestPrice };
    /** @type {Order[]} */
    const orders = [];
    for (const strategy of this.strategies) {
      const order = this.portfolio.follow(strategy.name, strategy.evaluate(market), tick);
      if (!order) continue;
      orders.push(order);
      const { number, side, size, symbol, price, time } = order;
      console.log(`order ${number} ${time} ${side} ${size} ${symbol} at ${price.toFixed(2)} by ${strategy.name}`);
    }
    return orders;
  }

  /** @param {Tick} tick */
  remember(tick) {
    const before = this.cache.get(tick.tradeId - 1);
    this.change = before ? tick.price - before.price : 0;
    this.cache.add(tick);
  }

  /** @param {Tick} tick @param {Candle | null} closed @param {Order[]} orders @returns {Promise<void>} */
  async record(tick, closed, orders) {
    await this.database.insertTrade(tick);
    if (closed) await this.database.insertCandle(closed);
    for (const order of orders) {
      await this.database.insertOrder(order);
      await this.database.updatePosition(order);
      await this.database.countOrders(order.strategy);
    }
  }

  /** The open positions and the price elsewhere.
   * @param {Tick} tick @param {number} number @param {any} watch @returns {Promise<void>}
   */
  async lookAround(tick, number, watch) {
    if (this.isDue('review-every', number, 0)) {
      this.risk = await watch.timeAsync('query-per-position', () => this.review.totalRisk());
    }
    if (this.isDue('reference-every', number, 0.5)) {
      this.reference = await watch.timeAsync('unindexed-lookup', () => this.database.findReference(tick.tradeId));
    }
  }

  /** Work that is done every few trades is done at different ones, or one tick would have all of it.
   * @param {string} flag @param {number} number @param {number} phase from 0 to 1 @returns {boolean}
   */
  isDue(flag, number, phase) {
    const every = this.options[flag];
    return number % every === Math.floor(every * phase);
  }
}

// A trading bot: replays real trades through three strategies and records everything in PostgreSQL.
//
//   node bot.js --database postgres://postgres@127.0.0.1:5432/postgres --rate 50 --habits none

const STRATEGIES = ['momentum', 'mean-reversion', 'breakout'];

/** @param {DatabaseService} database @param {any} options @returns {Promise<void>} */
async function setUp(database, options) {
  await database.connect();
  await database.dropTables();
  await database.createTables();
  await database.seedPositions(options.positions);
  await database.seedReferences();
  if (!options.habits.has('unindexed-lookup')) await database.createReferenceIndex();
  await database.analyze();
}

/** @param {DatabaseService} database @param {any} options @param {string} folder @returns {Promise<void>} */
async function replayTape(database, options, folder) {
  const { habits } = options;
  const tape = readTape();
  const all = tape.length * options.loops;
  const count = options.ticks > 0 ? Math.min(options.ticks, all) : all;
  const ids = Array.from({ length: options.positions }, (_, index) => index + 1);
  const Review = habits.has('query-per-position') ? OneByOneReview : WholeReview;
  const Profile = habits.has('redundant-indicators') ? RecomputedProfile : SharedProfile;
  const Cache = habits.has('unbounded-cache') ? UnboundedCache : BoundedCache;
  const keeper = habits.has('sync-write')
    ? new SyncStateKeeper(folder, STRATEGIES, options['state-bytes'])
    : new BufferedStateKeeper(folder);
  const busyBefore = databaseBusyNanos();
  const stopwatch = new Stopwatch(count);
  const orchestrator = new TradingOrchestrator({
    database,
    stopwatch,
    options,
    keeper,
    profile: new Profile(tradesBefore(tape, options.window)),
    review: new Review(database, ids),
    cache: new Cache(options['entry-bytes']),
  });

  try {
    await new TradeFeed(replay(tape, count), options.rate).run((tick) => orchestrator.onTick(tick));
  } finally {
    await keeper.close();
  }
  const { portfolio } = orchestrator;
  console.log(`trades ${orchestrator.trades}, orders ${portfolio.orders}, profit ${portfolio.profit.toFixed(2)} USD`);
  if (options.timing) stopwatch.write(options.timing, databaseBusyNanos() - busyBefore);
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  const database = new DatabaseService(options.database);
  const folder = fs.mkdtempSync(path.join(options['state-dir'] ?? os.tmpdir(), 'trading-bot-'));
  try {
    await setUp(database, options);
    await replayTape(database, options, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    await database.close();
  }
}

main().catch((error) => {
  const hint = error.code === 'ECONNREFUSED' ? '. Is the database running at the address of --database?' : '';
  console.error(`bot: ${error.message || error.code}${hint}`);
  process.exitCode = error instanceof WrongArgument ? 2 : 1;
});
