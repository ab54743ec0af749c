// The section of docs/explanation/performance.md on what the start, doing nothing and the first file cost.

const { markdownTable } = require('./markdown-table.js');

const millis = (digits) => (value) => value.toFixed(digits);
const megabytes = (value) => (value / 1e6).toFixed(1);

const IDLE = {
  startedMillis: ['start, ms', millis(0)],
  startCpuMillis: ['CPU, ms', millis(1)],
  idleRssBytes: ['idle RSS, MB', megabytes],
  idlePrivateBytes: ['idle private, MB', megabytes],
  idleCpuMillis: ['idle CPU, ms a second', millis(2)],
};

const FILE = {
  fileCpuMillis: ['first file CPU, ms', millis(1)],
  loadedCpuMillis: ['start and first file CPU, ms', millis(1)],
  fileRssBytes: ['RSS, MB', megabytes],
  filePrivateBytes: ['private, MB', megabytes],
  firstCallMillis: ['first tick, ms', millis(2)],
};

const tableOf = (columns, rows) =>
  markdownTable(
    Object.values(columns).map(([title]) => title),
    rows.map((row) => [row.name, ...Object.entries(columns).map(([key, [, textOf]]) => textOf(row[key]))]),
  );

/** @param {object} start results of `measureStart` */
exports.startSection = ({ rounds, idleRounds, rows }) => `## Start, idle memory and the first file

\`npm run bench\`. A program that does nothing for one and a half seconds, ${rounds} interleaved rounds. Medians of what a variant adds to the
bare program of the same round: the time and the CPU time (of all threads) until the first line of the program, and the memory
when it has done nothing, without a forced collection and before any tick. Private memory is what the process has written
(\`Private_Dirty\` of Linux); RSS has pages of Node.js too, which all processes share. The CPU time of a second in which nothing
happens is of other runs, ${idleRounds} of twenty seconds each, from the thirteenth second on.

${tableOf(IDLE, rows)}

The same program then loads one small file with a strategy, the first that is parsed, and calls it once.

${tableOf(FILE, rows)}`;
