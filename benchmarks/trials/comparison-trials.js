// How often the comparison of runs is right, over many made-up comparisons of which the truth is known.

const { measuredRuns, normalFrom } = require('./noise.js');

/** The chance that a test at 5 % may be wrong with. */
const LEVEL = 0.05;

/**
 * @param statistics `compareRuns` and `seededRandom`: of the source or of what was built
 * @param {{ noise: object, runs: number, ticksPerRun: number, effect: number, isPaired: boolean, trials: number, seed: number }} given
 * @returns shares of the trials
 */
exports.compareOften = ({ compareRuns, seededRandom }, { trials, seed, isPaired, ...given }) => {
  const normal = normalFrom(seededRandom(seed));
  const { effect } = given;
  const counts = { significant: 0, covered: 0, shown: 0, wrongWay: 0 };
  const visible = [];
  for (let trial = 0; trial < trials; trial++) {
    const [found] = compareRuns([{ ...measuredRuns(normal, given), isPaired }]);
    if (found.pValue <= LEVEL) counts.significant++;
    if (found.lowerShare <= effect && effect <= found.upperShare) counts.covered++;
    if (found.change !== 'no change shown') counts.shown++;
    if (found.change === (effect > 0 ? 'faster' : 'slower')) counts.wrongWay++;
    visible.push(found.couldHaveSeenShare);
  }
  const shares = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / trials]));
  return { ...shares, couldHaveSeen: visible.toSorted((one, other) => one - other)[trials >> 1] };
};

/** @returns {number} the share of families of comparisons of nothing with nothing in which anything at all was shown */
exports.familiesWrong = ({ compareRuns, seededRandom }, { size, trials, seed, ...given }) => {
  const normal = normalFrom(seededRandom(seed));
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    const family = Array.from({ length: size }, () => ({
      ...measuredRuns(normal, { ...given, effect: 0 }),
      isPaired: true,
    }));
    if (compareRuns(family).some(({ pValue }) => pValue <= LEVEL)) wrong++;
  }
  return wrong / trials;
};
