// What it takes to sample the processor.

const { rowsOf } = require('../compared.js');
const { spreadOf } = require('../statistics.js');
const { runInterleaved, runOnce, tickscopeVariants } = require('../variants.js');

const BARE = { arguments: [], environment: {} };
const FUNCTIONS = [0, 10_000];
const RATES = [0, 1_000];
const HOLDS = ['startMillis', 'stopMillis', 'takeOverMillis', 'longestTakeOverMillis'];

exports.measureSampling = async ({ collector, folder, isQuick, progress }) => {
  const rounds = isQuick ? 1 : 3;
  const holds = [];
  for (const functions of FUNCTIONS) {
    const given = { functions, profiles: isQuick ? 3 : 5 };
    const runs = [];
    for (let round = 0; round < rounds; round++) runs.push(await runOnce(BARE, 'profiler-program.js', given, folder));
    holds.push({ functions, ...Object.fromEntries(HOLDS.map((key) => [key, spreadOf(runs.map((run) => run[key]))])) });
    progress(`${functions} functions`);
  }
  const { bare, tickscope } = tickscopeVariants(collector);
  const compared = {
    bare,
    tickscope,
    'tickscope, sampling': { ...tickscope, environment: { TICKSCOPE_PROFILE: 'true' } },
  };
  const given = {
    shape: 'asynchronous',
    ...(isQuick ? { seconds: 2, warmupSeconds: 1 } : { seconds: 12, warmupSeconds: 5 }),
  };
  const costs = [];
  for (const ticksPerSecond of RATES) {
    const runs = await runInterleaved(compared, rounds, (one) =>
      runOnce(one, 'sampling-program.js', { ...given, ticksPerSecond }, folder),
    );
    costs.push({ ticksPerSecond, rows: rowsOf(runs, ['cpuShare', 'rssBytes', 'startedMillis']) });
    progress(`${ticksPerSecond} ticks a second`);
  }
  return { rounds, ...given, holds, costs };
};
