// How right findings are about what their repairs give: the reference bot with all of its habits, and with each of them repaired as its finding advises.
//
//   npm run bench:repairs                        eight minutes; writes the table of docs/explanation/findings.md
//   npm run bench:repairs -- --rounds 1          one and a half; writes nothing
//
// The bots of a round run beside each other, on a clock that leaves out what the machine does meanwhile, with a database that sleeps as long as each
// statement is said to take. What counts is p95 of all rounds together. Ends with 1 where a finding is missing, or its p95 is 15 % off.

'use strict';

const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn, spawnSync } = require('node:child_process');
const { createInterface } = require('node:readline');
const { parseArgs } = require('node:util');
const { markdownTable } = require('./sections/markdown-table.js');
const { median } = require('./statistics.js');
const { outputOf } = require('./variants.js');

const ROUNDS_TO_WRITE = 5;
const MOST_OFF = 0.15;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    ticks: { type: 'string', default: '440' },
  },
});

const root = path.join(__dirname, '..');
const BOT = path.join(root, 'examples/bot/bot.js');
const MAIN = path.join(root, 'dist/cli/main.js');

/** Each habit with what finds it: the finding, and the statement that it is about where there may be several. */
const HABITS = [
  { habit: 'sync-write', ids: ['synchronous-calls'], names: /^fs\.writeFileSync$/ },
  { habit: 'insert-per-trade', ids: ['writes-in-every-tick'], names: /^INSERT INTO trades/ },
  { habit: 'query-per-position', ids: ['queries-in-a-loop'], names: /FROM positions/ },
  { habit: 'redundant-indicators', ids: ['repeated-indicators', 'memoisable-functions'], names: /volumeprofile$/ },
  { habit: 'unindexed-lookup', ids: ['slow-statements'], names: /FROM reference_prices/ },
];
const ALL = HABITS.map(({ habit }) => habit);

/** What a finding is about stands first in its evidence. */
const findingOf = ({ findings }, { ids, names }) =>
  findings.find(({ id, evidence }) => ids.includes(id) && names.test(Object.values(evidence)[0]));

/** Slow enough that ticks seldom wait for each other. Half of the slow ticks look something up, and the others review positions. */
const FLAGS =
  '--rate 8 --positions 10 --reference-every 40 --window 2500 --state-bytes 24000000 --repairs advised'.split(' ');
const PRELOADS = [path.join(__dirname, 'preloads/own-time.js'), path.join(root, 'dist/register.js')];

/** A database of its own, which makes an index or not. @returns {Promise<void>} when the bot has ended well */
async function runBot(folder, habits) {
  const { NODE_OPTIONS: _ignored, ...env } = process.env;
  const database = spawn(process.execPath, [path.join(__dirname, 'sleeping-database.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  });
  try {
    const line = await new Promise((resolve) => createInterface({ input: database.stdout }).once('line', resolve));
    const given = [...PRELOADS.flatMap((file) => ['--require', file]), BOT, ...FLAGS];
    await outputOf(process.execPath, [...given, '--ticks', values.ticks, '--habits', habits.join(',')], {
      env: { ...env, DATABASE_URL: JSON.parse(line).url, TICKSCOPE_RUN: folder },
    });
  } finally {
    database.stdin.end();
  }
}

/** @param {string[]} folders @returns {object} one report of all of them */
function reportOf(folders) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'report', ...folders, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 256 * 1_024 * 1_024,
  });
  if (status !== 0) throw new Error(`tickscope report ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** @returns {object | undefined} p95 as it was with all habits, as the finding says that it would be, and as it is */
function judge(all, repaired, one) {
  const finding = findingOf(all, one);
  const { p95Nanos } = all.whatIf ?? {};
  const measuredNanos = repaired.whatIf?.p95Nanos;
  if (finding === undefined || p95Nanos === undefined || measuredNanos === undefined) return undefined;
  return { finding, p95Nanos, predictedNanos: p95Nanos - (finding.gainNanos ?? 0), measuredNanos };
}

const errorOf = ({ predictedNanos, measuredNanos }) => predictedNanos / measuredNanos - 1;
const millis = (nanos) => (nanos / 1e6).toFixed(1);
const percent = (share) => `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;

async function main() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'repairs-'));
  const variants = ['all', ...ALL];
  const folders = Object.fromEntries(variants.map((name) => [name, []]));
  const rounds = Number(values.rounds);
  try {
    for (let round = 0; round < rounds; round++) {
      const runs = variants.map(async (name) => {
        const run = mkdtempSync(path.join(folder, 'run-'));
        folders[name].push(run);
        await runBot(
          run,
          ALL.filter((habit) => habit !== name),
        );
      });
      await Promise.all(runs);
      process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    }
    const all = reportOf(folders.all);
    const judged = HABITS.map((one) => {
      const together = judge(all, reportOf(folders[one.habit]), one);
      const byRound = folders.all.flatMap(
        (run, round) => judge(reportOf([run]), reportOf([folders[one.habit][round]]), one) ?? [],
      );
      return { ...one, together, byRound };
    });
    const text = tableOf(judged, rounds);
    console.log(text);
    if (rounds >= ROUNDS_TO_WRITE) write(text);
    const isOff = ({ together }) => together === undefined || Math.abs(errorOf(together)) > MOST_OFF;
    for (const { habit } of judged.filter(isOff)) console.error(`${habit}: no finding, no p95, or more than 15 % off`);
    process.exitCode = judged.some(isOff) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf(judged, rounds) {
  const rows = judged.map(({ habit, together, byRound }) => {
    if (together === undefined) return [`\`${habit}\``, 'not found', '', '', '', '', ''];
    const { finding, p95Nanos, predictedNanos, measuredNanos } = together;
    const errors = byRound.map(errorOf).toSorted((left, right) => left - right);
    const spread =
      errors.length === 0 ? '' : `${percent(median(errors))} (${percent(errors[0])} to ${percent(errors.at(-1))})`;
    return [
      `\`${habit}\``,
      `\`${finding.id}\` ${path.basename(finding.location ?? 'nowhere')}`,
      ...[p95Nanos, predictedNanos, measuredNanos].map(millis),
      percent(errorOf(together)),
      spread,
    ];
  });
  const table = markdownTable(
    [
      'finding',
      'p95 with all habits, ms',
      'p95 predicted',
      'p95 measured',
      'error',
      'error in single rounds, median (least to most)',
    ],
    rows,
  );
  return `${table}\n\n${rounds} rounds of ${values.ticks} ticks each.`;
}

function write(text) {
  const file = path.join(root, 'docs/explanation/findings.md');
  const [begin, end] = ['<!-- repairs: written by npm run bench:repairs -->', '<!-- end of repairs -->'];
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} has lost its markers: ${begin} and ${end}`);
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

main().catch((error) => {
  console.error(`repairs: ${error.message}`);
  process.exitCode = 1;
});
