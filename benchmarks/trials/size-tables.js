// The tables of growth with a size: what is said of operations that take as long for any size, and of those that do not.

const { markdownTable } = require('../sections/markdown-table.js');
const { countText, percentText, quantileText } = require('../sections/numbers.js');
const { source } = require('../source.js');
const { CONSTANT_SIZED, ORDERS, SIZE_SHAPES } = require('./sized-programs.js');
const { falseSizeGrowth, foundSizeGrowth } = require('./size-trials.js');

const growth = {
  ...source('model/sizes/size-sums.ts'),
  ...source('analysis/growth/size-growth.ts'),
  ...source('analysis/growth/laws.ts'),
  ...source('analysis/statistics/seeded-random.ts'),
};

/** Of all operations of which nothing should be said. */
const MOST_WRONG = 0.02;
const MOST_CROSSING_ERROR = 0.1;
const CALLS = 10_000;
const SMALLEST = 20;
const RANGES = [8, 64];
const SEEN = ['nothing happens', 'a noisy machine'];

/** @returns {{ text: string, outside: string[] }} the tables, and what is not as it has to be */
exports.sizeTables = ({ trials }) => {
  const outside = [];
  const constantTrials = trials / 20;
  const constant = Object.entries(CONSTANT_SIZED).map(([name, happens]) => {
    const shares = Object.entries(ORDERS).map(([order, inOrder]) => {
      const sizes = { calls: CALLS, smallest: SMALLEST, largest: 64 * SMALLEST, order: inOrder };
      const wrong = falseSizeGrowth(growth, { trials: constantTrials, seed: 40, ...sizes, happens });
      if (wrong > MOST_WRONG) outside.push(`growth with ${order} where ${name}: ${percentText(wrong)}`);
      return percentText(wrong);
    });
    return [name, ...shares];
  });

  const growingTrials = Math.max(10, trials / 100);
  const growing = [];
  for (const [order, inOrder] of Object.entries(ORDERS)) {
    for (const name of SEEN) {
      for (const range of RANGES) {
        for (const [law, of] of Object.entries(SIZE_SHAPES)) {
          const sizes = { calls: CALLS, smallest: SMALLEST, largest: range * SMALLEST, order: inOrder };
          const given = { trials: growingTrials, seed: 41, ...sizes, happens: CONSTANT_SIZED[name] };
          const found = foundSizeGrowth(growth, { ...given, law, of, crossesAt: 3 });
          const what = `${law}, ${order}, ${range} times as many, ${name}`;
          // One more than one in twenty: a machine that drifts like a law is taken for one.
          if (found.wrong * growingTrials > 0.05 * growingTrials + 1)
            outside.push(`the wrong law, ${what}: ${percentText(found.wrong)}`);
          if (name === SEEN[0] && found.errors.at(-1) > MOST_CROSSING_ERROR)
            outside.push(`crossing, ${what}: ${percentText(found.errors.at(-1))}`);
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
  }

  const text = `Of ${countText(constantTrials)} operations each that take as long for any size, ${countText(CALLS)} calls with sizes from ${SMALLEST} to
${countText(64 * SMALLEST)}, the share of which anything at all is said:

${markdownTable(Object.keys(ORDERS), constant)}

Of ${countText(growingTrials)} operations each of which four fifths of the time of the smallest call follow a law, ${countText(CALLS)} calls. The limit lies
where calls of three times the largest size get; the error is that of the size:

${markdownTable(
  ['found', 'law named', 'several laws', 'wrong law', 'crossing said', 'error, median', 'of nine in ten at most'],
  growing,
)}`;
  return { text, outside };
};
