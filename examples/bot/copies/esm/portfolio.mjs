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

export { Portfolio };
