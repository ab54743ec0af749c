// The section of docs/explanation/performance.md on what a tick costs.

const { markdownTable } = require('./markdown-table.js');

const micros = (nanos) => (nanos / 1_000).toFixed(2);

function shapeTitle({ spans, database, queries }) {
  const asynchronous = database > 0 ? `, ${database} of them asynchronous` : '';
  const databaseSpans = queries > 0 ? `, ${queries} of them queries of pg` : '';
  return `### A tick of ${spans} span${spans === 1 ? '' : 's'}${asynchronous}${databaseSpans}`;
}

function shapeTable({ rows, ...shape }) {
  const heads = ['added p50, µs', 'p95', 'p99', 'per span, µs', 'CPU a tick, µs', 'RSS, MB', 'p50 to stock'];
  const cells = rows.map(({ name, p50, p95, p99, perSpan, cpu, rss, ratio }) => [
    name,
    ...[p50, p95, p99, perSpan, cpu].map(micros),
    (rss / 1e6).toFixed(0),
    ratio.toFixed(2),
  ]);
  return `${shapeTitle(shape)}\n\n${markdownTable(heads, cells)}`;
}

/** @param {object} cost results of `measureCost` */
exports.costSection = ({ node, cores, rounds, ticks, warmup, clockReadNanos, shapes }) => `## Cost of a tick

\`npm run bench\`. Node.js ${node}, ${cores} cores shared with others, ${rounds} interleaved rounds of ${ticks.toLocaleString('en-US')} ticks
after ${warmup.toLocaleString('en-US')} of warm-up, a process for each. Every figure is the median over the rounds of what a variant
adds to the bare program of the same round. The operations do next to nothing, so the figures are the cost of measuring
them. "Stock" is a NodeSDK with a span for every operation, a batch processor and an exporter that does nothing;
"AlwaysOff" the same with a sampler that refuses every span. "Sending" has traces and metrics on, to a collector in
another process. dd-trace, where it was installed, sends its traces there too. RSS is that of the warm program. Queries
go through pg to a database that answers at once, in the program itself.

Two reads of the clock a span are the floor under all of them: one read took ${clockReadNanos.toFixed(0)} ns.

${shapes.map(shapeTable).join('\n\n')}`;
