// docs/explanation/chaos.md: what 200 schedules came to.

const { markdownTable } = require('../sections/markdown-table.js');
const { median } = require('../statistics.js');
const { ORDERLY } = require('./schedule.js');

const count = (value) => value.toLocaleString('en-US');
const sumOf = (rows, key) => rows.reduce((sum, row) => sum + row[key], 0);
const COLUMNS = [
  'schedules',
  'ticks',
  'measured',
  'counted as lost',
  'after what is covered',
  'that time: median',
  'longest',
  'hold',
];

const millis = (value) => (value === Infinity ? 'the whole run' : `${count(Math.round(value))} ms`);

function cellsOf(rows) {
  const times = rows.map(({ uncoveredMillis }) => uncoveredMillis);
  return [
    ...[rows.length, sumOf(rows, 'ticks'), sumOf(rows, 'measured'), sumOf(rows, 'lost'), sumOf(rows, 'beyond')].map(
      count,
    ),
    millis(median(times)),
    millis(Math.max(...times)),
    count(rows.filter(({ problems }) => problems.length === 0).length),
  ];
}

const isFine = ({ kinds }) => kinds.includes('disk: fine');
const isKilled = ({ kinds }) => !kinds.some((kind) => ORDERLY.has(kind.replace('ends by: ', '')));

/** @param {object[]} rows of `runSchedule` */
exports.chaosDocument = (rows, seconds) => {
  const kinds = [...new Set(rows.flatMap((row) => row.kinds))].toSorted();
  const failed = rows.filter(({ problems }) => problems.length > 0);
  return `# Chaos

Written by \`npm run chaos\`; do not edit. Node.js ${process.versions.node}, ${rows.length} schedules of about ${seconds} s, each with a seed that repeats it
(\`npm run chaos -- --schedules 1 --seed 42 --verbose\`).

Each schedule runs one bot twice: bare, and with the preload. The bot writes its own count of ticks into a pipe, before and after each tick. The script
sends the signals of the schedule, reads the count, and compares. A schedule holds where

- output, exit code and signal are the same in both runs, but for lines on stderr that begin with \`tickscope: \`;
- the ticks that the record measured and those that it counts as lost (\`ticks_in_missing_segments\`) are those that the bot had counted at the moment up to which the
  record says that it covers it;
- a bot that comes to its exit listeners leaves a record that covers all of it, unless the disk refused it, which is said on stderr;
- every span that such a bot made has arrived at the collector, or is counted as lost.

${failed.length === 0 ? `All ${rows.length} hold.` : `${failed.length} of ${rows.length} do not hold: seeds ${failed.map(({ seed }) => seed).join(', ')}.`} By what happens in them; a schedule has several:

${markdownTable(COLUMNS, [
  ['all', ...cellsOf(rows)],
  ['of these, killed, where the disk was fine', ...cellsOf(rows.filter((row) => isFine(row) && isKilled(row)))],
  ...kinds.map((kind) => [kind, ...cellsOf(rows.filter((row) => row.kinds.includes(kind)))]),
])}

"After what is covered" are ticks after the end of the record, of a bot that was killed or whose disk refused the last writes. "The whole run": nothing was written before
the bot was killed, or nothing could be written at all.
`;
};
