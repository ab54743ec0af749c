// The section of docs/explanation/performance.md on what the start, doing nothing and the first file cost.

const { markdownTable } = require('./markdown-table.js');

const millis = (digits) => (value) => value.toFixed(digits);
const megabytes = (value) => (value / 1e6).toFixed(1);

const COLUMNS = {
  startedMillis: ['start, ms', millis(0)],
  startCpuMillis: ['CPU, ms', millis(1)],
  idleRssBytes: ['idle RSS, MB', megabytes],
  idlePrivateBytes: ['idle private, MB', megabytes],
  idleCpuMillis: ['idle CPU, ms a second', millis(2)],
  fileCpuMillis: ['first file CPU, ms', millis(1)],
  loadedCpuMillis: ['start and first file CPU, ms', millis(1)],
  fileRssBytes: ['RSS after it, MB', megabytes],
  filePrivateBytes: ['private after it, MB', megabytes],
};

/** @param {object} start results of `measureStart` */
exports.startSection = ({ rounds, rows }) => `## Start, idle memory and the first file

\`npm run bench\`. A program that does nothing for two and a half seconds and then loads one small file with a strategy,
${rounds} interleaved rounds. Medians of what a variant adds to the bare program of the same round: the time and the CPU time
(of all threads) until the first line of the program; memory and CPU time while it does nothing, without a forced collection
and before any tick; and the same when the file has run, which is the first that is parsed. Private memory is what the process
has written (\`Private_Dirty\` of Linux); RSS has pages of Node.js too, which all processes share.

${markdownTable(
  Object.values(COLUMNS).map(([title]) => title),
  rows.map((row) => [row.name, ...Object.entries(COLUMNS).map(([key, [, textOf]]) => textOf(row[key]))]),
)}`;
