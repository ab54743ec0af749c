// The section of docs/explanation/performance.md on whole programs.

const { markdownTable } = require('./markdown-table.js');
const { countText, spreadText } = require('./numbers.js');

/** @param {object} result of `measurePrograms` */
exports.programsSection = ({ rounds, rows }) => `## Whole programs

\`npm run bench -- --only programs\`. The programs of \`benchmarks/programs\`, ${rounds} interleaved rounds: all the processor time of the process,
from its start to its end, as a multiple of that of the bare program in the same round. Each prints the same in all runs.
How much work lies between two operations decides what such a program can notice, so it stands beside them.

${markdownTable(
  ['bare, s', 'ticks', 'operations', 'bare, µs an operation', 'tickscope', 'tickscope, sending'],
  rows.map(({ what, bareSeconds, ticks, operations, tickscope, sending }) => [
    what,
    spreadText(bareSeconds, 1, 2),
    countText(ticks),
    countText(operations),
    ((bareSeconds.median * 1e6) / operations).toFixed(1),
    spreadText(tickscope, 1, 3),
    spreadText(sending, 1, 3),
  ]),
)}`;
