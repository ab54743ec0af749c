// Ranks of measured numbers.

/** @param {ArrayLike<number>} sorted from the least up */
exports.quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

exports.median = (numbers) =>
  exports.quantile(
    [...numbers].sort((left, right) => left - right),
    0.5,
  );
