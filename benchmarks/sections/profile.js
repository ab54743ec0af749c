// The section of docs/explanation/performance.md on where the time of a tick goes.

const { markdownTable } = require('./markdown-table.js');

/** What takes less than this share in every regime is not listed. */
const LEAST_SHARE = 0.01;

/** @param {object} profile results of `measureProfile` */
exports.profileSection = ({ node, rounds, intervalMicros, regimes }) => {
  const totals = regimes.map(({ groups }) => groups.reduce((sum, { micros }) => sum + micros, 0));
  const microsOf = (name) => regimes.map(({ groups }) => groups.find((group) => group.name === name)?.micros ?? 0);
  const names = [...new Set(regimes.flatMap(({ groups }) => groups.map(({ name }) => name)))];
  const rows = names
    .map((name) => ({ name, micros: microsOf(name) }))
    .filter(({ micros }) => micros.some((value, at) => value / totals[at] >= LEAST_SHARE))
    .toSorted((left, right) => right.micros[0] - left.micros[0]);
  const cell = (micros, at) => `${micros.toFixed(2)} (${((micros / totals[at]) * 100).toFixed(0)} %)`;
  return `## Where the time goes

\`npm run bench -- --only profile\`. Node.js ${node}, V8's profiler with a sample every ${intervalMicros} µs, ${rounds === 1 ? 'one run' : `medians of ${rounds} runs`}: microseconds of the main
thread a tick of 23 spans, and the share of all, by the folders of Tickscope's source. What Node.js does for a folder counts
to it; the clock and the collector stand alone. The profiler takes time itself, so the figures are higher than in the tables above.
"The start" is in the regimes that are measured from the start of the program. What is below ${LEAST_SHARE * 100} % everywhere is left out.

${markdownTable(
  regimes.map(({ title }) => `${title}, µs`),
  rows.map(({ name, micros }) => [name.startsWith('src') ? `\`${name}\`` : name, ...micros.map(cell)]),
)}`;
};
