// The section of docs/explanation/performance.md on how exact the record is.

const { markdownTable } = require('./markdown-table.js');
const { MICRO, countText, medianText, spreadText } = require('./numbers.js');

const regimeTable = ({ title, ticks, rows }) => `### ${title}, ${countText(ticks)} ticks

${markdownTable(
  ['its own clock, µs a call', 'a second one, around it, differs by', 'the record differs by', 'allowed', 'within'],
  rows.map(({ name, own, ownApart, deviation, allowedNanos, isWithin }) => [
    `\`${name}\``,
    medianText(own, MICRO, 3),
    spreadText(ownApart, MICRO, 3),
    spreadText(deviation, MICRO, 3),
    (allowedNanos / MICRO).toFixed(3),
    isWithin ? 'yes' : 'no',
  ]),
)}`;

/** @param {object} result of `measureAccuracy` */
exports.accuracySection = ({ rounds, share, nanosACall, regimes }) => `## Accuracy

\`npm run bench -- --only accuracy\`. A program whose operations time themselves, less what they call, and the record of the same
run: self time by operation, medians over ${rounds} runs from the program's start. Allowed is ${(100 * share).toFixed(0)} % of the program's own figure
and ${(nanosACall / MICRO).toFixed(1)} µs a call. The program's own clock lies inside of Tickscope's, so a part of what it costs to measure shows as
a difference. So does what it costs to read any clock around another one: the second column is that of the program's own two, without
a preload. Where that is more than what is allowed, no clock from outside can be within it.

${regimes.map(regimeTable).join('\n\n')}`;
