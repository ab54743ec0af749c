// The tables of comparisons: false alarms, intervals, and what changes are found.

const { markdownTable } = require('../sections/markdown-table.js');
const { countText, percentText } = require('../sections/numbers.js');
const { source } = require('../source.js');
const { compareOften, familiesWrong } = require('./comparison-trials.js');
const { DRIFT, NOISE } = require('./noise.js');

const statistics = {
  ...source('analysis/statistics/comparison.ts'),
  ...source('analysis/statistics/seeded-random.ts'),
};

const TICKS_PER_RUN = 600;
const EFFECTS = [0.03, 0.05, 0.1, 0.2];
const FAMILY = 8;

const sidesText = (isPaired) => (isPaired ? 'paired' : 'not paired');

/** 0.1 % of seeds are further from the truth: with 4,000 trials 1.1 points at 5 %. */
const chanceLimits = (share, trials) => 3.3 * Math.sqrt((share * (1 - share)) / trials);

/** @returns {{ text: string, outside: string[] }} the tables, and what is not as it has to be */
exports.comparisonTables = ({ trials }) => {
  const outside = [];
  const check = (what, share, expected, points) => {
    if (Math.abs(share - expected) > Math.max(points, chanceLimits(expected, trials)))
      outside.push(`${what}: ${percentText(share)}`);
  };
  const given = { runs: 10, ticksPerRun: TICKS_PER_RUN, seed: 20 };

  const nothing = [];
  for (const isPaired of [true, false]) {
    for (const [name, noise] of Object.entries(NOISE)) {
      const found = compareOften(statistics, { ...given, noise, effect: 0, isPaired, trials });
      const what = `${name}, ${sidesText(isPaired)}`;
      check(`false alarms, ${what}`, found.significant, 0.05, 0.01);
      check(`interval, ${what}`, found.covered, 0.95, 0.01);
      nothing.push({ what, found });
    }
  }

  const fewer = trials / 4;
  const power = nothing.map(({ what, found }, place) => {
    const isPaired = place < Object.keys(NOISE).length;
    const noise = Object.values(NOISE)[place % Object.keys(NOISE).length];
    const shownAt = (effect) => compareOften(statistics, { ...given, noise, effect, isPaired, trials: fewer });
    const atLimit = shownAt(found.couldHaveSeen).shown;
    if (atLimit < 0.8 - chanceLimits(0.8, fewer))
      outside.push(`could have seen, ${what}: found in ${percentText(atLimit)}`);
    return [
      what,
      ...EFFECTS.map((effect) => percentText(shownAt(effect).shown)),
      percentText(found.couldHaveSeen),
      percentText(atLimit),
    ];
  });
  const drift = [true, false].map((isPaired) => {
    const found = EFFECTS.map((effect) =>
      compareOften(statistics, { ...given, noise: DRIFT, effect, isPaired, trials: fewer }),
    );
    return [
      `the machine drifts, ${sidesText(isPaired)}`,
      ...found.map(({ shown }) => percentText(shown)),
      percentText(found[0].couldHaveSeen),
      '-',
    ];
  });
  const families = familiesWrong(statistics, { ...given, noise: NOISE.both, size: FAMILY, trials: fewer });
  if (families > 0.05 + chanceLimits(0.05, fewer)) outside.push(`families: ${percentText(families)}`);

  const text = `${countText(trials)} comparisons of a program with itself, ten runs of ${TICKS_PER_RUN} ticks a side, p95 of each run:

${markdownTable(
  ['false alarms at 5 %', '95 % interval holds the truth', 'called changed'],
  nothing.map(({ what, found }) => [
    what,
    percentText(found.significant),
    percentText(found.covered),
    percentText(found.shown),
  ]),
)}

Of ${FAMILY} such comparisons at once, anything was significant in ${percentText(families)} of ${countText(fewer)} families.

How often a program that really became slower is called so, in ${countText(fewer)} comparisons each; beside it what the comparison of an
unchanged program says that it could have seen (the median), and how often a change of that size is found:

${markdownTable([...EFFECTS.map((effect) => `+${100 * effect} %`), 'could have seen', 'found at that size'], [...power, ...drift])}`;
  return { text, outside };
};
