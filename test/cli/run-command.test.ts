import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { sampleSegment } from '../record-file/sample-segments.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { ended, MAIN, start, tickscope } from './tickscope.js';

const cwd = temporaryFolder();

// The preload itself is off: the programs write a ready-made record where it would.
const place = { cwd, env: { TICKSCOPE_DISABLED: 'true' } };
writeFile(cwd, 'ready.tks', recordText([sampleSegment()]));
const WRITE_RECORD = `
  const fs = require('node:fs');
  fs.mkdirSync(process.env.TICKSCOPE_RUN, { recursive: true });
  fs.copyFileSync('ready.tks', process.env.TICKSCOPE_RUN + '/' + process.pid + '-00000000.tks');
`;
const program = (name: string, code: string): string => writeFile(cwd, name, code);
const run = (...args: string[]): ReturnType<typeof tickscope> => tickscope(['run', ...args], place);

it('leaves stdout to the program, prints the report on stderr and ends as the program ended', async () => {
  const bot = program(
    'bot.js',
    `${WRITE_RECORD} console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;`,
  );
  const { code, stdout, stderr } = await run('--', process.execPath, bot, '--symbol', 'BTC/USDT', '--', '--help');
  expect(stdout).toBe('["--symbol","BTC/USDT","--","--help"]\n');
  expect(stderr).toMatch(/^bot\.js\n.*3 ended of 3 started/s);
  expect(code).toBe(7);
});

it('needs no -- before a program, whose options stay its own', async () => {
  const { code, stdout } = await run(process.execPath, '-p', '"--output"', '--', '--output', 'x');
  expect(stdout).toBe('--output\n');
  expect(code).toBe(0);
});

it('gives the program a fresh run folder and the preload, beside the options that it had', async () => {
  const env = { ...place.env, NODE_OPTIONS: '--no-deprecation', TICKSCOPE_DIR: 'runs' };
  const code =
    'console.log(process.env.NODE_OPTIONS); console.log(process.env.TICKSCOPE_RUN, process.env.TICKSCOPE_SEGMENT_MILLIS)';
  const { stdout } = await tickscope(['run', '--', process.execPath, '-e', code], { cwd, env });
  const [options, rest] = stdout.split('\n');
  expect(options).toMatch(/^--no-deprecation --require .*register\.js"?$/);
  expect(rest).toMatch(/runs\/run-\d{8}-\d{6}-[0-9a-f]{4} undefined$/);
  expect(rest?.startsWith(cwd)).toBe(true);
});

it('records into the folder that TICKSCOPE_RUN names, and reports what it holds', async () => {
  const bot = program('bot.js', WRITE_RECORD);
  const { code, stderr } = await tickscope(['run', '--', process.execPath, bot], {
    cwd,
    env: { ...place.env, TICKSCOPE_RUN: 'given' },
  });
  expect([code, stderr]).toEqual([0, expect.stringContaining('3 ended of 3 started')]);
  expect(readdirSync(join(cwd, 'given'))).toEqual([expect.stringMatching(/^\d+-00000000\.tks$/)]);
});

it('writes the report into a file and says where', async () => {
  const bot = program('bot.js', WRITE_RECORD);
  const { stderr } = await run('--output', 'out.json', '--format', 'json', '--', process.execPath, bot);
  expect(stderr).toBe('tickscope: The report is in out.json.\n');
  expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toMatchObject({
    schema: 'tickscope.report/1',
    ticks: { count: 3 },
  });
});

it.each([
  ['html', /^<!doctype html>[^]*3 ended of 3 started[^]*<\/html>\n$/],
  ['markdown', /^\*\*.+\*\*\n\n.+\n\n### Targets\n/],
  ['openmetrics', /^# [^]*tickscope_report_[^]*# EOF\n$/],
  ['chrome-trace', /^\{[^]*"traceEvents"/],
])('writes it as %s too, as report does', async (format, text) => {
  const bot = program('bot.js', WRITE_RECORD);
  const { code, stderr } = await run('--format', format, '--output', `out.${format}`, '--', process.execPath, bot);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `tickscope: The report is in out.${format}.\n` });
  expect(readFileSync(join(cwd, `out.${format}`), 'utf8')).toMatch(text);
});

it('starts no program whose page would be printed on a terminal', async () => {
  const bot = program('bot.js', 'require("node:fs").writeFileSync("started", "")');
  const command = [process.execPath, MAIN, 'run', '--format', 'html', '--', process.execPath, bot];
  const { code, stdout } = await ended(
    spawn('script', ['--quiet', '--return', '--command', command.map((part) => `'${part}'`).join(' '), '/dev/null'], {
      cwd,
    }),
  );
  expect([code, readdirSync(cwd).includes('started')]).toEqual([2, false]);
  expect(stdout).toContain('--format html makes a page, and a terminal shows none. Add --output report.html.');
});

it('ends as the program ended even where the report cannot be written', async () => {
  const bot = program('bot.js', `${WRITE_RECORD} process.exitCode = 4;`);
  const { code, stderr } = await run('--output', 'no/where.txt', '--', process.execPath, bot);
  expect(stderr).toMatch(
    /^tickscope: --output no\/where\.txt cannot be written \(ENOENT\)\..*\ntickscope: The record is in \.tickscope\/run-.+: tickscope report makes a report of it\.\n$/,
  );
  expect(code).toBe(4);
});

it('says in one line that there is no record', async () => {
  const off = await run('--', process.execPath, '-e', 'process.exit(3)');
  expect(off.stderr).toBe(
    'tickscope: No record was made: TICKSCOPE_DISABLED or OTEL_SDK_DISABLED is set. Unset it to measure.\n',
  );
  expect(off.code).toBe(3);
  const foreign = await tickscope(['run', '--', 'sh', '-c', 'exit 5'], { cwd });
  expect(foreign.stderr).toBe(
    'tickscope: No record was made: sh is no Node.js program, or it ended before the preload could start.\n',
  );
  expect(foreign.code).toBe(5);
  expect(readdirSync(cwd)).not.toContain('undefined');
});

it.each([
  [[], /^tickscope: run needs a program\. Give it behind --, for example: tickscope run -- node bot\.js\n$/],
  [['--'], /^tickscope: run needs a program\./],
  [['--', 'nodde', 'bot.js'], /^tickscope: nodde was not found\. Give the program as you would type it/],
  [
    ['--', './ready.tks'],
    /^tickscope: \.\/ready\.tks cannot be started \(EACCES\)\. Check that the file may be executed/,
  ],
])('refuses to run %j', async (args, message) => {
  const { code, stdout, stderr } = await run(...args);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

describe('signals', () => {
  /** Sends a signal as soon as the program has said that it is ready. */
  async function signalled(code: string, ...signals: NodeJS.Signals[]): ReturnType<typeof ended> {
    const bot = program('bot.js', `${WRITE_RECORD} ${code}; console.log('ready'); setTimeout(() => {}, 20_000);`);
    const child = start(['run', '--', process.execPath, bot], place);
    const end = ended(child);
    child.stdout?.once('data', () => signals.forEach((signal) => child.kill(signal)));
    return end;
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'sends %s on, and ends by it when the program does',
    async (signal) => {
      const { signal: by, stderr } = await signalled('', signal);
      expect(stderr).toContain('3 ended of 3 started');
      expect(by).toBe(signal);
    },
  );

  it('waits for a program that takes its time to end', async () => {
    const { code, stdout } = await signalled(
      `process.on('SIGTERM', () => setTimeout(() => { console.log('saved'); process.exit(9); }, 200))`,
      'SIGTERM',
    );
    expect(stdout).toBe('ready\nsaved\n');
    expect(code).toBe(9);
  });

  // A program that is told to reload, or to write a report, would be left behind by a command that ends.
  it.each(['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGQUIT'] as const)(
    'hands %s to a program that listens',
    async (signal) => {
      const { code, stdout, stderr } = await signalled(
        `process.on('${signal}', (name) => { console.log(name); process.exit(4); })`,
        signal,
      );
      expect(stdout).toBe(`ready\n${signal}\n`);
      expect(code).toBe(4);
      expect(stderr).not.toContain('Debugger');
    },
  );

  it('sends a signal once', async () => {
    const counting = `let seen = 0; process.on('SIGINT', () => { seen++; setTimeout(() => process.exit(seen), 300); })`;
    expect(await signalled(counting, 'SIGINT')).toMatchObject({ code: 1 });
  });

  it.each(['SIGKILL', 'SIGABRT'] as const)('ends by %s when the program did', async (signal) => {
    const bot = program(
      'bot.js',
      `${WRITE_RECORD} process.kill(process.pid, '${signal}'); setTimeout(() => {}, 20_000);`,
    );
    const end = await run('--', process.execPath, bot);
    expect(end.stderr).toContain('3 ended of 3 started');
    expect(end.signal).toBe(signal);
  });

  it.each(['SIGUSR1', 'SIGPIPE'] as const)('ends with the number of %s, which does not end Node.js', async (signal) => {
    const { code, stderr } = await run('--', 'sh', '-c', `kill -${signal.slice(3)} $$`);
    expect(code).toBe(128 + constants.signals[signal]);
    expect(stderr).not.toContain('Debugger');
  });
});
