// The tables of growth: what is said of programs that do not grow, and of those that do.

const { markdownTable } = require('../sections/markdown-table.js');
const { countText, percentText, quantileText } = require('../sections/numbers.js');
const { source } = require('../source.js');
const { CONSTANT, LAWS } = require('./growing-programs.js');
const { falseGrowth, foundGrowth } = require('./growth-trials.js');

const growth = {
  ...source('analysis/growth/durations-over-time.ts'),
  ...source('analysis/growth/uptime-growth.ts'),
  ...source('analysis/growth/laws.ts'),
  ...source('analysis/statistics/seeded-random.ts'),
  ...source('model/histogram/exponential-histogram.ts'),
};

/** Of all programs of which nothing should be said. */
const MOST_WRONG = 0.01;
const MOST_CROSSING_ERROR = 0.1;
const RISES = [1.5, 2, 4];
const SEEN = ['nothing happens', 'a noisy machine', 'each operation drifts by itself'];

/** @returns {{ text: string, outside: string[] }} the tables, and what is not as it has to be */
exports.growthTables = ({ trials }) => {
  const outside = [];
  const constantTrials = trials / 10;
  const constant = Object.entries(CONSTANT).map(([name, happens]) => {
    const given = { trials: constantTrials, seed: 30, operations: 5, callsPerSegment: 40, happens };
    const wrong = falseGrowth(growth, { ...given, minutes: 60 });
    if (wrong > MOST_WRONG) outside.push(`growth where ${name}: ${percentText(wrong)}`);
    return [name, percentText(wrong)];
  });

  const growingTrials = Math.max(5, trials / 100);
  const growing = [];
  for (const [law, of] of Object.entries(LAWS)) {
    for (const rise of RISES) {
      for (const name of SEEN) {
        const given = { trials: growingTrials, seed: 31, minutes: 60, operations: 2, callsPerSegment: 600 };
        const found = foundGrowth(growth, { ...given, law, happens: CONSTANT[name], grows: of(rise), crossesAt: 3 });
        const what = `${law}, to ${rise} times, ${name}`;
        // One program more than one in twenty: a machine that drifts like a law is taken for one.
        if (found.wrong * growingTrials > 0.05 * growingTrials + 1)
          outside.push(`the wrong law, ${what}: ${percentText(found.wrong)}`);
        if (name === SEEN[0] && found.errors.at(-1) > MOST_CROSSING_ERROR) {
          outside.push(`crossing, ${what}: ${percentText(found.errors.at(-1))}`);
        }
        growing.push([
          what,
          ...[found.found, found.right, found.unclear, found.wrong, found.errors.length / growingTrials].map(
            percentText,
          ),
          quantileText(found.errors, 0.5),
          quantileText(found.errors, 0.9),
        ]);
      }
    }
  }

  const text = `Of ${countText(constantTrials)} programs each that do not grow, five operations of 40 calls in each of 60 segments, the share of
which anything at all is said:

${markdownTable(['wrong'], constant)}

Of ${countText(growingTrials)} programs each of which one operation grows, 600 calls a segment. The limit lies where it gets at three times the time that
was seen; the error is that of the time, from the start of the program:

${markdownTable(
  ['found', 'law named', 'law unclear', 'wrong law', 'crossing said', 'error, median', 'of nine in ten at most'],
  growing,
)}`;
  return { text, outside };
};
