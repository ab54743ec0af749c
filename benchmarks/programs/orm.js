// A position keeper on a small ORM of its own, over SQLite in memory: entities, repositories, a query builder.
//
//   node orm.js

const { DatabaseSync } = require('node:sqlite');

const TRADES = 25_000;
const SYMBOLS = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'XRP-USD', 'ADA-USD'];

/** Statements by their text: each is prepared once. */
class Connection {
  #database = new DatabaseSync(':memory:');
  #statements = new Map();

  execute(sql) {
    this.#database.exec(sql);
  }

  prepare(sql) {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  all(sql, values) {
    return this.prepare(sql).all(...values);
  }

  run(sql, values) {
    return this.prepare(sql).run(...values);
  }
}

class QueryBuilder {
  #conditions = [];
  #values = [];
  #order = '';
  #limit = '';

  constructor(connection, Entity) {
    this.connection = connection;
    this.Entity = Entity;
  }

  where(column, value) {
    this.#conditions.push(`${column} = ?`);
    this.#values.push(value);
    return this;
  }

  orderBy(column) {
    this.#order = ` ORDER BY ${column} DESC`;
    return this;
  }

  limit(count) {
    this.#limit = ` LIMIT ${count}`;
    return this;
  }

  find() {
    const condition = this.#conditions.length > 0 ? ` WHERE ${this.#conditions.join(' AND ')}` : '';
    const sql = `SELECT * FROM ${this.Entity.table}${condition}${this.#order}${this.#limit}`;
    return this.connection.all(sql, this.#values).map((row) => Object.assign(new this.Entity(), row));
  }
}

class Trade {
  static table = 'trades';
  static columns = ['symbol', 'price', 'size', 'time'];

  value() {
    return this.price * Math.abs(this.size);
  }
}

class Position {
  static table = 'positions';
  static columns = ['symbol', 'size', 'cost', 'updated'];

  add({ price, size, time }) {
    this.size += size;
    this.cost += price * size;
    this.updated = time;
  }
}

class Repository {
  constructor(connection, Entity) {
    this.connection = connection;
    this.Entity = Entity;
    const { table, columns } = Entity;
    this.insertion = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    this.change = `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`;
  }

  query() {
    return new QueryBuilder(this.connection, this.Entity);
  }

  findOne(column, value) {
    return this.query().where(column, value).limit(1).find()[0];
  }

  async save(entity) {
    const values = this.Entity.columns.map((column) => entity[column]);
    if (entity.id === undefined) {
      entity.id = Number(this.connection.run(this.insertion, values).lastInsertRowid);
    } else {
      this.connection.run(this.change, [...values, entity.id]);
    }
    return entity;
  }
}

class PositionDatabaseService {
  constructor(connection) {
    this.trades = new Repository(connection, Trade);
    this.positions = new Repository(connection, Position);
  }

  async recordTrade({ symbol, price, size, time }) {
    await this.trades.save(Object.assign(new Trade(), { symbol, price, size, time }));
    const fresh = Object.assign(new Position(), { symbol, size: 0, cost: 0, updated: 0 });
    const position = this.positions.findOne('symbol', symbol) ?? fresh;
    position.add({ price, size, time });
    return this.positions.save(position);
  }

  async latestTrades(symbol) {
    return this.trades.query().where('symbol', symbol).orderBy('id').limit(30).find();
  }
}

class PositionKeeper {
  exposure = 0;
  busiest = 0;

  constructor(database) {
    this.database = database;
  }

  async onTrade(trade) {
    const position = await this.database.recordTrade(trade);
    const latest = await this.database.latestTrades(trade.symbol);
    const turnover = latest.reduce((sum, one) => sum + one.value(), 0);
    this.exposure = 0.9 * this.exposure + 0.1 * position.size * trade.price;
    this.busiest = Math.max(this.busiest, turnover);
  }
}

async function main() {
  const connection = new Connection();
  connection.execute('CREATE TABLE trades (id INTEGER PRIMARY KEY, symbol TEXT, price REAL, size REAL, time INTEGER)');
  connection.execute(
    'CREATE TABLE positions (id INTEGER PRIMARY KEY, symbol TEXT, size REAL, cost REAL, updated INTEGER)',
  );
  connection.execute('CREATE INDEX trades_by_symbol ON trades (symbol, id)');
  const keeper = new PositionKeeper(new PositionDatabaseService(connection));
  for (let number = 0; number < TRADES; number++) {
    const symbol = SYMBOLS[(number * 7) % SYMBOLS.length];
    const price = 100 + 20 * Math.sin(number / 500);
    await keeper.onTrade({ symbol, price, size: ((number % 9) - 4) / 8, time: 1_700_000_000_000 + number });
  }
  console.log(`exposure ${keeper.exposure.toFixed(6)}, turnover of 30 trades up to ${keeper.busiest.toFixed(4)}`);
}

void main();
