// The demo: the reference bot with all its habits, then with all of them fixed; both reports, the targets side by side, what changed, and the
// first report as a page.
//
// Starts an embedded database on a free port, runs the bot twice under the preload, prints what it found, and stops
// everything again, whatever happens in between.

const { spawn, spawnSync } = require('node:child_process');
const { mkdirSync, rmSync } = require('node:fs');
const path = require('node:path');
const { LiveTotals } = require('../dist/cli/run/live-totals.js');
const { startEmbeddedPostgres } = require('./embedded-postgres.js');

const root = path.join(__dirname, '..');
const bot = path.join(root, 'examples/bot/bot.js');
const preload = path.join(root, 'dist/register.js');
const command = path.join(root, 'dist/cli/main.js');
/** In the folder of the project. */
const PAGE = 'demo.html';

/** Below what the embedded database can take with all habits on: above, the report would say "cannot keep up" and no more. */
const RATE = 30;
const TICKS = 1_500;
/** As many as it takes to judge about a dozen measures together. */
const PAIRS = 10;
const PAIRED_TICKS = 120;
/** One tick in 50 waits for a look-up, fixed or not: fewer than the 5 % that may take longer than the budget. */
const REFERENCE_EVERY = 50;
const RUNS = [
  { name: 'before', title: 'All habits on', habits: 'all' },
  { name: 'after', title: 'All habits fixed', habits: 'none' },
];

const running = new Set();

function progressBar(share, text) {
  const width = 30;
  const done = Math.min(width, Math.round(share * width));
  return `  ${'█'.repeat(done)}${'░'.repeat(width - done)} ${Math.floor(share * 100)} %  ${text}`;
}

/** Draws the bar anew on a terminal; elsewhere a line every ten seconds says that it goes on. */
function startProgress(folder) {
  const totals = new LiveTotals();
  const { isTTY } = process.stderr;
  const started = performance.now();
  const draw = () => {
    totals.update(folder);
    const elapsed = Math.round((performance.now() - started) * 1e6);
    const bar = progressBar(totals.ticks / TICKS, totals.line(elapsed));
    process.stderr.write(isTTY ? `\r\u001b[K${bar}` : `${bar}\n`);
  };
  const timer = setInterval(draw, isTTY ? 1_000 : 10_000);
  return () => {
    clearInterval(timer);
    draw();
    process.stderr.write('\n');
  };
}

function flagsOf({ habits }, ticks) {
  return ['--rate', RATE, '--ticks', ticks, '--reference-every', REFERENCE_EVERY, '--habits', habits].map(String);
}

/** @returns {Promise<void>} when the bot has ended well */
async function runBot(run, folder, databaseUrl) {
  const child = spawn(process.execPath, ['--require', preload, bot, ...flagsOf(run, TICKS)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl, TICKSCOPE_RUN: folder, TICKSCOPE_SEGMENT_MILLIS: '1000' },
  });
  running.add(child);
  const stopProgress = startProgress(folder);
  try {
    const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
    if (code !== 0) throw new Error(`the bot ended with code ${code}`);
  } finally {
    running.delete(child);
    stopProgress();
  }
}

function tickscope(args, environment = {}) {
  const result = spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1_024 * 1_024,
  });
  if (result.status !== 0) throw new Error(`tickscope ${args.join(' ')} ended with code ${result.status}`);
  return result.stdout;
}

const report = (folder, format) => tickscope(['report', folder, '--format', format]);

/** One run each says by how much, and not between which limits: short runs in turns do. */
function comparePairs(databaseUrl) {
  const commands = RUNS.map((run) => [process.execPath, bot, ...flagsOf(run, PAIRED_TICKS)]);
  const options = commands.flatMap((words) => ['--run', words.map((word) => JSON.stringify(word)).join(' ')]);
  return tickscope(['compare', ...options, '--pairs', String(PAIRS)], { DATABASE_URL: databaseUrl });
}

/** Rows of [what, before, after], each cell a short text. */
function comparison(before, after) {
  const milliseconds = (nanos) => `${(nanos / 1e6).toFixed(2)} ms`;
  const megabytes = (bytes) => (bytes === undefined ? 'unknown' : `${(bytes / 1e6).toFixed(1)} MB`);
  const units = { share: (value) => `${(value * 100).toFixed(1)} %`, bytes: megabytes, nanoseconds: milliseconds };
  const judged = ({ value, unit, status }) => (value === undefined ? status : `${units[unit](value)} ${status}`);
  // Statements have rows of their own in the reports; here the five targets stand for the whole.
  const targets = before.targets.filter(({ id, scope }) => id !== 'P5' || scope === 'overall');
  const sameIn = ({ targets: rows }, { id, scope }) => rows.find((row) => row.id === id && row.scope === scope);
  const both = (what, read) => [what, read(before), read(after)];
  return [
    ...targets.map((row) => both(`${row.id} ${row.scope}`, (side) => judged(sameIn(side, row) ?? row))),
    both('p50 of the ticks', ({ ticks }) => milliseconds(ticks.p50Nanos)),
    both('p95 of the ticks', ({ ticks }) => milliseconds(ticks.p95Nanos)),
    both('memory, per 1,000 ticks', ({ memory }) => megabytes(memory.rssGrowthBytesPerThousandTicks)),
  ];
}

async function main() {
  const folders = RUNS.map(({ name }) => path.join(root, '.tickscope', `demo-${name}`));
  console.error('Starting an embedded PostgreSQL …');
  const database = await startEmbeddedPostgres();
  let changes;
  try {
    for (const [index, run] of RUNS.entries()) {
      rmSync(folders[index], { recursive: true, force: true });
      mkdirSync(folders[index], { recursive: true });
      console.error(`${run.title}: ${TICKS} real trades at ${RATE} a second`);
      await runBot(run, folders[index], database.url);
    }
    console.error(`Both in turns, ${PAIRS} times, ${PAIRED_TICKS} trades each`);
    changes = comparePairs(database.url);
  } finally {
    await database.stop();
  }
  for (const [index, { title }] of RUNS.entries()) {
    console.log(`\n${title}\n${'='.repeat(title.length)}\n\n${report(folders[index], 'terminal')}`);
  }
  console.log('Before and after');
  for (const [what, ...cells] of comparison(...folders.map((folder) => JSON.parse(report(folder, 'json'))))) {
    console.log(`  ${what.padEnd(24)}${cells.map((cell) => cell.padStart(16)).join('')}`);
  }
  console.log(`\n${changes}`);
  tickscope(['report', folders[0], '--format', 'html', '--output', PAGE]);
  console.log(`${PAGE} has the report of the bot with all its habits, with charts.`);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    // The database ends with its standard input, which is this process.
    for (const child of running) child.kill('SIGTERM');
    process.exit(130);
  });
}

main().catch((error) => {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
});
