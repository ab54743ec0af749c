// How fast readings rise, and how sure that is: the slope by least squares, its 95 % bounds by a moving-block bootstrap.
//
// Künsch 1989: residuals are drawn in blocks and put back on the fitted line, because neighbouring readings depend on each
// other. Blocks of 8, 2,000 draws from a seeded generator: the same readings give the same bounds.

const { source } = require('./source.js');

const { seededRandom } = source('analysis/statistics/seeded-random.ts');

const BLOCK = 8;
const DRAWS = 2_000;

const meanOf = (ys) => ys.reduce((sum, y) => sum + y, 0) / ys.length;

function slopeOf(ys) {
  const middle = (ys.length - 1) / 2;
  const mean = meanOf(ys);
  let over = 0;
  let under = 0;
  for (const [x, y] of ys.entries()) {
    over += (x - middle) * (y - mean);
    under += (x - middle) ** 2;
  }
  return over / under;
}

/** @param {number[]} ys at least one block of readings @returns all three per reading */
exports.slopeWithBounds = (ys) => {
  const slope = slopeOf(ys);
  const middle = (ys.length - 1) / 2;
  const mean = meanOf(ys);
  const fitted = ys.map((_, x) => mean + slope * (x - middle));
  const residuals = ys.map((y, x) => y - fitted[x]);
  const random = seededRandom(1);
  const slopes = Array.from({ length: DRAWS }, () => {
    const drawn = [];
    while (drawn.length < ys.length) {
      const from = Math.floor(random() * (ys.length - BLOCK + 1));
      drawn.push(...residuals.slice(from, from + BLOCK));
    }
    return slopeOf(fitted.map((y, x) => y + drawn[x]));
  }).toSorted((left, right) => left - right);
  return { slope, lower: slopes[Math.floor(0.025 * DRAWS)], upper: slopes[Math.floor(0.975 * DRAWS)] };
};
