// A simulated month of a bot with 150 operations and 100 symbols: how long its record is, what merging it costs the program, how right any
// day of it is, and what a report of it takes.
//
//   npm run month [-- --days 30 --segment-seconds 60]

'use strict';

const { spawnSync } = require('node:child_process');
const { mkdtempSync, readdirSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { buildSync } = require('esbuild');

const MODULES = [
  'aggregate/empty-segment',
  'aggregate/group-accumulator',
  'aggregate/merge-runtime-rows',
  'aggregate/operation-accumulator',
  'aggregate/segment-tiers',
  'aggregate/what-if/operation-shifts',
  'aggregate/what-if/tick-sums',
  'aggregate/what-if/what-if',
  'model/histogram/exponential-histogram',
  'model/histogram/histogram-buckets',
  'model/record/what-if-rows',
  'record-file/encode',
  'record-file/read-sources',
  'record-file/record-writer',
];

/** The sources themselves: in the package, the writer is a part of the preload. */
function loadSources() {
  const contents = MODULES.map((module) => `export * from './${module}.js';`).join('\n');
  const resolveDir = path.join(__dirname, '../src');
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    write: false,
    format: 'cjs',
    external: ['*.node'],
    logLevel: 'silent',
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}

const {
  bucketIndex,
  EMPTY_SEGMENT,
  encodeHeader,
  ExponentialHistogram,
  FASTER_SHARES,
  GroupAccumulator,
  OperationAccumulator,
  OperationShifts,
  OwnerAccumulator,
  readSources,
  RecordWriter,
  SegmentTiers,
  TickSums,
  WHAT_IF_OPERATIONS,
} = loadSources();

const OPERATIONS = 150;
const SYMBOLS = 100;
const TICKS_PER_SEGMENT = 1_000;
const OPERATIONS_PER_TREE = 40;
const DAY_MILLIS = 86_400_000;
const START = Date.UTC(2026, 10, 1);
const MAIN = path.join(__dirname, '../dist/cli/main.js');

const { values: options } = parseArgs({
  options: { days: { type: 'string', default: '30' }, 'segment-seconds': { type: 'string', default: '60' } },
});
const days = Number(options.days);
const segmentMillis = 1_000 * Number(options['segment-seconds']);

const processInfo = {
  id: '4711-c0ffee00',
  pid: 4_711,
  name: 'bot.js',
  nodeVersion: process.version,
  startedAtUnixMillis: START,
};

let state = 1;
function random() {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

/** Log-normal, as latencies are. */
function nanosAround(middle, spread) {
  const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(middle * Math.exp(spread * normal)));
}

/** One segment's sums, and the durations that they were made of. */
function template(middle) {
  const durations = new ExponentialHistogram(6);
  const onTick = new GroupAccumulator('name', 'Bot.onTick');
  const symbols = Array.from({ length: SYMBOLS }, (_, place) => new GroupAccumulator('symbol', `PAIR${place}/USDT`));
  const operations = Array.from(
    { length: OPERATIONS },
    (_, place) =>
      new OperationAccumulator({ kind: 'indicator', name: `Indicator${place}.calculate` }, `indicators.js:${place}`),
  );
  const ticks = [];
  const whatIf = new TickSums();
  for (const operation of operations.slice(0, WHAT_IF_OPERATIONS)) {
    operation.whatIf = new OperationShifts();
    operation.whatIf.keepShifts();
  }
  for (let tick = 0; tick < TICKS_PER_SEGMENT; tick++) {
    const nanos = nanosAround(middle, 0.6);
    ticks.push(nanos);
    durations.record(nanos);
    onTick.record(nanos, false);
    symbols[Math.floor(random() * SYMBOLS)].record(nanos, false);
    const from = bucketIndex(6, nanos);
    whatIf.buckets.add(from, 1);
    for (const { whatIf: shifts } of operations.slice(0, WHAT_IF_OPERATIONS)) shift(shifts, from, nanos);
    for (const operation of operations) {
      const inner = nanosAround(nanos / OPERATIONS, 0.5);
      operation.durations.record(inner);
      operation.selfNanos += inner;
      operation.criticalPathByTick.add(bucketIndex(4, nanos), inner);
      operation.callsByTick.add(bucketIndex(4, nanos), 1);
    }
  }
  const owners = Array.from(
    { length: 8 },
    (_, place) => new OwnerAccumulator({ kind: 'tick', name: `callback ${place}` }),
  );
  for (const owner of owners) for (let count = 0; count < 50; count++) owner.held.record(nanosAround(200_000, 1));
  return {
    sorted: ticks.toSorted((left, right) => left - right),
    rows: {
      ticks: {
        started: ticks.length,
        count: ticks.length,
        failed: 0,
        underTarget: onTick.underTarget,
        late: 0,
        durations: durations.toData(),
      },
      whatIf: whatIf.toTicks(),
      groups: [onTick, ...symbols].map((group) => group.toRow()),
      operations: operations.map((operation) => operation.toRow()),
      owners: owners.map((owner) => owner.toRow()),
      instrumented: operations.map(({ identity, location }) => ({
        name: identity.name,
        location,
        rule: 'indicator-program',
        count: TICKS_PER_SEGMENT,
      })),
    },
    slowest: ticks.toSorted((left, right) => right - left).slice(0, 64),
  };
}

/** An operation that is a part of the tick, of one that takes from 1 % to 20 % of it. */
function shift(shifts, from, nanos) {
  const own = nanosAround(nanos / (5 + 95 * random()), 0.3);
  shifts.ticks++;
  for (const [place, faster] of FASTER_SHARES.entries()) {
    const to = bucketIndex(6, Math.max(1, nanos - Math.round(faster * own)));
    if (to === from) continue;
    shifts.shifts[place].add(from, -1);
    shifts.shifts[place].add(to, 1);
  }
}

function treeOf(durationNanos, number, place, atUnixMillis) {
  const operations = [{ kind: 'tick', name: 'Bot.onTick', parent: -1, startNanos: 0, durationNanos }];
  for (let child = 1; child < OPERATIONS_PER_TREE; child++) {
    operations.push({
      kind: 'indicator',
      name: `Indicator${child}.calculate`,
      location: `indicators.js:${child}`,
      parent: 0,
      startNanos: child,
      durationNanos: 1,
    });
  }
  const traceId = Math.floor(random() * 2 ** 52)
    .toString(16)
    .padStart(32, '0');
  return {
    traceId,
    process: processInfo.id,
    name: 'Bot.onTick',
    symbol: 'PAIR1/USDT',
    reason: place % 3 === 0 ? 'random' : 'slow',
    startedAtUnixNanos: `${atUnixMillis}000000`,
    durationNanos,
    operations,
  };
}

function segmentOf({ rows, slowest }, number, fromUnixMillis) {
  const toUnixMillis = fromUnixMillis + segmentMillis;
  const seconds = segmentMillis / 1_000;
  return {
    ...EMPTY_SEGMENT,
    number,
    warmup: number === 0,
    fromUnixMillis,
    toUnixMillis,
    processes: [processInfo],
    ...rows,
    samples: Array.from({ length: Math.min(seconds, 10) }, (_, place, length = Math.min(seconds, 10)) => ({
      process: processInfo.id,
      atUnixMillis: fromUnixMillis + ((place + 1) * segmentMillis) / length,
      elapsedNanos: (segmentMillis * 1e6) / length,
      cpuNanos: 1e8,
      loopActiveNanos: 1e8,
      ticksStarted: TICKS_PER_SEGMENT / length,
      ticksEnded: TICKS_PER_SEGMENT / length,
      rssBytes: 9e7,
      heapUsedBytes: 4e7,
      externalBytes: 1e6,
    })),
    resources: [
      {
        process: processInfo.id,
        atUnixMillis: toUnixMillis,
        heapSpaces: [],
        arrayBuffersBytes: 1,
        active: [{ type: 'Timeout', count: 3 }],
      },
    ],
    kept: slowest.map((nanos, place) => treeOf(nanos, number, place, fromUnixMillis)),
  };
}

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-month-'));
  const templates = Array.from({ length: 24 }, (_, hour) => template(300_000 + 100_000 * Math.sin(hour)));
  const losses = new Map();
  const writer = new RecordWriter({
    path: path.join(folder, '4711-c0ffee00.tks'),
    header: encodeHeader(processInfo),
    now: () => performance.now() * 1e6,
    wrote: () => {},
    failed: (message) => console.error(message),
    losses: { add: (id, count = 1) => losses.set(id, (losses.get(id) ?? 0) + count) },
  });
  const tiers = new SegmentTiers((unit, tier) => writer.write(unit, tier));
  const slices = [];
  const usedTemplates = [];
  let mergeMillis = 0;
  const segments = (days * DAY_MILLIS) / segmentMillis;
  for (let number = 0; number < segments; number++) {
    const fromUnixMillis = START + number * segmentMillis;
    const used = Math.floor(random() * (12 + (Math.floor((number * segmentMillis) / DAY_MILLIS) % 12)));
    usedTemplates.push(used);
    const segment = segmentOf(templates[used], number, fromUnixMillis);
    writer.write(segment);
    tiers.add(segment);
    for (let more = true; more;) {
      const from = performance.now();
      more = tiers.mergeSlice(16);
      const millis = performance.now() - from;
      mergeMillis += millis;
      slices.push(millis);
    }
    while (writer.overdueNanos !== Infinity) await new Promise((resolve) => setImmediate(resolve));
  }
  writer.finish({ ...segmentOf(templates[0], segments, START + segments * segmentMillis), final: true });
  usedTemplates.push(0);

  const names = readdirSync(folder);
  const bytes = names.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  const ordered = slices.toSorted((left, right) => left - right);
  console.log(`${segments} segments of ${segmentMillis / 1_000} s, ${OPERATIONS + SYMBOLS + 9} rows each`);
  console.log(
    `record: ${(bytes / 1e6).toFixed(1)} MB in ${names.length} files; losses: ${JSON.stringify([...losses])}`,
  );
  for (const tier of ['minutes', 'hours', 'days', '']) {
    const own = names.filter((name) => (tier === '' ? !/(minutes|hours|days)/.test(name) : name.includes(tier)));
    console.log(
      `  ${tier || 'fine'}: ${own.length} files, ${(own.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) / 1e6).toFixed(1)} MB`,
    );
  }
  console.log(
    `merging: ${(mergeMillis / segments).toFixed(3)} ms a segment; a slice: median ${ordered[ordered.length >> 1].toFixed(3)} ms, p99.9 ${ordered[Math.floor(ordered.length * 0.999)].toFixed(3)} ms, longest ${ordered.at(-1).toFixed(3)} ms`,
  );

  const { segments: read, notes } = readSources([folder], { directory: folder });
  const count = read.reduce((sum, { ticks }) => sum + ticks.count, 0);
  console.log(
    `ticks: ${count} read, ${usedTemplates.length * TICKS_PER_SEGMENT} measured; notes: ${JSON.stringify(notes)}`,
  );
  let worst = 0;
  for (const { numbers, ticks } of read) {
    if (numbers === undefined) continue;
    const counts = new Map();
    for (const used of usedTemplates.slice(numbers.first, numbers.last + 1))
      counts.set(used, (counts.get(used) ?? 0) + 1);
    const truth = quantile(counts, templates, 0.95);
    const found = ExponentialHistogram.fromData(ticks.durations).quantile(0.95);
    worst = Math.max(worst, Math.abs(found - truth) / truth);
  }
  console.log(`p95 of each merged unit against the program's own: at most ${(100 * worst).toFixed(2)} % off`);

  const wrapper = `process.on('exit', () => require('fs').writeSync(2, String(process.resourceUsage().maxRSS)));process.argv.splice(1, 0, 'x');require(${JSON.stringify(MAIN)})`;
  for (const args of [
    ['report', folder],
    ['report', '--last', '1h', folder],
    ['report', '--last', '7d', folder],
  ]) {
    const from = performance.now();
    const { stderr, status } = spawnSync(process.execPath, ['-e', wrapper, '--', ...args], { encoding: 'utf8' });
    console.log(
      `${args.slice(0, -1).join(' ')}: exit ${status}, ${((performance.now() - from) / 1_000).toFixed(2)} s, ${(Number(stderr) / 1_024).toFixed(0)} MB`,
    );
  }
  console.log(folder);
}

/** Nearest rank over the values of all templates, each as often as it was used. */
function quantile(counts, templates, share) {
  const values = [...counts].flatMap(([used, count]) => templates[used].sorted.map((nanos) => ({ nanos, count })));
  values.sort((left, right) => left.nanos - right.nanos);
  const total = values.reduce((sum, { count }) => sum + count, 0);
  let rank = Math.ceil(share * total);
  for (const { nanos, count } of values) {
    rank -= count;
    if (rank <= 0) return nanos;
  }
  return NaN;
}

void main();
