// Remembers what the market looked like at each trade, by trade id.

import type { Tick, TradeContext } from '../types.mts';

/** The habit: nothing is ever removed. */
class UnboundedCache {
  entries: Map<number, TradeContext> = new Map();

  get(tradeId: number): TradeContext | undefined {
    return this.entries.get(tradeId);
  }

  set(tradeId: number, context: TradeContext) {
    this.entries.set(tradeId, context);
  }
}

const ENTRIES_KEPT = 500;

/** Fixed: the entry that was not used for longest makes room. A Map keeps the order in which keys were set. */
class BoundedCache {
  entries: Map<number, TradeContext> = new Map();

  get(tradeId: number): TradeContext | undefined {
    const context = this.entries.get(tradeId);
    if (context !== undefined) this.set(tradeId, context);
    return context;
  }

  set(tradeId: number, context: TradeContext) {
    this.entries.delete(tradeId);
    this.entries.set(tradeId, context);
    if (this.entries.size <= ENTRIES_KEPT) return;
    const [oldest] = this.entries.keys();
    this.entries.delete(oldest);
  }
}

function describeTrade(tick: Tick, bytes: number): TradeContext {
  // Doubles of its own, 8 bytes each: V8 can neither share them with another entry nor shrink them.
  const nearby = new Array(Math.ceil(bytes / 8)).fill(tick.price + 0.000_5);
  return { price: tick.price, size: tick.size, nearby };
}

export { UnboundedCache, BoundedCache, describeTrade };
