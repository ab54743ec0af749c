// Runs of a program that nobody changed, under each kind of noise that real ones have: what a statistic is proved on.

// Looked up once: in Jest's contexts, a global takes longer than what it computes.
const { cos, exp, floor, log, log1p, PI, sin, sqrt } = Math;

/** Of every model: the spread of a tick's logarithm, which is what the ticks of real bots have. */
const TICK_SD = 0.5;

/**
 * - `hanging`: neighbouring ticks are slow together; how much of a tick's excess the next one has, and its spread
 * - `runSd`: of a run's own level: where its memory came to lie, what its machine does beside it
 * - `pairSd`: of what the two runs of a pair have in common, because they were made next to each other
 */
exports.NOISE = {
  'ticks by themselves': { runSd: 0 },
  'slow ticks in a row': { runSd: 0, hanging: { share: 0.99, sd: 0.15 } },
  'runs differ by 3 %': { runSd: 0.03 },
  both: { runSd: 0.03, hanging: { share: 0.99, sd: 0.15 } },
};

/** Not of the tables of false alarms: what pairs are for. */
exports.DRIFT = { runSd: 0.03, pairSd: 0.2 };

/** @returns {() => number} of mean 0 and spread 1: Box and Muller, both of the two */
exports.normalFrom = (random) => {
  let spare;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = sqrt(-2 * log(1 - random()));
    const angle = 2 * PI * random();
    spare = radius * sin(angle);
    return radius * cos(angle);
  };
};

/** @returns {number} a time: the 95th percentile of the run's ticks, where a tick in the middle takes 1 */
function p95OfRun(normal, { runSd, hanging }, ticks, level) {
  const logarithms = new Float64Array(ticks);
  const runLevel = level + runSd * normal();
  const { share = 0, sd = 0 } = hanging ?? {};
  const fresh = sd * sqrt(1 - share * share);
  let excess = sd === 0 ? 0 : sd * normal();
  for (let tick = 0; tick < ticks; tick++) {
    if (sd !== 0) excess = share * excess + fresh * normal();
    logarithms[tick] = runLevel + excess + TICK_SD * normal();
  }
  return exp(logarithms.sort()[floor(0.95 * ticks)]);
}

/** @returns {{ before: number[], after: number[] }} `runs` of each side; those after take `effect` more of the time */
exports.measuredRuns = (normal, { noise, runs, ticksPerRun, effect }) => {
  const before = [];
  const after = [];
  for (let run = 0; run < runs; run++) {
    const shared = noise.pairSd === undefined ? 0 : noise.pairSd * normal();
    before.push(p95OfRun(normal, noise, ticksPerRun, shared));
    after.push(p95OfRun(normal, noise, ticksPerRun, shared + log1p(effect)));
  }
  return { before, after };
};
