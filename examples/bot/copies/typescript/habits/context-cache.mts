// Remembers what the market looked like at each trade, by trade id.

import type { Tick, TradeContext } from '../types.mts';

/** The habit: nothing is ever removed. */
class UnboundedCache {
  length: any;

  entries: Map<number, TradeContext> = new Map();

  /** @param bytes the size of an entry */
  constructor(bytes: number) {
    this.length = Math.ceil(bytes / 8);
  }

  get(tradeId: number): TradeContext | undefined {
    return this.entries.get(tradeId);
  }

  add(tick: Tick) {
    this.entries.set(tick.tradeId, describeTrade(tick, new Array(this.length)));
  }
}

const ENTRIES_KEPT = 500;

/** Fixed: the entry that was not used for longest makes room. A Map keeps the order in which keys were set. */
class BoundedCache {
  length: any;

  entries: Map<number, TradeContext> = new Map();

  /** @param bytes the size of an entry */
  constructor(bytes: number) {
    this.length = Math.ceil(bytes / 8);
  }

  get(tradeId: number): TradeContext | undefined {
    const context = this.entries.get(tradeId);
    if (context === undefined) return undefined;
    this.entries.delete(tradeId);
    this.entries.set(tradeId, context);
    return context;
  }

  add(tick: Tick) {
    this.entries.set(tick.tradeId, describeTrade(tick, this.takeRoom()));
  }

  /** The room of the oldest entry is used again: old garbage would let the heap grow nearly as fast as the habit does. */
  takeRoom(): number[] {
    if (this.entries.size < ENTRIES_KEPT) return new Array(this.length);
    const [[oldest, context]] = this.entries;
    this.entries.delete(oldest);
    return context.nearby;
  }
}

function describeTrade(tick: Tick, room: number[]): TradeContext {
  // Doubles of its own, 8 bytes each: V8 can neither share them with another entry nor shrink them.
  return { price: tick.price, size: tick.size, nearby: room.fill(tick.price + 0.000_5) };
}

export { UnboundedCache, BoundedCache };
