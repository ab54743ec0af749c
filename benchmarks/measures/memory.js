// What millions of ticks leave in memory.

const { rowsOf } = require('../compared.js');
const { runInterleaved, runOnce, tickscopeVariants } = require('../variants.js');

exports.measureMemory = async ({ collector, folder, isQuick }) => {
  const given = { shape: 'soak', ticks: isQuick ? 100_000 : 20_000_000 };
  const rounds = 1;
  const runs = await runInterleaved(tickscopeVariants(collector), rounds, (one) =>
    runOnce(one, 'memory-program.js', given, folder),
  );
  return {
    rounds,
    ...given,
    rows: rowsOf(runs, ['earlyRssBytes', 'rssBytes', 'mostRssBytes', 'privateBytes', 'millis']),
  };
};
