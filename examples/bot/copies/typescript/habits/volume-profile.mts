// The price at which most was traded, read by all three strategies on every tick.

import type { Tick } from '../types.mts';
import { volumeprofile } from 'technicalindicators';
import { countIndicator } from '../counters.mts';

const BARS = 500;
/** The window moves on after so many trades, not with each of them. */
const STEP = 250;

/** The habit: every reader computes the profile of the whole window again, though the window has hardly ever changed. */
class RecomputedProfile {
  window: any;

  upcoming: Tick[] = [];

  /** @param history the window, oldest first; its length stays */
  constructor(history: Tick[]) {
    this.window = history;
  }

  append(tick: Tick) {
    this.upcoming.push(tick);
    if (this.upcoming.length < STEP) return;
    this.window = [...this.window.slice(STEP), ...this.upcoming];
    this.upcoming = [];
  }

  busiestPrice(): number {
    return findBusiestPrice(this.window);
  }
}

/** Fixed: computed when the window moves, shared by all readers. */
class SharedProfile extends RecomputedProfile {
  computedFrom: any;
  busiest: any;

  constructor(history: Tick[]) {
    super(history);
    this.computedFrom = history;
    this.busiest = findBusiestPrice(history);
  }

  busiestPrice(): number {
    if (this.computedFrom !== this.window) this.busiest = findBusiestPrice(this.window);
    this.computedFrom = this.window;
    return this.busiest;
  }
}

function findBusiestPrice(trades: Tick[]): number {
  const prices = trades.map(({ price }) => price);
  const volume = trades.map(({ size }) => size);
  countIndicator('volumeprofile');
  const bars: any[] = volumeprofile({ high: prices, low: prices, open: prices, close: prices, volume, noOfBars: BARS });
  const busiest = bars.reduce((most, bar) => (bar.totalVolume > most.totalVolume ? bar : most));
  return busiest.rangeStart;
}

export { RecomputedProfile, SharedProfile };
