// Ranks of measured numbers.

/** @param {ArrayLike<number>} sorted from the least up */
exports.quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

const ascending = (numbers) => [...numbers].sort((left, right) => left - right);

exports.median = (numbers) => exports.quantile(ascending(numbers), 0.5);

/** Of 20 medians of such samples, 19 lie between the two, whatever the numbers are like: their ranks, by the binomial distribution. */
exports.medianBounds = (numbers) => {
  const sorted = ascending(numbers);
  const count = sorted.length;
  let outside = 0;
  let below = 0;
  for (let chosen = 1, probability = 0.5 ** count; chosen <= count / 2; chosen++) {
    outside += probability;
    if (2 * outside > 0.05) break;
    below = chosen - 1;
    probability *= (count - chosen + 1) / chosen;
  }
  const middle = (sorted[Math.floor((count - 1) / 2)] + sorted[Math.floor(count / 2)]) / 2;
  return { median: middle, least: sorted[below], most: sorted[count - 1 - below] };
};

/** What a table shows of the rounds: a median says little without its ends. Undefined where something was not measured. */
exports.spreadOf = (numbers) => {
  if (numbers.some((number) => !Number.isFinite(number))) return undefined;
  const sorted = ascending(numbers);
  return { median: exports.quantile(sorted, 0.5), least: sorted[0], most: sorted.at(-1) };
};
