// What a tick costs: every regime and shape, in interleaved rounds of child processes.

const { mkdtempSync } = require('node:fs');
const path = require('node:path');
const { addedByRound, ratioByRound, rowsOf } = require('../compared.js');
const { fastraceVariants } = require('../fastrace.js');
const { operationsOf, reportOf } = require('../record.js');
const { givenOf, planOf } = require('../regimes.js');
const { SHAPES } = require('../shapes.js');
const { spreadOf } = require('../statistics.js');
const { BY_WORKER, runInterleaved, runOnce } = require('../variants.js');

const KEYS = [
  'threadNanos',
  'processNanos',
  'p50Nanos',
  'p95Nanos',
  'p99Nanos',
  'rssBytes',
  'privateBytes',
  'collections',
  'collectionMillis',
];

/** Fails where Tickscope records other spans than the stock SDK is given: then there is nothing to compare. */
async function checkSpans(tickscope, shape, folder) {
  const recordFolder = mkdtempSync(path.join(folder, 'spans-'));
  const ticks = 100;
  const given = givenOf({ regime: 'hot', shape, ticks, warmup: 0 }, true);
  const here = { ...tickscope, environment: { ...tickscope.environment, TICKSCOPE_DIR: recordFolder } };
  await runOnce(here, 'tick-program.js', given, folder);
  const recorded = operationsOf(await reportOf(recordFolder)).reduce((sum, { count }) => sum + count, 0);
  // To connect to the database is one more, before the ticks.
  const spans = Math.floor(recorded / ticks);
  if (spans !== SHAPES[shape].spans) throw new Error(`a tick of "${shape}" has ${spans} spans in the record`);
}

/** fastrace is compared with the same loop in Rust. */
function fastraceRow(runs) {
  const added = (key) => spreadOf(addedByRound(runs, 'fastrace', key, 'Rust, bare'));
  return { name: 'fastrace (Rust)', ...Object.fromEntries(KEYS.map((key) => [key, added(key)])) };
}

async function measureOne(planned, compared, folder, isQuick) {
  const given = givenOf(planned, isQuick);
  const runs = await runInterleaved(compared, planned.rounds, (one) =>
    one.run === undefined ? runOnce(one, 'tick-program.js', given, folder) : one.run(given),
  );
  const hasFastrace = runs.has('fastrace');
  const javascript = new Map([...runs].filter(([name]) => compared[name].run === undefined));
  const toStock = (name, key) => spreadOf(ratioByRound(runs, name, 'stock, sending', key));
  const rows = rowsOf(javascript, KEYS).map((row) =>
    row.name === 'bare'
      ? row
      : { ...row, threadToStock: toStock(row.name, 'threadNanos'), processToStock: toStock(row.name, 'processNanos') },
  );
  return { ...planned, rows: hasFastrace ? [...rows, fastraceRow(runs)] : rows };
}

/**
 * What V8 takes for the numbers of the bot itself depends on how far it has compiled it: the bare synchronous tick has 292
 * to 381 bytes after 20,000 ticks, and 289 in each of eight runs after 100,000.
 */
const ALLOCATION = [
  { shape: '23', rounds: 3, ticks: 20_000, warmup: 100_000 },
  { shape: 'asynchronous', rounds: 3, ticks: 20_000, warmup: 20_000 },
  { shape: 'queries', rounds: 3, ticks: 5_000, warmup: 5_000 },
];
const QUICK_ALLOCATION = [{ shape: '23', rounds: 1, ticks: 2_000, warmup: 20_000 }];

/** In processes of their own: what watches the collector takes memory and time. */
async function measureAllocation(compared, folder, isQuick) {
  const measured = [];
  for (const { rounds, ...given } of isQuick ? QUICK_ALLOCATION : ALLOCATION) {
    const runs = await runInterleaved(compared, rounds, (one) => runOnce(one, 'allocation-program.js', given, folder));
    measured.push({ ...given, rounds, rows: rowsOf(runs, ['tickBytes', 'allBytes']) });
  }
  return measured;
}

const clockReadNanos = () => {
  const reads = 1_000_000;
  const from = process.hrtime.bigint();
  for (let read = 0; read < reads; read++) performance.now();
  return Number(process.hrtime.bigint() - from) / reads;
};

exports.measureTicks = async ({ compared, folder, isQuick, progress }) => {
  const plan = planOf(isQuick);
  for (const shape of new Set(plan.map((planned) => planned.shape))) {
    await checkSpans(compared.tickscope, shape, folder);
  }
  const { variants: fastrace, missing } = fastraceVariants(isQuick);
  const { [BY_WORKER]: byWorker, ...everywhere } = compared;
  /** Variants that are measured in one regime alone, with ticks of 23 spans. */
  const more = { hot: fastrace, thousand: { [BY_WORKER]: byWorker } };
  const cells = [];
  for (const planned of plan) {
    const { regime, shape } = planned;
    const measured = shape === '23' ? { ...everywhere, ...more[regime] } : everywhere;
    cells.push(await measureOne(planned, measured, folder, isQuick));
    progress(`${regime} ${shape}`);
  }
  const allocation = await measureAllocation(everywhere, folder, isQuick);
  return { clockReadNanos: clockReadNanos(), withoutFastrace: missing, cells, allocation };
};
