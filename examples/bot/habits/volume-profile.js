// The price at which most was traded, read by all three strategies on every tick.

const { volumeprofile } = require('technicalindicators');
const { countIndicator } = require('../counters');

const BARS = 500;
/** The window moves on after so many trades, not with each of them. */
const STEP = 250;

/** The habit: every reader computes the profile of the whole window again, though the window has hardly ever changed. */
class RecomputedProfile {
  /** @type {Tick[]} */
  upcoming = [];

  /** @param {Tick[]} history the window, oldest first; its length stays */
  constructor(history) {
    this.window = history;
  }

  /** @param {Tick} tick */
  append(tick) {
    this.upcoming.push(tick);
    if (this.upcoming.length < STEP) return;
    this.window = [...this.window.slice(STEP), ...this.upcoming];
    this.upcoming = [];
  }

  /** @returns {number} */
  busiestPrice() {
    return findBusiestPrice(this.window);
  }
}

/** Fixed: computed when the window moves, shared by all readers. */
class SharedProfile extends RecomputedProfile {
  /** @param {Tick[]} history */
  constructor(history) {
    super(history);
    this.computedFrom = history;
    this.busiest = findBusiestPrice(history);
  }

  /** @returns {number} */
  busiestPrice() {
    if (this.computedFrom !== this.window) this.busiest = findBusiestPrice(this.window);
    this.computedFrom = this.window;
    return this.busiest;
  }
}

/** @param {Tick[]} trades @returns {number} */
function findBusiestPrice(trades) {
  const prices = trades.map(({ price }) => price);
  const volume = trades.map(({ size }) => size);
  countIndicator('volumeprofile');
  /** @type {any[]} */
  const bars = volumeprofile({ high: prices, low: prices, open: prices, close: prices, volume, noOfBars: BARS }); // Found: repeated-indicators, memoisable-functions
  const busiest = bars.reduce((most, bar) => (bar.totalVolume > most.totalVolume ? bar : most));
  return busiest.rangeStart;
}

module.exports = { RecomputedProfile, SharedProfile };
