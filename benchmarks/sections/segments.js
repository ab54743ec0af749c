// The section of docs/explanation/performance.md on what it costs to watch the event loop.

const { markdownTable } = require('./markdown-table.js');

/** @param {object} segments results of `measureSegments` */
exports.segmentsSection = ({ node, rounds, callbacks, rows }) => `## Watching the event loop

\`npm run bench -- --only segments\`. Node.js ${node}. CPU time of the main thread (\`process.threadCpuUsage()\`) for one callback that does
nothing, ${callbacks.toLocaleString('en-US')} of each kind, ${rounds} interleaved rounds. "Not watched" is the preload with \`TICKSCOPE_EVENT_LOOP=off\`; the
others are medians of what the two ways of watching add to it in the same round. A byte to a socket and back is two
callbacks of sockets in one process, and a tenth as many.

${markdownTable(
  ['not watched, ns', 'turns add', 'callbacks add'],
  rows.map(({ what, off, turns, callbacks: added }) => [what, ...[off, turns, added].map((nanos) => nanos.toFixed(0))]),
)}`;
