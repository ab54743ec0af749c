// What a user is told of a source that is no good, or not all of it.

import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isTraceSource, traceFilesOf } from '../../src/ingest/files/trace-files.js';
import { readTraceFiles } from '../../src/ingest/read-trace-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { madeTick, otlpJson, otlpProtobuf } from './made-traces.js';
import { framed } from './stored-requests.js';

const folder = temporaryFolder();
const line = `${otlpJson(madeTick(0, [100_000]))}\n`;
const message = otlpProtobuf(madeTick(0, [100_000]));

function write(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function errorOf(...files: readonly string[]): Promise<string> {
  return readTraceFiles(files, { roots: [] }).then(
    () => 'no error',
    (error: Error) => error.message,
  );
}

async function notesOf(...files: readonly string[]): Promise<readonly string[]> {
  return (await readTraceFiles(files, { roots: [] })).notes;
}

it.each([
  ['empty', '', /^empty holds no spans\. .*\nempty is empty \(0 bytes\)\.$/s],
  [
    'page.html',
    '<!DOCTYPE html><html></html>',
    /^page\.html is a page \(HTML or XML\), as a server answers that was asked for something else\./,
  ],
  [
    'text',
    'hello, this is a text',
    /^text is neither a record nor OTLP nor Jaeger’s JSON: it begins with "hello, this is a"\./,
  ],
  ['all.zip', Buffer.from('504b030414000000', 'hex'), /^all\.zip is a zip archive\. Unpack it/],
  ['all.bz2', Buffer.from('425a683931415926', 'hex'), /^all\.bz2 is compressed with bzip2\. Decompress it first/],
  ['twice.gz', gzipSync(gzipSync(line)), /^twice\.gz is compressed twice\. Decompress it once\.$/],
  [
    'logs',
    '{"resourceLogs":[{"scopeLogs":[]}]}\n',
    /^logs holds metrics or logs, and no spans\. Give the file of the traces pipeline\.$/,
  ],
  [
    'other',
    '{"data":[{"a":1}]}',
    /other, at byte 9: neither spans of OTLP nor a trace of Jaeger, so it was left out\.$/,
  ],
])('says what %s is, and what to do', async (name, bytes, expected) => {
  expect(await errorOf(write(name, bytes))).toMatch(expected);
});

it('says that a file is not there', async () => {
  expect(await errorOf(join(folder, 'nowhere'))).toMatch(/nowhere does not exist\. /);
  expect(await errorOf(join(folder, 'nowhere*'))).toMatch(
    /nowhere\* matches no file\. Give files of traces, or a folder\.$/,
  );
});

it.each([
  [
    'lines',
    line + line.slice(0, 50),
    [`lines, at byte ${(line.length + 50).toLocaleString('en')}: cut off in what began at byte ${line.length}.`],
  ],
  ['torn', `${line.slice(0, 50)}\n${line}`, ['torn, at byte 50: cut off in what began at byte 0.']],
  [
    'frames',
    Buffer.concat([framed([message]), framed([message]).subarray(0, 60)]),
    [`frames, at byte ${message.length + 4}: cut off in a message; everything before it was read.`],
  ],
  [
    'one-damaged',
    framed([message, Buffer.from('zstd that is none'), message]),
    [
      `one-damaged, at byte ${(message.length + 10).toLocaleString('en')}: no OTLP message; the spans of it before that were read.`,
    ],
  ],
])('reports what is whole of %s, and says where it is not', async (name, bytes, expected) => {
  expect(await notesOf(write(name, bytes))).toEqual(expected);
});

it('says that a compressed file is cut off, and reports what it has', async () => {
  const ticks = Array.from({ length: 300 }, (_, number) => `${otlpJson(madeTick(number, [number + 1]))}\n`).join('');
  const whole = gzipSync(ticks);
  const { notes, segment } = await readTraceFiles([write('cut.gz', whole.subarray(0, whole.length - 200))], {
    roots: [],
  });
  expect(notes.join(' ')).toMatch(
    /^cut\.gz, at byte [\d,]+: the gzip file is cut off at or before that byte of it; what could be decompressed was read\./,
  );
  expect(segment.ticks.count).toBeGreaterThan(100);
});

it('leaves out a message of 100 MB, and reads what is behind it', async () => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(100_000_000);
  const bytes = Buffer.concat([length, Buffer.alloc(100_000_000), framed([message])]);
  bytes[4] = 0x0a;
  const { notes, segment } = await readTraceFiles([write('huge', bytes)], { roots: [] });
  expect(notes).toEqual([
    'huge, at byte 0: a message of 100 MB, more than the 67.1 MB that are read in one piece, so it was left out.',
  ]);
  expect(segment.ticks.count).toBe(1);
});

it('tells the first of many damaged places', async () => {
  const bad = '{"resourceSpans":[{"scopeSpans":[}]}\n';
  const notes = await notesOf(write('many', line + bad.repeat(20)));
  expect(notes).toHaveLength(4);
  expect(notes.at(-1)).toBe('many has 17 more damaged places.');
});

it('reads rotated files in a folder, the oldest first, and nothing else there', async () => {
  const rotated = join(folder, 'rotated');
  mkdirSync(rotated);
  const files = [
    ['traces-2026-11-29T10-00-00.000.jsonl', otlpJson(madeTick(0, [100_000]).slice(0, 1))],
    ['traces.jsonl', otlpJson(madeTick(0, [100_000]).slice(1))],
    ['README.md', '{"resourceSpans":[]}'],
    ['bot.log', 'started'],
  ] as const;
  for (const [place, [name, text]] of files.entries()) {
    writeFileSync(join(rotated, name), `${text}\n`);
    utimesSync(join(rotated, name), 1_000 + place, 1_000 + place);
  }
  expect(traceFilesOf(rotated)).toEqual(files.slice(0, 2).map(([name]) => join(rotated, name)));
  const { segment, losses, notes } = await readTraceFiles([rotated], { roots: [] });
  expect({ ticks: segment.ticks.count, losses, notes }).toEqual({ ticks: 1, losses: [], notes: [] });
  expect(traceFilesOf(join(rotated, '*.jsonl'))).toHaveLength(2);
});

it('makes a note of a file that is no good among others', async () => {
  const [good, bad] = [write('good', line), write('bad', 'hello, this is a text')];
  expect(await notesOf(good, bad)).toEqual([expect.stringMatching(/^bad is neither a record nor OTLP/)]);
});

it('knows a record by what is in it, and traces too', () => {
  expect(isTraceSource(write('a.jsonl', line))).toBe(true);
  expect(isTraceSource(write('a.pb.gz', gzipSync(message)))).toBe(true);
  expect(isTraceSource(write('renamed', '{"format":"tickscope.record/2","id":"1"}\n'))).toBe(false);
  expect(isTraceSource(write('a.tks', line))).toBe(false);
  expect(isTraceSource(join(folder, 'nowhere'))).toBe(false);
});
