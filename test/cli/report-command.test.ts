import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../src/model/report/report.js';
import { MICROSECOND } from '../../src/model/units.js';
import { REPORT_JSON_SCHEMA } from '../../src/report/schema/report-schema.js';
import { sampleSegment, START } from '../record-file/sample-segments.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { madeTick, otlpJson, otlpProtobuf, traceIdOf } from '../ingest/made-traces.js';
import { framed } from '../ingest/stored-requests.js';
import { type Ended, ended, MAIN, tickscope } from './tickscope.js';

const cwd = temporaryFolder();
const segments = [0, 1, 2].map((position) =>
  sampleSegment({ atUnixMillis: START + position * 10_000, warmup: position === 0 }),
);
const newest = writeFile(cwd, '.tickscope/run-20261123-150000-0000/4711-c0ffee00.tks', recordText(segments));
writeFile(cwd, '.tickscope/run-20261123-140000-0000/1-00000000.tks', recordText([sampleSegment({ tickNanos: [] })]));

const reportOf = (stdout: string): Report => JSON.parse(stdout) as Report;

it('reports the newest run', async () => {
  const { code, stdout, stderr } = await tickscope(['report'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^bot\.js\n/);
  expect(stdout).toContain('9 ended of 9 started');
  expect(stdout).not.toContain('\u001b');
});

it('prints the report itself as JSON, as its schema says', async () => {
  const { code, stdout } = await tickscope(['report', '--format', 'json'], { cwd });
  expect(code).toBe(0);
  const validate = new Ajv2020({ strict: true }).compile(REPORT_JSON_SCHEMA);
  expect(validate(reportOf(stdout)) ? [] : validate.errors).toEqual([]);
});

it('writes a page that is whole, with the script that its policy names', async () => {
  const { code, stderr } = await tickscope(['report', '--format', 'html', '--output', 'report.html'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const page = readFileSync(join(cwd, 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  expect(page).toContain('9 ended of 9 started');
  const [, script = ''] = /<script>([^]*)<\/script>/.exec(page) ?? [];
  expect(script.length).toBeGreaterThan(40_000);
  expect(page).toContain(`sha256-${createHash('sha256').update(script).digest('base64')}`);
});

it('refuses one tick as a page', async () => {
  const { code, stderr } = await tickscope(['report', '--format', 'html', '--tick', 'ab'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toBe(
    'tickscope: --tick ab works with --format terminal. In JSON every kept tick stands under "slowest", the page has a list of them, and a Chrome trace has them by their titles.\n',
  );
});

it('writes into a file', async () => {
  const { code, stdout, stderr } = await tickscope(['report', newest, '--output', 'report.txt'], { cwd });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toContain('9 ended of 9 started');
});

describe('an output', () => {
  const report = (to: string): Promise<Ended> =>
    ended(spawn('/bin/sh', ['-c', `"$0" "$@" ${to}`, process.execPath, MAIN, 'report', '--format', 'json'], { cwd }));

  it.each([
    ['is full', '> /dev/full', 2, 'tickscope: the report cannot be written (ENOSPC). Make room, or use --output.\n'],
    ['takes a part of it', '| head -c 10 > part; exit 0', 0, ''],
    ['that nobody reads', '| true', 0, ''],
  ])('that %s', async (_what, to, code, stderr) => {
    expect(await report(to)).toEqual({ code, stdout: '', stderr, signal: null });
  });

  it('is the whole report in a file, and not a part where a part fits', async () => {
    expect(await report('> whole.json')).toMatchObject({ code: 0, stderr: '' });
    expect(reportOf(readFileSync(join(cwd, 'whole.json'), 'utf8')).ticks.count).toBe(9);
    const limited = await ended(
      spawn(
        '/bin/sh',
        [
          '-c',
          'trap "" XFSZ; ulimit -f 2; "$0" "$@" > part.json',
          process.execPath,
          MAIN,
          'report',
          '--format',
          'json',
        ],
        { cwd },
      ),
    );
    expect(limited).toMatchObject({ code: 2, stderr: expect.stringContaining('the report cannot be written (EFBIG)') });
  });
});

it('runs no code of the folder that it is called in, and says so where that would name another folder', async () => {
  const elsewhere = temporaryFolder();
  writeFile(elsewhere, '.tickscope/run-20261123-150000-0000/1-0.tks', recordText(segments));
  const code = "require('node:fs').writeFileSync('ran', ''); module.exports = { directory: 'other' };";
  writeFile(elsewhere, 'tickscope.config.cjs', code);
  const { stdout, stderr, code: exitCode } = await tickscope(['report'], { cwd: elsewhere });
  expect([exitCode, readdirSync(elsewhere).includes('ran')]).toEqual([0, false]);
  expect(stdout).toContain('9 ended of 9 started');
  expect(stderr).toMatch(/^tickscope: tickscope\.config\.cjs is not run by report, which reads \.tickscope\. /);
  for (const env of [{ TICKSCOPE_CONFIG: 'tickscope.config.cjs' }, { TICKSCOPE_DIR: '.tickscope' }]) {
    await tickscope(['report'], { cwd: elsewhere, env });
    expect(readdirSync(elsewhere)).not.toContain('ran');
  }
});

it('takes the folder of the runs from a configuration that is data', async () => {
  const elsewhere = temporaryFolder();
  writeFile(elsewhere, 'other/run-20261123-150000-0000/1-0.tks', recordText(segments));
  writeFile(elsewhere, 'tickscope.config.json', '{ "directory": "other" }');
  const { stdout, stderr } = await tickscope(['report'], { cwd: elsewhere });
  expect([stderr, stdout.includes('9 ended of 9 started')]).toEqual(['', true]);
});

it.each([
  [['--last', '10s'], 3],
  [['--since', '2026-11-23 14:02:15'], 6],
  [['--since', '2026-11-23T16:02:15+02:00'], 6],
  [['--last', '1h'], 9],
])('cuts the record to %j', async (args, ticks) => {
  const { stdout } = await tickscope(['report', '--format', 'json', ...args], { cwd });
  expect(reportOf(stdout).ticks.count).toBe(ticks);
  expect(reportOf(stdout).notes).toEqual([
    expect.stringMatching(/^--(last|since) .* takes whole segments: the report begins at /),
  ]);
});

it('shows one tick', async () => {
  const [slowest] = reportOf((await tickscope(['report', '--format', 'json'], { cwd })).stdout).slowest;
  const { code, stdout } = await tickscope(['report', '--tick', slowest?.traceId.slice(0, 31).toUpperCase() ?? ''], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout).toContain(`trace ${slowest?.traceId}`);
  expect(stdout).not.toContain('Targets');
});

describe('of one symbol', () => {
  const report = (...args: string[]): Promise<Ended> => tickscope(['report', '--symbol', ...args], { cwd });

  it('says what the record has of it', async () => {
    const { code, stdout, stderr } = await report('BTC/USDT');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^BTC\/USDT in bot\.js\n[^]*BTC\/USDT: 9 of 9 ticks \(100\.0 %\)/);
    expect(stdout).toContain('What is not told of one symbol');
    expect(stdout).not.toContain('Targets');
  });

  it('as JSON, Markdown and a page, of a part of the record too', async () => {
    const { stdout } = await report('BTC/USDT', '--format', 'json', '--last', '10s');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'tickscope.symbol/1', symbol: 'BTC/USDT', ticks: { count: 3 } });
    expect((await report('BTC/USDT', '--format', 'markdown')).stdout).toMatch(/^\*\*BTC\/USDT: 9 of 9 ticks/);
    expect(await report('BTC/USDT', '--format', 'html', '--output', 'symbol.html')).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'symbol.html'), 'utf8')).toMatch(/^<!doctype html>[^]*9 of 9 ticks[^]*<\/html>\n$/);
  });

  it('is no report that is compared', async () => {
    await report('BTC/USDT', '--format', 'json', '--output', 'symbol.json');
    expect(await tickscope(['compare', 'symbol.json', 'symbol.json'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^tickscope: symbol\.json is the report of one symbol/),
    });
  });

  it.each([
    [['BTCUSDT'], 'tickscope: --symbol BTCUSDT is not there. The nearest of 1 that are: BTC/USDT.\n'],
    [['BTC/USDT', '--tick', 'f'], 'tickscope: --tick f and --symbol BTC/USDT ask for two reports. Give one of them.\n'],
    [
      ['BTC/USDT', '--format', 'openmetrics'],
      'tickscope: --format openmetrics is of the whole report. With --symbol BTC/USDT, use one of terminal, json, markdown, html.\n',
    ],
    [['BTC/USDT', '--root', 'onTick'], /^tickscope: --root onTick is for stored traces/],
    [['BTC/USDT', '--service', 'bot'], /^tickscope: --service bot is for --jaeger/],
  ])('is refused with %j', async (args, message) => {
    const { code, stdout, stderr } = await report(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('is written out where it would move the cursor', async () => {
    const [all, btc] = sampleSegment().groups;
    const groups = [all!, { ...btc!, name: '\u001b[2J\u202eX' }];
    const hostile = writeFile(cwd, 'hostile/1-00000000.tks', recordText([{ ...sampleSegment(), groups }]));
    const { stderr } = await report('\u001b[31mX', hostile);
    expect(stderr).toBe(
      'tickscope: --symbol \\u{1b}[31mX is not there. The nearest of 1 that are: \\u{1b}[2J\\u{202e}X.\n',
    );
    const { stdout } = await report('\u001b[2J\u202eX', hostile);
    expect(stdout).toContain('\\u{1b}[2J\\u{202e}X: 3 of 3 ticks');
    expect(['\u001b', '\u202e'].filter((character) => stdout.includes(character))).toEqual([]);
  });

  it('is said to be in __other__ where it may be, and that there are none where no event has one', async () => {
    const [all, btc] = sampleSegment().groups;
    const withOthers = { ...sampleSegment(), groups: [all!, btc!, { ...btc!, name: '__other__' }] };
    const folded = writeFile(cwd, 'folded/1-00000000.tks', recordText([withOthers]));
    expect((await report('ETH/USDT', folded)).stderr).toMatch(
      /has no numbers of its own\. It did not occur, or came when .* then it is in __other__, with 3 ticks of others\. The nearest of 1 that are: BTC\/USDT\.\n$/,
    );
    const none = writeFile(cwd, 'without/1-00000000.tks', recordText([{ ...sampleSegment(), groups: [all!] }]));
    expect((await report('ETH/USDT', none)).stderr).toMatch(/is not there: no event of the record has a symbol\./);
  });
});

it('takes its runs from TICKSCOPE_DIR', async () => {
  const directory = join(cwd, '.tickscope');
  const { code, stdout } = await tickscope(['report'], {
    cwd: join(directory, 'run-20261123-140000-0000'),
    env: { TICKSCOPE_DIR: directory },
  });
  expect(code).toBe(0);
  expect(stdout).toContain('9 ended of 9 started');
});

it('ends quietly when its reader has enough', async () => {
  const kept = sampleSegment({ tickNanos: Array.from({ length: 200 }, (_, index) => (400 + index) * MICROSECOND) });
  const large = writeFile(cwd, 'large.tks', recordText([kept]));
  const command = `"${process.execPath}" "${MAIN}" report --format json "${large}" | head -c 20; echo " \${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], { cwd });
  expect({ stdout, stderr }).toEqual({ stdout: '{\n  "schema": "ticks 0\n', stderr: '' });
});

it('writes Markdown for a pull request', async () => {
  const { code, stdout } = await tickscope(['report', '--format', 'markdown'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\*\*.+\*\*\n\n.+\n\n### Targets\n\n\| {2}\| target \| measured \| wanted \| {2}\|\n/);
});

describe('what was called wrongly ends with 2 and says what to do', () => {
  it.each([
    [
      ['report', '--last', '10x'],
      'tickscope: --last 10x is not a duration. Use a number and s, m, h or d, for example --last 10m.\n',
    ],
    [
      ['report', '--since', 'noon'],
      /^tickscope: --since noon is neither a time nor a duration\. Use for example --since 2026-/,
    ],
    [
      ['report', '--last', '1m', '--since', '1m'],
      /^tickscope: --last 1m and --since 1m ask for two windows\. Give one of them\.\n$/,
    ],
    [
      ['report', '--format', 'xml'],
      /^tickscope: option '--format <format>' argument 'xml' is invalid\. Allowed choices are terminal, json, .*\n$/,
    ],
    [['report', '--lost', '1m'], "tickscope: unknown option '--lost'\n           (Did you mean --last?)\n"],
    [
      ['report', '--tick', 'ffff'],
      /^tickscope: --tick ffff is not among the 9 slowest ticks of the record\. Take one of the trace ids .* --tick [0-9a-f]{32}\.\n$/,
    ],
    [['report', '--tick', 'f', '--format', 'json'], /^tickscope: --tick f works with --format terminal\. In JSON/],
    [
      ['report', '--output', 'no/where.txt'],
      /^tickscope: --output no\/where\.txt cannot be written \(ENOENT\)\. Name a file in a folder/,
    ],
    [['reprot'], "tickscope: unknown command 'reprot'\n           (Did you mean report?)\n"],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await tickscope(args, { cwd });
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('no command at all', async () => {
    const { code, stderr } = await tickscope([], { cwd });
    expect(stderr).toContain('Examples:\n  tickscope run -- node bot.js');
    expect(code).toBe(2);
  });
});

describe('what is unusable ends with 3 and says what to do', () => {
  it.each([
    [
      ['report', 'none.tks'],
      'tickscope: none.tks does not exist. Give a .tks file or a run folder, or leave it out for the newest run.\n',
    ],
    [
      ['report', writeFile(cwd, 'prices.csv', 'a,b\n')],
      /^tickscope: prices\.csv is not a Tickscope record: it begins with "a,b"\./,
    ],
    [
      ['report', '--since', '2030-01-01'],
      /^tickscope: --since 2030-01-01 holds nothing: the record covers 2026-11-23 14:02:00 UTC to/,
    ],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await tickscope(args, { cwd });
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(code).toBe(3);
  });

  it('no record here', async () => {
    const { code, stderr } = await tickscope(['report'], { cwd: join(cwd, '.tickscope') });
    expect(stderr).toBe('tickscope: There is no .tickscope here. Make a record first: tickscope run -- node bot.js\n');
    expect(code).toBe(3);
  });
});

it.each([['--help'], ['report', '--help'], ['run', '--help'], ['help', 'report']])(
  'helps with examples: %s %s',
  async (...args) => {
    const { code, stdout } = await tickscope(args, { cwd });
    expect(stdout).toMatch(/Usage: tickscope .*Examples:\n {2}tickscope /s);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(code).toBe(0);
  },
);

describe('tickscope profile', () => {
  it('writes the samples of a record', async () => {
    const { code, stdout, stderr } = await tickscope(['profile', '--format', 'cpuprofile'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { nodes } = JSON.parse(stdout) as { nodes: { callFrame: { functionName: string }; hitCount: number }[] };
    const hmac = nodes.find(({ callFrame }) => callFrame.functionName === 'hmac, in node:crypto');
    expect(hmac?.hitCount).toBe(900);
  });

  it('says how to get some where there are none', async () => {
    const empty = writeFile(cwd, 'none/2-00000000.tks', recordText([{ ...sampleSegment(), profiles: [], memory: [] }]));
    expect(await tickscope(['profile', empty], { cwd })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'tickscope: the record holds no samples. Start the program with tickscope run --profile.\n',
    });
  });
});

describe('of stored traces', () => {
  const traces = writeFile(cwd, 'traces.jsonl', `${otlpJson(madeTick(0, [100_000, 900_000]))}\n`);
  const frames = writeFile(cwd, 'rotated/traces.pb', framed([otlpProtobuf(madeTick(1, [50_000]))]));
  writeFile(cwd, 'page.html', '<!doctype html><html></html>');

  it.each([[['traces.jsonl']], [['rotated']], [[frames, traces, '--last', '1h']]])('reports %j', async (sources) => {
    const { code, stdout, stderr } = await tickscope(['report', ...sources], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Some ticks: ');
    expect(stdout).toContain('What this is made from');
    expect(stdout).not.toContain('What Tickscope itself cost');
    expect(stdout).not.toContain('take < 1 ms\n');
  });

  it('writes what the schema says', async () => {
    const { stdout } = await tickscope(['report', 'traces.jsonl', '--format', 'json'], { cwd });
    const validate = new Ajv2020({ strict: true }).compile(REPORT_JSON_SCHEMA);
    expect(validate(reportOf(stdout)) ? [] : validate.errors).toEqual([]);
    expect(reportOf(stdout).source).toMatchObject({ formats: ['otlp-json'], population: 'kept', spans: 3 });
  });

  it('of one symbol is all of the report', async () => {
    const other = madeTick(2, [70_000]);
    const two = `${otlpJson(madeTick(0, [100_000]))}\n${otlpJson(other).replaceAll('BTC-USD', 'ETH-USD')}\n`;
    writeFile(cwd, 'two.jsonl', two);
    const { stdout } = await tickscope(['report', 'two.jsonl', '--symbol', 'ETH-USD', '--format', 'json'], { cwd });
    expect(reportOf(stdout)).toMatchObject({
      ticks: { count: 1, bySymbol: [{ name: 'ETH-USD', count: 1 }] },
      slowest: [{ traceId: traceIdOf(2), symbol: 'ETH-USD' }],
      source: { symbol: 'ETH-USD', ticksOfOthers: 1 },
    });
    const validate = new Ajv2020({ strict: true }).compile(REPORT_JSON_SCHEMA);
    expect(validate(reportOf(stdout)) ? [] : validate.errors).toEqual([]);
    const text = await tickscope(['report', 'two.jsonl', '--symbol', 'ETH-USD'], { cwd });
    expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'All of the report is of ticks of ETH-USD; 1 of other symbols, or of none, are left out.',
    );
    expect(await tickscope(['report', 'two.jsonl', '--symbol', 'BTC-EUR'], { cwd })).toMatchObject({
      code: 3,
      stderr:
        'tickscope: two.jsonl holds 2 ticks, none of them of --symbol "BTC-EUR". The nearest of 2 that are there: "BTC-USD", "ETH-USD".\n',
    });
  });

  it('takes the last of them, counted from the last tick', async () => {
    const { stdout } = await tickscope(['report', frames, traces, '--last', '500ms', '--format', 'json'], { cwd });
    expect(reportOf(stdout)).toMatchObject({ ticks: { count: 1 }, slowest: [{ traceId: traceIdOf(1) }] });
  });

  it.each([
    [['page.html'], 3, /^tickscope: page\.html is a page \(HTML or XML\)/],
    [['traces.jsonl', '--root', 'onTrade'], 3, /none of them "onTrade"/],
    [['traces.jsonl', newest], 2, /traces\.jsonl holds traces and .+ does not\. Make a report of each\./],
    [['--root', 'onTick'], 2, /--root onTick is for stored traces, and a record knows its ticks\./],
    [['--jaeger', 'jaeger'], 2, /--jaeger jaeger is no address\. Give that of Jaeger's pages/],
    [['--jaeger', 'http://127.0.0.1:1', 'traces.jsonl'], 2, /are two sources\. Make a report of each\./],
    [['--service', 'bot'], 2, /--service bot is for --jaeger\./],
    [['--jaeger', 'http://name:s3cret@127.0.0.1:1'], 3, /^tickscope: http:\/\/127\.0\.0\.1:1 cannot be reached/],
  ])('ends for %j with %i', async (args, code, said) => {
    const ending = await tickscope(['report', ...args], { cwd });
    expect(ending).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(said) });
    expect(ending.stderr).not.toContain('s3cret');
  });
});
