// What it takes to sample the processor.

const { addedByRound, rowsOf } = require('../compared.js');
const { medianBounds, spreadOf } = require('../statistics.js');
const { runInterleaved, runOnce, tickscopeVariants } = require('../variants.js');

const BARE = { arguments: [], environment: {} };
const FUNCTIONS = [0, 10_000];
/** What a program that does nothing takes varies little. */
const RATES = [
  { ticksPerSecond: 0, rounds: 3 },
  { ticksPerSecond: 1_000, rounds: 12 },
];
const SAMPLING = 'tickscope, sampling';
const DETECTING = 'tickscope, sampling and alerts';
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
    [SAMPLING]: { ...tickscope, environment: { TICKSCOPE_PROFILE: 'true' } },
    [DETECTING]: { ...tickscope, environment: { TICKSCOPE_PROFILE: 'true', TICKSCOPE_ALERTS: 'true' } },
  };
  const given = {
    shape: 'asynchronous',
    ...(isQuick ? { seconds: 2, warmupSeconds: 1 } : { seconds: 9, warmupSeconds: 3 }),
  };
  const costs = [];
  for (const { ticksPerSecond, rounds: usual } of RATES) {
    const turns = isQuick ? 1 : usual;
    const runs = await runInterleaved(compared, turns, (one) =>
      runOnce(one, 'sampling-program.js', { ...given, ticksPerSecond }, folder),
    );
    const added = [SAMPLING, DETECTING].map((name) => ({
      name,
      rounds: turns,
      cpuShare: medianBounds(addedByRound(runs, name, 'cpuShare', 'tickscope')),
    }));
    costs.push({ ticksPerSecond, added, rows: rowsOf(runs, ['cpuShare', 'rssBytes', 'startedMillis']) });
    progress(`${ticksPerSecond} ticks a second`);
  }
  return { rounds, ...given, holds, costs };
};
