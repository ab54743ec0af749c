// What whole programs cost: all the processor time of the process, start and end included, bare and under the preload.
//
// The shell's `times` says what its child took, threads and all, after the child has ended: no program can say that itself.

const { mkdtempSync } = require('node:fs');
const path = require('node:path');
const { operationsOf, reportOf } = require('../record.js');
const { spreadOf } = require('../statistics.js');
const { environmentOf, outputOf, runInterleaved, tickscopeVariants } = require('../variants.js');

const PROGRAMS = {
  'plugin-bus.js': 'plugins that call back',
  'event-bus.js': 'an event bus with a fake clock',
  'big-number-prices.js': 'prices on BigInt',
  'orm.js': 'an ORM on SQLite',
  'state-object.js': 'a state of 114 keys given to indicators',
  'websocket-loop.js': 'a WebSocket loop',
};

/** Enough to see that it runs. */
const QUICK = ['event-bus.js', 'orm.js', 'websocket-loop.js'];

const SCRIPT = '"$@" && times';
/** The second line is that of the shell's children: `0m2.310000s 0m0.120000s`. */
const TIMES = /\n?[^\n]*\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s\n$/;

async function runWhole(variant, file, folder) {
  const env = environmentOf(variant, mkdtempSync(path.join(folder, 'whole-')));
  const program = path.join(__dirname, '../programs', file);
  const given = [process.execPath, '--disable-warning=ExperimentalWarning', ...variant.arguments, program];
  const text = await outputOf('sh', ['-c', SCRIPT, 'sh', ...given], { env });
  const found = TIMES.exec(text);
  if (found === null) throw new Error('the shell has no `times` as POSIX has it');
  const [userMinutes, user, systemMinutes, system] = found.slice(1).map(Number);
  const seconds = 60 * (userMinutes + systemMinutes) + user + system;
  return { seconds, printed: text.slice(0, found.index), recordFolder: env.TICKSCOPE_DIR };
}

/** A program that prints something else under the preload is not measured but broken. */
function checkPrinted(file, runs) {
  const printed = new Set([...runs.values()].flat().map((run) => run.printed));
  if (printed.size !== 1) throw new Error(`${file} does not print the same in all runs: ${[...printed].join(' | ')}`);
}

exports.measurePrograms = async ({ collector, folder, isQuick, progress }) => {
  const rounds = isQuick ? 1 : 5;
  const { 'tickscope, sending': sending, ...stored } = tickscopeVariants(collector);
  const compared = isQuick ? stored : { ...stored, 'tickscope, sending': sending };
  const rows = [];
  for (const [file, what] of Object.entries(PROGRAMS)) {
    if (isQuick && !QUICK.includes(file)) continue;
    const runs = await runInterleaved(compared, rounds, (one) => runWhole(one, file, folder));
    checkPrinted(file, runs);
    const bare = runs.get('bare');
    const toBare = (name) => spreadOf(runs.get(name).map(({ seconds }, round) => seconds / bare[round].seconds));
    const report = await reportOf(runs.get('tickscope')[0].recordFolder);
    const operations = operationsOf(report).reduce((sum, { count }) => sum + count, 0);
    rows.push({
      file,
      what,
      bareSeconds: spreadOf(bare.map(({ seconds }) => seconds)),
      ticks: report.ticks.count,
      operations,
      tickscope: toBare('tickscope'),
      sending: runs.has('tickscope, sending') ? toBare('tickscope, sending') : undefined,
    });
    progress(file);
  }
  return { rounds, rows };
};
