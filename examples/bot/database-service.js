// Everything that the bot asks of PostgreSQL: one statement a method.

const { Pool } = require('pg');
const { countDatabaseCall } = require('./counters');
const { metered } = require('./database-meter');

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

  /** @param {Tick[]} ticks @returns {Promise<void>} */
  async insertTrades(ticks) {
    countDatabaseCall('insertTrades');
    await metered(
      this.pool.query(
        `INSERT INTO trades (id, symbol, price, size, side, traded_at)
         SELECT * FROM unnest($1::bigint[], $2::text[], $3::float8[], $4::float8[], $5::text[], $6::text[])`,
        [
          ticks.map(({ tradeId }) => tradeId),
          ticks.map(({ symbol }) => symbol),
          ticks.map(({ price }) => price),
          ticks.map(({ size }) => size),
          ticks.map(({ side }) => side),
          ticks.map(({ time }) => time),
        ],
      ),
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
    // Found: slow-statements
    countDatabaseCall('findReference');
    const { rows } = await metered(
      this.pool.query('SELECT price FROM reference_prices WHERE code = $1', [`REF-${1 + (tradeId % REFERENCES)}`]),
    );
    return rows[0].price;
  }
}

module.exports = { DatabaseService };
