// Sends trades as a websocket feed does: at their time, whether or not the last one has been dealt with.

import type { Handler, Tick } from './types.mts';

class TradeFeed {
  trades: any;
  rate: any;

  /** @param rate ticks a second; 0 waits for each tick to settle */
  constructor(trades: Iterable<Tick>, rate: number) {
    this.trades = trades;
    this.rate = rate;
  }

  /** @returns settles when every tick has */
  async run(handler: Handler): Promise<void> {
    if (this.rate > 0) return this.runOnSchedule(handler);
    for (const trade of this.trades) await handler(trade);
  }

  /** Trade i is due at start + i / rate, however late the ones before it were. */
  runOnSchedule(handler: Handler): Promise<void> {
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

export { TradeFeed };
