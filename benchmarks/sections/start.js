// The section of docs/explanation/performance.md on what the start and doing nothing cost.

const { markdownTable } = require('./markdown-table.js');

/** @param {object} start results of `measureStart` */
exports.startSection = ({ rounds, rows }) => `## Start and idle memory

\`npm run bench\`. A program that does nothing, ${rounds} interleaved rounds. Medians of what a variant adds to the bare program of the
same round: the time and the CPU time (of all threads) until the first line of the program, and the RSS one second
later, without a forced collection and before any tick.

${markdownTable(
  ['start, ms', 'CPU, ms', 'idle RSS, MB'],
  rows.map(({ name, startMillis, startCpuMillis, idleRssBytes }) => [
    name,
    startMillis.toFixed(0),
    startCpuMillis.toFixed(0),
    (idleRssBytes / 1e6).toFixed(1),
  ]),
)}`;
