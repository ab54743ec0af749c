// Settings that cannot be used: the program runs and ends as without them, one line says what is wrong, and none says a secret.

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, type Outcome, REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const there = (name: string): string => path.join(folder, name);
const PIPE = there('pipe');
execFileSync('mkfifo', [PIPE]);
writeFileSync(there('file'), '');
symlinkSync(there('nowhere/at/all'), there('dangling'));
symlinkSync(there('loop'), there('loop'));
mkdirSync(there('piped'));
execFileSync('mkfifo', [there('piped/tickscope.config.json')]);

const PROGRAM = [process.execPath, '--require', REGISTER, fixture('export/many-ticks.js'), '10'];
/** A program that waits for a pipe would never end: what is left of it is killed. */
const runWith = (environment: Record<string, string>, cwd = folder): Promise<Outcome> =>
  run(PROGRAM, { environment, cwd, timeoutMillis: 20_000 });

describe('a folder for records', () => {
  it.each([
    ['below a folder of the kernel', '/proc/x'],
    ['two below it', '/proc/x/y'],
    ['a pipe', PIPE],
    ['a device', '/dev/full'],
    ['below a device', '/dev/null/x'],
    ['a file', there('file')],
    ['below a file', there('file/x')],
    ['a link to nowhere', there('dangling')],
    ['below a link to nowhere', there('dangling/x')],
    ['a link to itself', there('loop')],
    ['with a name that is too long', there('a'.repeat(300))],
    ['with a path that is too long', there('a/'.repeat(3_000))],
  ])('that is %s', async (_what, directory) => {
    const { stdout, stderr, code, signal } = await runWith({ TICKSCOPE_DIR: directory });
    expect([stdout, code, signal]).toEqual(['10\n', 0, null]);
    expect(stderr).toMatch(/^tickscope: cannot keep a record in .* the program runs on, .*\n$/);
  });
});

it.each([
  ['is a device', { TICKSCOPE_CONFIG: '/dev/zero' }, folder],
  ['is a pipe', { TICKSCOPE_CONFIG: PIPE }, folder],
  ['is a folder', { TICKSCOPE_CONFIG: folder }, folder],
  ['is found, and a pipe', {}, there('piped')],
])('a configuration that %s', async (_what, environment, cwd) => {
  const { stdout, stderr, code, signal } = await runWith({ ...environment, TICKSCOPE_DIR: there('runs') }, cwd);
  expect([stdout, code, signal]).toEqual(['10\n', 0, null]);
  expect(stderr).toMatch(/^tickscope: .* cannot be used: .*it is no file\. The defaults hold\.\n$/);
});

it.each<[what: string, environment: Record<string, string>, said: RegExp]>([
  [
    'an endpoint without a scheme',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http//trader:s3cret@collector' },
    /^tickscope: OTEL_TRACES_EXPORTER "otlp" could not be set up: OTEL_EXPORTER_OTLP_ENDPOINT "http\/\/…@collector" is no address/m,
  ],
  [
    'an endpoint of another kind',
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'ftp://trader:s3cret@collector' },
    /is no address/,
  ],
  [
    'an exporter that is not supported',
    { OTEL_EXPORTER_JAEGER_ENDPOINT: 'http://trader:s3cret@jaeger' },
    /OTEL_EXPORTER_JAEGER_ENDPOINT "http:\/\/…@jaeger" is not supported/,
  ],
  [
    'headers without a name',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=1,s3cretToken' },
    /^tickscope: OTEL_EXPORTER_OTLP_HEADERS: entry 2 of 2 has no "="/m,
  ],
  [
    'a header that HTTP does not allow',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_HEADERS: 'authorization=s3cret%0Ax' },
    /^tickscope: OTEL_EXPORTER_OTLP_HEADERS: entry 1 of 1 has a character that HTTP does not allow/m,
  ],
])('%s is said, and no secret with it', async (_what, environment, said) => {
  for (const more of [{}, { NODE_DEBUG: 'tickscope' }]) {
    const { stdout, stderr, code } = await runWith({ ...environment, ...more, TICKSCOPE_DIR: there('runs') });
    expect([stdout, code]).toEqual(['10\n', 0]);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/s3cret/);
  }
});
