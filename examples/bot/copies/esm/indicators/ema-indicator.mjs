// Exponential moving average of the price.

class EmaIndicator {
  /** @param {number} period */
  constructor(period) {
    this.weight = 2 / (period + 1);
    this.value = undefined;
  }

  /** @param {number} price @returns {number} */
  update(price) {
    this.value = this.value === undefined ? price : this.value + this.weight * (price - this.value);
    return this.value;
  }
}

export { EmaIndicator };
