// Remembers what the market looked like at each trade, by trade id.

/** The habit: nothing is ever removed. */
class UnboundedCache {
  /** @type {Map<number, TradeContext>} */
  entries = new Map();

  /** @param {number} tradeId @returns {TradeContext | undefined} */
  get(tradeId) {
    return this.entries.get(tradeId);
  }

  /** @param {number} tradeId @param {TradeContext} context */
  set(tradeId, context) {
    this.entries.set(tradeId, context);
  }
}

const ENTRIES_KEPT = 500;

/** Fixed: the entry that was not used for longest makes room. A Map keeps the order in which keys were set. */
class BoundedCache {
  /** @type {Map<number, TradeContext>} */
  entries = new Map();

  /** @param {number} tradeId @returns {TradeContext | undefined} */
  get(tradeId) {
    const context = this.entries.get(tradeId);
    if (context !== undefined) this.set(tradeId, context);
    return context;
  }

  /** @param {number} tradeId @param {TradeContext} context */
  set(tradeId, context) {
    this.entries.delete(tradeId);
    this.entries.set(tradeId, context);
    if (this.entries.size <= ENTRIES_KEPT) return;
    const [oldest] = this.entries.keys();
    this.entries.delete(oldest);
  }
}

/** @param {Tick} tick @param {number} bytes @returns {TradeContext} */
function describeTrade(tick, bytes) {
  // Doubles of its own, 8 bytes each: V8 can neither share them with another entry nor shrink them.
  const nearby = new Array(Math.ceil(bytes / 8)).fill(tick.price + 0.000_5);
  return { price: tick.price, size: tick.size, nearby };
}

export { UnboundedCache, BoundedCache, describeTrade };
