// What is added before the first line of the program, and to a program that does nothing.

const { rowsOf } = require('../compared.js');
const { runInterleaved, runOnce } = require('../variants.js');

exports.measureStart = async ({ compared, folder, isQuick }) => {
  const rounds = isQuick ? 1 : 11;
  const runs = await runInterleaved(compared, rounds, (one) => runOnce(one, 'start-program.js', {}, folder));
  return { rounds, rows: rowsOf(runs, ['startedMillis', 'startCpuMillis', 'idleRssBytes', 'idlePrivateBytes']) };
};
