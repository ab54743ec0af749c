// What Tickscope costs a program, beside the stock SDK: one interleaved run of child processes, medians over the rounds.
//
//   npm run bench               writes docs/performance.md; about five minutes on two cores
//   npm run bench -- --quick    prints the same tables from one short round, and writes nothing
//
// On a shared machine the clock varies by factors, so variants take turns within a round, and ratios within a round are
// what counts.

const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { table, writePerformance } = require('./performance-document.js');

const root = path.join(__dirname, '..');
const program = path.join(__dirname, 'tick-program.js');
const preload = (name) => path.join(__dirname, 'preloads', name);

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const { rounds, ticks, warmup } = values.quick
  ? { rounds: 1, ticks: 1_000, warmup: 1_000 }
  : { rounds: 9, ticks: 5_000, warmup: 3_000 };

const SHAPES = [
  { spans: 1, database: 0 },
  { spans: 9, database: 0 },
  { spans: 23, database: 0 },
  { spans: 60, database: 0 },
  { spans: 23, database: 6 },
];

/** @param {string} collector where traces and metrics go */
function variants(collector) {
  const sends = { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_METRIC_EXPORT_INTERVAL: '1000' };
  return {
    bare: { arguments: [], environment: {} },
    tickscope: { arguments: ['--require', path.join(root, 'dist/register.js')], environment: {} },
    'tickscope, sending': { arguments: ['--require', path.join(root, 'dist/register.js')], environment: sends },
    'stock, AlwaysOff': { arguments: ['--require', preload('always-off.js')], environment: {} },
    stock: { arguments: ['--require', preload('stock.js')], environment: {} },
  };
}

/** @returns {Promise<Record<string, number>>} what the program printed */
function runOnce({ arguments: nodeArguments, environment }, shape, folder) {
  const given = JSON.stringify({ ...shape, ticks, warmup });
  const child = spawn(process.execPath, ['--expose-gc', ...nodeArguments, program, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', TICKSCOPE_DIR: folder, ...environment },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`a run ended with code ${code}`));
    });
  });
}

function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** One row a variant: what it adds to the bare program of the same round. */
function summarise(runs, shape) {
  const bare = runs.get('bare');
  const stock = runs.get('stock');
  const added = (runsOf, key) => runsOf.map((run, round) => run[key] - bare[round][key]);
  return [...runs]
    .filter(([name]) => name !== 'bare')
    .map(([name, runsOf]) => {
      const p50 = added(runsOf, 'p50Nanos');
      const ratios = p50.map((nanos, round) => nanos / (stock[round].p50Nanos - bare[round].p50Nanos));
      return {
        name,
        p50: median(p50),
        p95: median(added(runsOf, 'p95Nanos')),
        p99: median(added(runsOf, 'p99Nanos')),
        perSpan: median(p50) / shape.spans,
        cpu: median(added(runsOf, 'cpuNanosPerTick')),
        rss: median(added(runsOf, 'warmRssBytes')),
        start: median(added(runsOf, 'loadedAtMillis')),
        ratio: median(ratios),
      };
    });
}

const clockReadNanos = () => {
  const reads = 1_000_000;
  const from = process.hrtime.bigint();
  for (let read = 0; read < reads; read++) performance.now();
  return Number(process.hrtime.bigint() - from) / reads;
};

/** Takes everything and says yes. */
function startCollector() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function main() {
  const collector = await startCollector();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tickscope-bench-'));
  const shapes = [];
  try {
    for (const shape of SHAPES) {
      const taken = Object.entries(variants(`http://127.0.0.1:${collector.address().port}`));
      const runs = new Map(taken.map(([name]) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        // Another one begins each round: who comes first meets a cooler machine.
        const order = [...taken.slice(round % taken.length), ...taken.slice(0, round % taken.length)];
        for (const [name, variant] of order) runs.get(name).push(await runOnce(variant, shape, folder));
      }
      shapes.push({ ...shape, rows: summarise(runs, shape) });
      console.log(table(shapes.at(-1)));
    }
  } finally {
    collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
  if (values.quick) return;
  const machine = { node: process.versions.node, cores: os.cpus().length, clockReadNanos: clockReadNanos() };
  writePerformance({ bench: { ...machine, rounds, ticks, warmup, shapes } });
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
