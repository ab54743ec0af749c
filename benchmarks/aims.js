// What Tickscope aims at, and whether it is met by what was measured. No figure stands here but the limits.

const { REGIMES } = require('./regimes.js');
const { MEGA, MICRO, spreadText } = require('./sections/numbers.js');
const { BY_WORKER } = require('./variants.js');

const TO_STOCK = { hot: 0.05, warm: 0.05, thousand: 0.06, hundred: 0.1, ten: 0.1 };
const P50_HOT_NANOS = 2_300;
const PROGRAM_TO_BARE = 1.1;
const P999_ADDED_MICROS = 200;
const MEMORY_ADDED_BYTES = 15e6;
const SAMPLED_TICKS = 1_000;
const SAMPLING_SHARE = 0.01;

const rowOf = (rows, name) => rows.find((row) => row.name === name);
const isAtMost = (spread, limit) => spread.median <= limit;

/** Processor time that was not measured (Node.js before 23.9 has none of a thread) decides nothing. */
function ratioAims({ cells }) {
  const tried = cells.filter(({ shape }) => shape === '23');
  return tried.flatMap(({ regime, rows }) =>
    ['tickscope', 'tickscope, sending'].map((name) => {
      const { threadToStock, processToStock } = rowOf(rows, name);
      const limit = TO_STOCK[regime];
      return {
        aim: `CPU of a 23-span tick against stock, ${REGIMES[regime].title}: ${name}`,
        limit: `<= ${limit.toFixed(2)}`,
        measured: `thread ${spreadText(threadToStock, 1, 3)}, process ${spreadText(processToStock, 1, 3)}`,
        isMet: [threadToStock, processToStock].filter(Boolean).every((ratio) => isAtMost(ratio, limit)),
      };
    }),
  );
}

function tickAims(result) {
  const hot = result.cells.find(({ regime, shape }) => regime === 'hot' && shape === '23');
  const { p50Nanos } = rowOf(hot.rows, 'tickscope');
  const allocated = rowOf(result.allocation.find(({ shape }) => shape === '23').rows, 'tickscope').tickBytes;
  return [
    ...ratioAims(result),
    {
      aim: 'p50 of a hot 23-span tick above bare',
      limit: `<= ${(P50_HOT_NANOS / MICRO).toFixed(1)} µs`,
      measured: `${spreadText(p50Nanos, MICRO, 2)} µs`,
      isMet: isAtMost(p50Nanos, P50_HOT_NANOS),
    },
    {
      aim: 'allocation of a synchronous 23-span tick above bare',
      limit: '0 bytes',
      measured: `${spreadText(allocated, 1, 1)} bytes`,
      // V8 takes whole words: less than half a byte a tick is not the tick's.
      isMet: isAtMost(allocated, 0.5),
    },
  ];
}

const programAims = ({ rows }) =>
  rows.map(({ what, tickscope }) => ({
    aim: `process CPU against bare: ${what}`,
    limit: `<= ${PROGRAM_TO_BARE.toFixed(2)}`,
    measured: spreadText(tickscope, 1, 3),
    isMet: isAtMost(tickscope, PROGRAM_TO_BARE),
  }));

function holdAims({ rows }) {
  const sending = rows.filter(({ name }) => ['tickscope, sending', BY_WORKER].includes(name));
  return sending.map(({ name, p999AddedMicros }) => {
    return {
      aim: `p99.9 of a turn's CPU at 1,000 ticks a second above bare: ${name}`,
      limit: `<= ${(P999_ADDED_MICROS / 1e3).toFixed(1)} ms`,
      measured: `${spreadText(p999AddedMicros, 1e3, 2)} ms`,
      isMet: isAtMost(p999AddedMicros, P999_ADDED_MICROS),
    };
  });
}

function memoryAims({ rows, ticks }) {
  const { rssBytes } = rowOf(rows, 'tickscope');
  return [
    {
      aim: `RSS of ${ticks.toLocaleString('en-US')} ticks above bare`,
      limit: `<= ${(MEMORY_ADDED_BYTES / MEGA).toFixed(0)} MB`,
      measured: `${spreadText(rssBytes, MEGA, 1)} MB`,
      isMet: isAtMost(rssBytes, MEMORY_ADDED_BYTES),
    },
  ];
}

const accuracyAims = ({ share, nanosACall, regimes }) =>
  regimes.map(({ title, rows }) => ({
    aim: `self time by operation as by the program's own clock, ${title}`,
    limit: `within ${(100 * share).toFixed(0)} % and ${(nanosACall / MICRO).toFixed(1)} µs a call`,
    measured: `${rows.filter(({ isWithin }) => isWithin).length} of ${rows.length} operations`,
    isMet: rows.every(({ isWithin }) => isWithin),
  }));

/** Results from before alerts were measured beside have no such rows. */
const samplingAims = ({ costs }) =>
  costs
    .filter(({ ticksPerSecond }) => ticksPerSecond === SAMPLED_TICKS)
    .flatMap(({ added = [] }) => added)
    .map(({ name, cpuShare }) => ({
      aim: `CPU at ${SAMPLED_TICKS.toLocaleString('en-US')} ticks a second above Tickscope alone: ${name}`,
      limit: `<= ${(100 * SAMPLING_SHARE).toFixed(0)} % of a core`,
      measured: `${spreadText(cpuShare, 0.01, 2)} %`,
      isMet: isAtMost(cpuShare, SAMPLING_SHARE),
    }));

const AIMS = {
  ticks: tickAims,
  programs: programAims,
  hold: holdAims,
  sampling: samplingAims,
  memory: memoryAims,
  accuracy: accuracyAims,
};

/** @param {Record<string, object>} results by section @returns {object[]} the aims of those sections that were measured */
exports.aimsOf = (results) =>
  Object.entries(AIMS).flatMap(([section, aims]) => (section in results ? aims(results[section]) : []));
