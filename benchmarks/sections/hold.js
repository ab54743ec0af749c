// The section of docs/explanation/performance.md on how long the program's thread is held at a time.

const { markdownTable } = require('./markdown-table.js');

/** @param {object} hold results of `measureHold` */
exports.holdSection = ({ rounds, seconds, warmupSeconds, ticksPerSecond, spans, database, rows }) => `## Longest hold

\`npm run bench\`. ${ticksPerSecond.toLocaleString('en-US')} ticks a second of ${spans} spans, ${database} of them asynchronous, for ${seconds} s after ${warmupSeconds} s of warm-up; medians over
${rounds} interleaved rounds. A hold is the CPU time of the main thread (\`process.threadCpuUsage()\`) in one turn of the event
loop: the program's tick, at most one in a turn, and whatever a preload does beside it, such as closing the tick, writing,
encoding and sending. Turns without a wait between them count as one, so a hold is rather too long than too short. CPU
time leaves out what other processes take. "Sending" is everything on: the record, traces, and metrics every second,
where 60 s are the default. Figures are of the whole turn, the program's part included; the bare program stands beside
them.

${markdownTable(
  ['turns', 'p50, µs', 'p99', 'p99.9', 'longest'],
  rows.map(({ name, turns, p50, p99, p999, longest }) => [
    name,
    turns.toLocaleString('en-US'),
    ...[p50, p99, p999, longest].map((value) => value.toFixed(0)),
  ]),
)}`;
