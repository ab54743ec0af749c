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
    this.entries.set(tick.tradeId, describeTrade(tick, new Array(this.length))); // Found: growing-memory
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

module.exports = { UnboundedCache, BoundedCache };
