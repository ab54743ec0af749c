// How far the price strays from its average, read by all three strategies.
//
// Prices are whole cents: sums of whole numbers are exact, so both classes give the same bits and the same decisions.

const { SD, sd } = require('technicalindicators');
const { countIndicator } = require('../counters');

const PERIOD = 100;

/** The habit: every reader computes the indicator over the whole window again and uses the last value. */
class RecomputedVolatility {
  /** @type {number[]} */
  window = [];

  /** @param {number} longest */
  constructor(longest) {
    this.longest = longest;
  }

  /** @param {number} cents */
  append(cents) {
    this.window.push(cents);
    if (this.window.length > this.longest) this.window.shift();
  }

  /** @returns {number | undefined} cents; undefined for the first trades */
  read() {
    countIndicator('sd');
    return sd({ period: PERIOD, values: this.window }).at(-1);
  }
}

/** Fixed: one step a tick, shared by all readers. */
class StreamingVolatility {
  deviation = new SD({ period: PERIOD, values: [] });
  /** @type {number | undefined} */
  latest = undefined;

  /** @param {number} cents */
  append(cents) {
    countIndicator('SD.nextValue');
    this.latest = this.deviation.nextValue(cents);
  }

  /** @returns {number | undefined} cents; undefined for the first trades */
  read() {
    return this.latest;
  }
}

module.exports = { RecomputedVolatility, StreamingVolatility };
