// The section of docs/explanation/performance.md on the memory of a process after millions of ticks.

const { SHAPES } = require('../shapes.js');
const { markdownTable } = require('./markdown-table.js');
const { MEGA, countText, medianText } = require('./numbers.js');

/** @param {object} result of `measureMemory` */
exports.memorySection = ({ ticks, shape, rows }) => `## Memory after millions of ticks

\`npm run bench -- --only memory\`. ${countText(ticks)} ticks of ${SHAPES[shape].title}, in a hot loop, one run of each: the bare program, and what
the others add to it. RSS after a twentieth of the ticks, after the last one, and at most; V8 decides how much room it gives
the young generation, and the soak below looks at what is in use.

${markdownTable(
  ['RSS early, MB', 'RSS at the end', 'at most', 'private at the end', 'run, s'],
  rows.map(({ name, earlyRssBytes, rssBytes, mostRssBytes, privateBytes, millis }) => [
    name,
    ...[earlyRssBytes, rssBytes, mostRssBytes, privateBytes].map((bytes) => medianText(bytes, MEGA, 1)),
    medianText(millis, 1_000, 1),
  ]),
)}`;
