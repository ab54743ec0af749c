// Everything that the bot asks of PostgreSQL: one statement a method.

import type { Candle, Order, Tick } from './types.mts';
import { Pool } from 'pg';
import { countDatabaseCall } from './counters.mts';
import { metered } from './database-meter.mts';

const CONNECTIONS = 4;
const REFERENCES = 200_000;

class DatabaseService {
  pool: any;

  constructor(url: string) {
    this.pool = new Pool({ connectionString: url, max: CONNECTIONS });
    // A connection that breaks while idle is replaced; a statement that fails says so itself.
    this.pool.on('error', () => {});
  }

  /** Opens all connections, so that a wrong address fails at once and no tick waits for one. */
  async connect(): Promise<void> {
    countDatabaseCall('connect');
    const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => this.pool.connect()));
    for (const client of clients) client.release();
  }

  async close(): Promise<void> {
    countDatabaseCall('close');
    await this.pool.end();
  }

  async dropTables(): Promise<void> {
    countDatabaseCall('dropTables');
    await metered(this.pool.query('DROP TABLE IF EXISTS trades, candles, orders, positions, reference_prices'));
  }

  async createTables(): Promise<void> {
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

  async seedPositions(count: number): Promise<void> {
    countDatabaseCall('seedPositions');
    await metered(
      this.pool.query(
        `INSERT INTO positions (id, strategy, size, price, profit)
         SELECT n, 'seed', 0.1 * n, 450, 0 FROM generate_series(1, $1::int) AS n`,
        [count],
      ),
    );
  }

  async seedReferences(): Promise<void> {
    countDatabaseCall('seedReferences');
    await metered(
      this.pool.query(
        `INSERT INTO reference_prices (id, code, price)
         SELECT n, 'REF-' || n, 400 + n % 100 FROM generate_series(1, $1::int) AS n`,
        [REFERENCES],
      ),
    );
  }

  async createReferenceIndex(): Promise<void> {
    countDatabaseCall('createReferenceIndex');
    await metered(this.pool.query('CREATE INDEX reference_prices_code ON reference_prices (code)'));
  }

  /** So that the planner knows the size of the tables. */
  async analyze(): Promise<void> {
    countDatabaseCall('analyze');
    await metered(this.pool.query('ANALYZE'));
  }

  async insertTrade(tick: Tick): Promise<void> {
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

  async insertCandle(candle: Candle): Promise<void> {
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

  async insertOrder(order: Order): Promise<void> {
    countDatabaseCall('insertOrder');
    await metered(
      this.pool.query(
        'INSERT INTO orders (number, strategy, side, price, size, trade_id) VALUES ($1, $2, $3, $4, $5, $6)',
        [order.number, order.strategy, order.side, order.price, order.size, order.tradeId],
      ),
    );
  }

  async updatePosition(order: Order): Promise<void> {
    countDatabaseCall('updatePosition');
    await metered(
      this.pool.query('UPDATE positions SET strategy = $2, profit = $3 WHERE id = $1', [
        1,
        order.strategy,
        order.profit,
      ]),
    );
  }

  /** @returns orders of this strategy so far */
  async countOrders(strategy: string): Promise<number> {
    countDatabaseCall('countOrders');
    const { rows } = await metered(
      this.pool.query('SELECT count(*)::int AS orders FROM orders WHERE strategy = $1', [strategy]),
    );
    return rows[0].orders;
  }

  async findPositionRisk(id: number): Promise<number> {
    countDatabaseCall('findPositionRisk');
    const { rows } = await metered(this.pool.query('SELECT size * price AS risk FROM positions WHERE id = $1', [id]));
    return rows[0].risk;
  }

  async findPositionRisks(ids: number[]): Promise<number[]> {
    countDatabaseCall('findPositionRisks');
    const { rows } = await metered(
      this.pool.query('SELECT id, size * price AS risk FROM positions WHERE id = ANY($1)', [ids]),
    );
    return rows.map((row) => row.risk);
  }

  /** The trade's price elsewhere. Fast or slow by the index on `code` alone: the statement is always this one. */
  async findReference(tradeId: number): Promise<number> {
    countDatabaseCall('findReference');
    const { rows } = await metered(
      this.pool.query('SELECT price FROM reference_prices WHERE code = $1', [`REF-${1 + (tradeId % REFERENCES)}`]),
    );
    return rows[0].price;
  }
}

export { DatabaseService };
