// How right findings are about what their repairs give: the reference bot with all of its habits, and with each of them repaired as its finding advises.
//
//   npm run bench:repairs                        half an hour; writes the table of docs/explanation/findings.md
//   npm run bench:repairs -- --rounds 1          two minutes; writes nothing
//
// On a shared machine everything varies by factors, so the bots take turns within a round, and what counts is p95 of all rounds together. Nothing is
// asserted but that each finding is there.

'use strict';

const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { parseArgs } = require('node:util');
const { startEmbeddedPostgres } = require('../scripts/embedded-postgres.js');
const { markdownTable } = require('./sections/markdown-table.js');
const { median } = require('./statistics.js');
const { outputOf } = require('./variants.js');

const ROUNDS_TO_WRITE = 6;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    ticks: { type: 'string', default: '240' },
    rate: { type: 'string', default: '10' },
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

async function runBot(folder, databaseUrl, habits) {
  const flags = ['--rate', values.rate, '--ticks', values.ticks, '--repairs', 'advised', '--habits', habits.join(',')];
  const { NODE_OPTIONS: _ignored, ...env } = process.env;
  await outputOf(process.execPath, ['--require', path.join(root, 'dist/register.js'), BOT, ...flags], {
    env: { ...env, DATABASE_URL: databaseUrl, TICKSCOPE_RUN: folder },
  });
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
      const database = await startEmbeddedPostgres();
      try {
        const first = round % variants.length;
        for (const name of [...variants.slice(first), ...variants.slice(0, first)]) {
          const run = mkdtempSync(path.join(folder, 'run-'));
          await runBot(
            run,
            database.url,
            ALL.filter((habit) => habit !== name),
          );
          folders[name].push(run);
        }
      } finally {
        await database.stop();
      }
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
    for (const { habit, together } of judged)
      if (together === undefined) console.error(`no finding, or no p95, of ${habit}`);
    process.exitCode = judged.some(({ together }) => together === undefined) ? 1 : 0;
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
  return `${table}\n\n${rounds} rounds of ${values.ticks} ticks each, ${values.rate} a second, on the machine that wrote this page.`;
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
