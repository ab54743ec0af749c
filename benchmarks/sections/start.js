// The section of docs/explanation/performance.md on what the start and doing nothing cost.

const { markdownTable } = require('./markdown-table.js');
const { MEGA, medianText, spreadText } = require('./numbers.js');

/** @param {object} start results of `measureStart` */
exports.startSection = ({ rounds, rows }) => `## Start and idle memory

\`npm run bench -- --only start\`. A program that does nothing, ${rounds} interleaved rounds: the bare program, and medians of what a variant
adds to the bare program of the same round. The time and the CPU time (of all threads) until the first line of the
program, and RSS and private memory one second later, without a forced collection and before any tick.

${markdownTable(
  ['start, ms', 'CPU, ms', 'idle RSS, MB', 'idle private, MB'],
  rows.map(({ name, startedMillis, startCpuMillis, idleRssBytes, idlePrivateBytes }) => [
    name,
    spreadText(startedMillis, 1, 0),
    spreadText(startCpuMillis, 1, 0),
    medianText(idleRssBytes, MEGA, 1),
    medianText(idlePrivateBytes, MEGA, 1),
  ]),
)}`;
