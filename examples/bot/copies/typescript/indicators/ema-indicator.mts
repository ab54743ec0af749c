// Exponential moving average of the price.

class EmaIndicator {
  weight: any;
  value: any;

  constructor(period: number) {
    this.weight = 2 / (period + 1);
    this.value = undefined;
  }

  update(price: number): number {
    this.value = this.value === undefined ? price : this.value + this.weight * (price - this.value);
    return this.value;
  }
}

export { EmaIndicator };
