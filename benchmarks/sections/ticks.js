// The section of docs/explanation/performance.md on what a tick costs.

const { REGIMES } = require('../regimes.js');
const { SHAPES } = require('../shapes.js');
const { markdownTable } = require('./markdown-table.js');
const { MEGA, MICRO, countText, medianText, spreadText } = require('./numbers.js');

const HEADS = [
  'main thread, µs a tick',
  'process, µs a tick',
  'p50, µs',
  'p95',
  'p99',
  'RSS, MB',
  'private, MB',
  'collections',
  'their ms',
  'thread to stock',
  'process to stock',
];

const cellsOf = (row) => [
  row.name,
  spreadText(row.threadNanos, MICRO, 2),
  medianText(row.processNanos, MICRO, 2),
  spreadText(row.p50Nanos, MICRO, 2),
  medianText(row.p95Nanos, MICRO, 2),
  medianText(row.p99Nanos, MICRO, 2),
  medianText(row.rssBytes, MEGA, 1),
  medianText(row.privateBytes, MEGA, 1),
  medianText(row.collections, 1, 0),
  medianText(row.collectionMillis, 1, 1),
  spreadText(row.threadToStock, 1, 3),
  spreadText(row.processToStock, 1, 3),
];

function cellTable({ regime, shape, rounds, ticks, warmup, rows }) {
  const before = warmup > 0 ? `after ${countText(warmup)} of warm-up` : 'from the first on';
  const title = `### A tick of ${SHAPES[shape].title}, ${REGIMES[regime].title}`;
  return `${title}\n\n${countText(ticks)} ticks ${before}, rounds: ${rounds}.\n\n${markdownTable(HEADS, rows.map(cellsOf))}`;
}

function allocationTable({ shape, rounds, ticks, rows }) {
  const cells = rows.map(({ name, tickBytes, allBytes }) => [
    name,
    ...[tickBytes, allBytes].map((one) => spreadText(one, 1, 0)),
  ]);
  const heads = ['in the tick, bytes', 'with all between the ticks'];
  return `A tick of ${SHAPES[shape].title}, ${countText(ticks)} ticks, rounds: ${rounds}.\n\n${markdownTable(heads, cells)}`;
}

const aboutFastrace = (missing) =>
  missing === undefined || missing === null
    ? 'fastrace is a tracer for Rust, here with the same tick in Rust (`benchmarks/fastrace`), less that tick without it.'
    : `The row of fastrace, a tracer for Rust, is left out: ${missing}.`;

/** @param {object} result of `measureTicks` */
exports.ticksSection = ({ node, cores, clockReadNanos, withoutFastrace, cells, allocation }) => `## Cost of a tick

\`npm run bench -- --only ticks\`. Node.js ${node}, ${cores} cores shared with others; interleaved rounds, a process for each. The row "bare" is
the program as it is; all others are what a variant adds to the bare program of the same round: the median of the rounds,
with the least and the most in brackets. The operations do next to nothing, so the figures are the cost of measuring
them. "Stock" is a NodeSDK with a span for every operation, a batch processor and the exporter of OTLP as protobuf; "AlwaysOff"
the same with a sampler that refuses every span. "Sending" has traces, and of Tickscope metrics too, go to a collector in
another process, the same for all. In a hot loop stock drops what its queue does not take, which is in its favour.
dd-trace, where it was installed, sends its traces there too. Queries go through pg to a database that answers at once, in
the program itself. ${aboutFastrace(withoutFastrace)}

CPU is processor time over the ticks and all between them, the bot's timers included, as they are in the bare program; and
where few ticks are measured, what is put off until after them. "Main thread" leaves out the compiler, the collector and
workers; "process" has them. Percentiles are those of a tick from call to result. RSS and private memory (what no other process
shares) are those after the last tick, and collections those during the measured ticks. "To stock" is what a variant
adds as a share of what stock adds in the same round.

Two reads of the clock a span are the floor under all of them: one read took ${clockReadNanos.toFixed(0)} ns.

${cells.map(cellTable).join('\n\n')}

### Allocation

Bytes of the heap a tick takes in a hot loop, above the bare program, from V8's own figures before and after each collection
(\`v8.GCProfiler\`), in processes of their own.

${allocation.map(allocationTable).join('\n\n')}`;
