// Writes docs/performance.md from the last results of each benchmark, which stand beside it as JSON.

const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const resultsFile = path.join(__dirname, 'results/latest.json');
const documentFile = path.join(__dirname, '../docs/performance.md');

const micros = (nanos) => (nanos / 1_000).toFixed(2);

/** One table for a tick of some spans. */
function table({ spans, database, rows }) {
  const of =
    database > 0 ? `${spans} spans, ${database} of them asynchronous` : `${spans} span${spans === 1 ? '' : 's'}`;
  return [
    `### A tick of ${of}`,
    '',
    '| | added p50, µs | p95 | p99 | per span, µs | CPU a tick, µs | RSS, MB | start, ms | p50 to stock |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map(({ name, p50, p95, p99, perSpan, cpu, rss, start, ratio }) => {
      const cells = [micros(p50), micros(p95), micros(p99), micros(perSpan), micros(cpu)];
      return `| ${name} | ${[...cells, (rss / 1e6).toFixed(0), start.toFixed(0), ratio.toFixed(2)].join(' | ')} |`;
    }),
    '',
  ].join('\n');
}

function benchmarkSection({ node, cores, rounds, ticks, warmup, clockReadNanos, shapes }) {
  return `## Cost of a tick

\`npm run bench\`. Node.js ${node}, ${cores} cores shared with others, ${rounds} interleaved rounds of ${ticks.toLocaleString('en-US')} ticks
after ${warmup.toLocaleString('en-US')} of warm-up, a process for each. Every figure is the median over the rounds of what a variant
adds to the bare program of the same round. The operations do next to nothing, so the figures are the cost of measuring
them. "Stock" is a NodeSDK with a span for every operation, a batch processor and an exporter that does nothing;
"AlwaysOff" the same with a sampler that refuses every span. "Sending" has traces and metrics on, to a collector in
another process. RSS is that of the warm program, start the time until its first line.

Two reads of the clock a span are the floor under all of them: one read took ${clockReadNanos.toFixed(0)} ns.

${shapes.map(table).join('\n')}`;
}

function soakSection(soak) {
  const kilobytes = (value) => `${value.toFixed(1)} kB`;
  return `## Soak

\`npm run soak\`. ${soak.ticks.toLocaleString('en-US')} ticks under the preload, the heap read after a forced major collection every 20,000:
${(soak.firstBytes / 1e6).toFixed(2)} MB at the first of ${soak.readings} readings that count, ${(soak.lastBytes / 1e6).toFixed(2)} MB at the last. Slope ${kilobytes(soak.slopeKilobytesPerMillionTicks)} per million
ticks, 95 % bounds ${kilobytes(soak.lowerKilobytesPerMillionTicks)} to ${kilobytes(soak.upperKilobytesPerMillionTicks)} (moving-block bootstrap).
`;
}

/** @param {{ bench?: object, soak?: object }} results of this run; those of other benchmarks stay as they were */
exports.writePerformance = (results) => {
  const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const all = { ...before, ...results };
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(all, undefined, 2)}\n`);
  const sections = [all.bench && benchmarkSection(all.bench), all.soak && soakSection(all.soak)].filter(Boolean);
  const head = '# Performance\n\nWritten by `npm run bench` and `npm run soak`; do not edit.';
  writeFileSync(documentFile, `${[head, ...sections].join('\n\n').trimEnd()}\n`);
};

exports.table = table;
