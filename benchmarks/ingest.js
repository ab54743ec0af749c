// How long a report of a million stored spans takes, and in how much memory: a file of the collector's file exporter, to the report that
// the command prints. Writes the figures into docs/reference/stored-traces.md.
//
//   npm run bench:ingest [-- --spans 1000000 --runs 5 --no-document]

'use strict';

const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { availableParallelism, loadavg, tmpdir } = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { gzipSync, zstdCompressSync } = require('node:zlib');
const { writeTraces } = require('./ingest/write-traces.js');

const MAIN = path.join(__dirname, '../dist/cli/main.js');
const MEASURE = path.join(__dirname, 'ingest/measure-exit.js');
const DOCUMENT = path.join(__dirname, '../docs/reference/stored-traces.md');
const [BEGIN, END] = ['<!-- measured: written by npm run bench:ingest -->', '<!-- end of what is measured -->'];

const AIM = { spans: 1_000_000, seconds: 1.5, megabytes: 150 };

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: String(AIM.spans) },
    runs: { type: 'string', default: '5' },
    document: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

/** @returns {{ seconds: number, processorSeconds: number, megabytes: number }} of one command, from its start to its end */
function reportOf(file, folder) {
  const begin = process.hrtime.bigint();
  const output = path.join(folder, 'report.json');
  const args = ['--require', MEASURE, MAIN, 'report', file, '--format', 'json', '--output', output];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (status !== 0) throw new Error(`tickscope report ended with ${status}: ${stderr}`);
  const { userMicros, systemMicros, maxRssKilobytes } = JSON.parse(stderr.trim().split('\n').at(-1));
  const { source } = JSON.parse(readFileSync(output, 'utf8'));
  return {
    seconds,
    processorSeconds: (userMicros + systemMicros) / 1e6,
    megabytes: (maxRssKilobytes * 1_024) / 1e6,
    spans: source.spans,
  };
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

function measure(form, file, expectedSpans, folder) {
  const runs = Array.from({ length: Number(values.runs) }, () => reportOf(file, folder));
  if (runs.some(({ spans }) => spans !== expectedSpans)) throw new Error(`${form}: spans are missing`);
  return {
    form,
    best: Math.min(...runs.map(({ seconds }) => seconds)),
    seconds: median(runs.map(({ seconds }) => seconds)),
    processorSeconds: median(runs.map(({ processorSeconds }) => processorSeconds)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
  };
}

function textOf({ spans, ticks, bytes }, rows) {
  const number = (value) => value.toLocaleString('en');
  const [plain] = rows;
  const isMet = plain.seconds < AIM.seconds && plain.megabytes < AIM.megabytes;
  const lines = rows.map(
    ({ form, best, seconds, processorSeconds, megabytes }) =>
      `| ${form} | ${seconds.toFixed(2)} s | ${best.toFixed(2)} s | ${processorSeconds.toFixed(2)} s | ${megabytes.toFixed(0)} MB |`,
  );
  return [
    `${number(spans)} spans of ${number(ticks)} ticks, ${(bytes / 1e6).toFixed(0)} MB as they are, from the start of the command to its end; ` +
      `Node.js ${process.versions.node}, ${availableParallelism()} processors, median of ${values.runs} runs:`,
    '',
    '| file | time | the shortest | processor time | memory at most |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    `The aim for ${number(AIM.spans)} spans in protobuf is less than ${AIM.seconds} s and ${AIM.megabytes} MB: ${isMet ? 'met' : 'missed'} here. ` +
      `Other work on the machine counts in the time: while this ran, ${loadavg()[0].toFixed(0)} programs wanted a processor on average.`,
  ].join('\n');
}

function writeDocument(text) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = document.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (after === undefined) throw new Error(`${DOCUMENT} has no place for what is measured`);
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-ingest-'));
try {
  const plain = path.join(folder, 'traces.pb');
  process.stderr.write(`writing ${values.spans} spans\n`);
  const written = writeTraces(plain, Number(values.spans));
  const files = [['protobuf behind lengths', plain]];
  for (const [form, name, compress] of [
    ['the same in zstd', 'traces.pb.zst', zstdCompressSync],
    ['the same in gzip', 'traces.pb.gz', gzipSync],
  ]) {
    const file = path.join(folder, name);
    writeFileSync(file, compress(readFileSync(plain)));
    files.push([form, file]);
  }
  const text = textOf(
    written,
    files.map(([form, file]) => measure(form, file, written.spans, folder)),
  );
  process.stdout.write(`${text}\n`);
  if (values.document) writeDocument(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
