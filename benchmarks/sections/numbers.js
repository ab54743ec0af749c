// How measured numbers stand in a table.

const NOT_MEASURED = '-';

/** Minus nothing is nothing. */
const fixed = (value, places) => value.toFixed(places).replace(/^-(0(?:\.0*)?)$/, '$1');

/** @param {{ median: number } | undefined | null} spread */
exports.medianText = (spread, unit, places) =>
  spread === undefined || spread === null ? NOT_MEASURED : fixed(spread.median / unit, places);

/** The median over the rounds, and its least and most where there were several. */
exports.spreadText = (spread, unit, places) => {
  if (spread === undefined || spread === null) return NOT_MEASURED;
  const [median, least, most] = [spread.median, spread.least, spread.most].map((value) => fixed(value / unit, places));
  return spread.least === spread.most ? median : `${median} (${least} to ${most})`;
};

exports.countText = (value) => value.toLocaleString('en-US');

/** A share as in `12.3 %`. */
exports.percentText = (share) => `${(100 * share).toFixed(1)} %`;

/** A quantile of shares in ascending order. */
exports.quantileText = (sorted, share) =>
  sorted.length === 0 ? NOT_MEASURED : exports.percentText(sorted[Math.floor(share * (sorted.length - 1))]);

exports.MICRO = 1e3;
exports.MEGA = 1e6;
