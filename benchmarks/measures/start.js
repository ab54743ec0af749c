// What is added before the first line of the program, to a program that does nothing, and when its first file has run.

const { rowsOf } = require('../compared.js');
const { runInterleaved, runOnce } = require('../variants.js');

const AT_START = ['startedMillis', 'startCpuMillis', 'idleRssBytes', 'idlePrivateBytes'];
const WITH_FILE = ['fileCpuMillis', 'loadedCpuMillis', 'fileRssBytes', 'filePrivateBytes', 'firstCallMillis'];

exports.measureStart = async ({ compared, folder, isQuick }) => {
  const rounds = isQuick ? 1 : 11;
  const runs = await runInterleaved(compared, rounds, (one) => runOnce(one, 'start-program.js', {}, folder));
  // Programs that do nothing are in nobody's way: all at once.
  const idleRounds = isQuick ? 1 : 3;
  const idle = new Map(Object.keys(compared).map((name) => [name, []]));
  for (let round = 0; round < idleRounds; round++) {
    const runOne = async ([name, one]) => idle.get(name).push(await runOnce(one, 'idle-program.js', {}, folder));
    await Promise.all(Object.entries(compared).map(runOne));
  }
  const idleRows = new Map(rowsOf(idle, ['idleCpuMillis']).map((row) => [row.name, row]));
  const rows = rowsOf(runs, [...AT_START, ...WITH_FILE]).map((row) => ({ ...row, ...idleRows.get(row.name) }));
  return { rounds, idleRounds, rows };
};
