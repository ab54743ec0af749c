// How often growth with a size is said where there is none, and found, with its law and its crossing, where there is.

const { sizedCells, trueTimes } = require('./sized-programs.js');

/** @returns {number} the share of operations of which anything at all is said */
exports.falseSizeGrowth = (growth, { trials, seed, ...given }) => {
  const random = growth.seededRandom(seed);
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (growth.sizeGrowth(sizedCells(growth, random, given)) !== undefined) wrong++;
  }
  return wrong / trials;
};

/** @returns shares of the trials, and the errors of the crossings, the smallest first */
exports.foundSizeGrowth = (growth, { trials, seed, law, crossesAt, ...given }) => {
  const random = growth.seededRandom(seed);
  const counts = { found: 0, right: 0, unclear: 0, wrong: 0 };
  const errors = [];
  const trueNanos = trueTimes(given);
  const crossing = given.largest * crossesAt;
  for (let trial = 0; trial < trials; trial++) {
    const found = growth.sizeGrowth(sizedCells(growth, random, given));
    if (found === undefined) continue;
    counts.found++;
    const laws = found.fits.map((fit) => fit.law);
    if (!laws.includes(law)) counts.wrong++;
    else if (laws.length > 1) counts.unclear++;
    else counts.right++;
    const said = growth.crossingOf(found.fits, trueNanos(crossing), growth.WIDEST_SIZE);
    if (said !== undefined) errors.push(Math.abs(said.x / crossing - 1));
  }
  const shares = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / trials]));
  return { ...shares, errors: errors.toSorted((one, other) => one - other) };
};
