// The three things that are measured, each in interleaved rounds of child processes, medians over the rounds.

const { median } = require('./quantile.js');
const { runInterleaved, runOnce } = require('./variants.js');

const SHAPES = [
  { spans: 1, database: 0, queries: 0 },
  { spans: 9, database: 0, queries: 0 },
  { spans: 23, database: 0, queries: 0 },
  { spans: 60, database: 0, queries: 0 },
  { spans: 23, database: 6, queries: 0 },
  { spans: 23, database: 0, queries: 6 },
];

/** @returns {number[]} by round: what a variant adds to the bare program of the same round */
const added = (runs, name, key) => runs.get(name).map((run, round) => run[key] - runs.get('bare')[round][key]);

const measuredVariants = (runs) => [...runs.keys()].filter((name) => name !== 'bare');

const clockReadNanos = () => {
  const reads = 1_000_000;
  const from = process.hrtime.bigint();
  for (let read = 0; read < reads; read++) performance.now();
  return Number(process.hrtime.bigint() - from) / reads;
};

/** What a tick costs. */
exports.measureCost = async (compared, folder, isQuick) => {
  const { rounds, ticks, warmup } = isQuick
    ? { rounds: 1, ticks: 1_000, warmup: 1_000 }
    : { rounds: 9, ticks: 5_000, warmup: 3_000 };
  const shapes = [];
  for (const shape of SHAPES) {
    const given = { ...shape, ticks, warmup };
    const runs = await runInterleaved(compared, rounds, (one) => runOnce(one, 'tick-program.js', given, folder));
    const stock = added(runs, 'stock', 'p50Nanos');
    const rows = measuredVariants(runs).map((name) => {
      const p50 = added(runs, name, 'p50Nanos');
      return {
        name,
        p50: median(p50),
        p95: median(added(runs, name, 'p95Nanos')),
        p99: median(added(runs, name, 'p99Nanos')),
        perSpan: median(p50) / shape.spans,
        cpu: median(added(runs, name, 'cpuNanosPerTick')),
        rss: median(added(runs, name, 'warmRssBytes')),
        ratio: median(p50.map((nanos, round) => nanos / stock[round])),
      };
    });
    shapes.push({ ...shape, rows });
  }
  return { rounds, ticks, warmup, clockReadNanos: clockReadNanos(), shapes };
};

/** What is added before the first line of the program, to a program that does nothing, and when its first file has run. */
exports.measureStart = async (compared, folder, isQuick) => {
  const rounds = isQuick ? 3 : 21;
  const runs = await runInterleaved(compared, rounds, (one) => runOnce(one, 'start-program.js', {}, folder));
  // Programs that do nothing are in nobody's way: all at once.
  const idleRounds = isQuick ? 1 : 3;
  const idle = new Map(Object.keys(compared).map((name) => [name, []]));
  for (let round = 0; round < idleRounds; round++) {
    const runOne = async ([name, one]) => idle.get(name).push(await runOnce(one, 'idle-program.js', {}, folder));
    await Promise.all(Object.entries(compared).map(runOne));
  }
  const rows = measuredVariants(runs).map((name) => {
    const keys = Object.keys(runs.get(name)[0]);
    const medians = Object.fromEntries(keys.map((key) => [key, median(added(runs, name, key))]));
    return { name, ...medians, idleCpuMillis: median(added(idle, name, 'idleCpuMillis')) };
  });
  return { rounds, idleRounds, rows };
};

/** How long the thread is held at a time. */
exports.measureHold = async (compared, folder, isQuick) => {
  const given = isQuick
    ? { spans: 23, database: 6, queries: 0, seconds: 3, warmupSeconds: 2, ticksPerSecond: 1_000 }
    : { spans: 23, database: 6, queries: 0, seconds: 20, warmupSeconds: 8, ticksPerSecond: 1_000 };
  const rounds = isQuick ? 1 : 3;
  const { 'stock, AlwaysOff': _left, ...held } = compared;
  const runs = await runInterleaved(held, rounds, (one) => runOnce(one, 'hold-program.js', given, folder));
  const rows = [...runs].map(([name, runsOf]) => {
    const medianOf = (key) => median(runsOf.map((run) => run[key]));
    const [p50, p99, p999, longest] = ['p50Micros', 'p99Micros', 'p999Micros', 'longestMicros'].map(medianOf);
    return { name, p50, p99, p999, longest, turns: medianOf('turns') };
  });
  return { rounds, ...given, rows };
};
