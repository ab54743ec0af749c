// How often growth is said where there is none, and found, with its law and its crossing, where there is.

const { BEGIN, segmentsOf } = require('./growing-programs.js');

/** @returns what is said of one program */
function judged(growth, random, given) {
  const { DurationsOverTime, uptimeGrowth } = growth;
  const durations = new DurationsOverTime();
  for (const segment of segmentsOf(growth, random, given)) durations.add(segment);
  return uptimeGrowth([...durations.operations()], BEGIN);
}

/** @returns {number} the share of programs of which anything at all is said */
exports.falseGrowth = (growth, { trials, seed, ...given }) => {
  const random = growth.seededRandom(seed);
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) if (judged(growth, random, given).length > 0) wrong++;
  return wrong / trials;
};

/**
 * Of programs of which the first operation grows.
 * @param growth the functions under test: of the source or of what was built
 * @returns shares of the trials, and the errors of the crossings, the smallest first
 */
exports.foundGrowth = (growth, { trials, seed, law, crossesAt, ...given }) => {
  const random = growth.seededRandom(seed);
  const counts = { found: 0, right: 0, unclear: 0, wrong: 0, others: 0 };
  const errors = [];
  for (let trial = 0; trial < trials; trial++) {
    const all = judged(growth, random, given);
    if (all.some(({ operation }) => operation.name !== 'operation 0')) counts.others++;
    const found = all.find(({ operation }) => operation.name === 'operation 0');
    if (found === undefined) continue;
    counts.found++;
    if (found.fits.length > 1) counts.unclear++;
    else if (found.fits[0].law === law) counts.right++;
    else counts.wrong++;
    // A limit that the 95th percentile really reaches at this multiple of the time that was seen.
    const limit = 100_000 * given.grows(crossesAt) * Math.exp(1.6449 * 0.5);
    const crossing = growth.crossingOf(found.p95Fits, limit);
    if (crossing === undefined) continue;
    errors.push(Math.abs(crossing.x / ((given.minutes / 60) * crossesAt) - 1));
  }
  const shares = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / trials]));
  return { ...shares, errors: errors.toSorted((one, other) => one - other) };
};
