// Ranks of measured numbers.

/** @param {ArrayLike<number>} sorted from the least up */
exports.quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

const ascending = (numbers) => [...numbers].sort((left, right) => left - right);

exports.median = (numbers) => exports.quantile(ascending(numbers), 0.5);

/** What a table shows of the rounds: a median says little without its ends. Undefined where something was not measured. */
exports.spreadOf = (numbers) => {
  if (numbers.some((number) => !Number.isFinite(number))) return undefined;
  const sorted = ascending(numbers);
  return { median: exports.quantile(sorted, 0.5), least: sorted[0], most: sorted.at(-1) };
};
