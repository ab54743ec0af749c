// The section of docs/explanation/performance.md on how long the program's thread is held at a time.

const { SHAPES } = require('../shapes.js');
const { markdownTable } = require('./markdown-table.js');
const { countText, spreadText } = require('./numbers.js');

/** @param {object} hold results of `measureHold` */
exports.holdSection = ({ rounds, seconds, warmupSeconds, ticksPerSecond, shape, rows }) => `## Longest hold

\`npm run bench -- --only hold\`. ${countText(ticksPerSecond)} ticks a second of ${SHAPES[shape].title}, for ${seconds} s after ${warmupSeconds} s of warm-up; medians over
${rounds} interleaved rounds. A hold is the CPU time of the main thread (\`process.threadCpuUsage()\`) in one turn of the event
loop: the program's tick, at most one in a turn, and whatever a preload does beside it, such as closing the tick, writing,
encoding and sending. Turns without a wait between them count as one, so a hold is rather too long than too short. CPU
time leaves out what other processes take. "Sending" is everything on: the record, traces, and metrics every second,
where 60 s are the default; "by a worker" the same with \`TICKSCOPE_EXPORT=worker\`. Figures are of the whole turn, the program's part included; the last column is what p99.9 adds
to the bare program of the same round.

${markdownTable(
  ['turns', 'p50, µs', 'p99', 'p99.9', 'longest', 'p99.9 above bare'],
  rows.map(({ name, turns, p50Micros, p99Micros, p999Micros, longestMicros, p999AddedMicros }) => [
    name,
    countText(turns),
    ...[p50Micros, p99Micros, p999Micros, longestMicros].map((value) => value.toFixed(0)),
    spreadText(p999AddedMicros, 1, 0),
  ]),
)}`;
