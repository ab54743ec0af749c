// What each strategy holds and what it has earned, in memory: decisions never wait for the database.

import type { Order, Side, Signal, Tick } from './types.mts';

const ORDER_SIZE = 0.1;

class Portfolio {
  /** Price paid, by strategy. */
  held: Map<string, number> = new Map();
  profit = 0;
  orders = 0;

  /** @returns null where nothing changes */
  follow(strategy: string, signal: Signal, tick: Tick): Order | null {
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

  place(strategy: string, side: Side, tick: Tick): Order {
    this.orders += 1;
    const { symbol, price, time, tradeId } = tick;
    return { number: this.orders, strategy, side, symbol, price, size: ORDER_SIZE, time, tradeId, profit: this.profit };
  }
}

export { Portfolio };
