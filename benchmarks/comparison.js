// How often `tickscope compare --run --run` is right on this machine: a bot against itself, and against itself with more work in each tick.
// Prints the counts; the virtual clock (test/statistics) is what asserts them.
//
//   npm run bench:comparison [-- --trials 20 --pairs 12 --slower 0.3]

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { median } = require('./statistics.js');

const MAIN = path.join(__dirname, '../dist/cli/main.js');
const PROGRAM = path.join(__dirname, 'comparison-program.js');

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '20' },
    pairs: { type: 'string', default: '12' },
    slower: { type: 'string', default: '0.3' },
  },
});

function command(slower) {
  return [process.execPath, PROGRAM, String(slower)].map((part) => `"${part}"`).join(' ');
}

/** @returns the comparison of the bot with one that has `slower` more work */
function compare(slower, seed) {
  const runs = ['--run', command(0), '--run', command(slower), '--pairs', values.pairs, '--seed', String(seed)];
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'compare', ...runs, '--format', 'json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tickscope compare ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function compareOften(slower) {
  return Array.from({ length: Number(values.trials) }, (_, trial) => compare(slower, trial + 1));
}

const isChange = ({ verdict }) => verdict !== 'no change shown' && verdict !== 'not judged';
const p50Of = ({ measures }) => measures.find(({ name }) => name === 'tick p50');

const same = compareOften(0);
const changed = same.filter(({ measures, operations }) => [...measures, ...operations].some(isChange)).length;
const visible = same.map((comparison) => p50Of(comparison).couldHaveSeenShare);
console.log(`${values.pairs} pairs, ${values.trials} comparisons each, with whatever else this machine does`);
console.log(`a bot against itself: no change shown in ${same.length - changed} of ${same.length}`);
console.log(`  of p50 it could have seen ${(100 * median(visible)).toFixed(1)} % (median)`);

const found = compareOften(Number(values.slower)).filter((comparison) => p50Of(comparison).verdict === 'slower').length;
console.log(
  `against ${(100 * values.slower).toFixed(0)} % more of its work: p50 is called slower in ${found} of ${values.trials}`,
);
