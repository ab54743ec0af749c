// How long the thread is held at a time.

const { addedByRound } = require('../compared.js');
const { median, spreadOf } = require('../statistics.js');
const { runInterleaved, runOnce } = require('../variants.js');

const COLUMNS = ['turns', 'p50Micros', 'p99Micros', 'p999Micros', 'longestMicros'];

exports.measureHold = async ({ compared, folder, isQuick }) => {
  const given = {
    shape: 'asynchronous',
    ticksPerSecond: 1_000,
    ...(isQuick ? { seconds: 2, warmupSeconds: 1 } : { seconds: 12, warmupSeconds: 5 }),
  };
  const rounds = isQuick ? 1 : 3;
  const { 'stock, AlwaysOff': _left, ...held } = compared;
  const runs = await runInterleaved(held, rounds, (one) => runOnce(one, 'hold-program.js', given, folder));
  const rows = [...runs].map(([name, runsOf]) => ({
    name,
    ...Object.fromEntries(COLUMNS.map((key) => [key, median(runsOf.map((run) => run[key]))])),
    p999AddedMicros: spreadOf(addedByRound(runs, name, 'p999Micros')),
  }));
  return { rounds, ...given, rows };
};
