// What is said of a list of numbers before anything is concluded from it.

/** Standard deviations on either side of the middle of a normal distribution that have 95 % of it between them. */
export const NORMAL_95 = 1.959_963_985;

/** The middle value; of two, their mean. `NaN` without values. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
