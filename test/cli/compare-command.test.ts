import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComparisonReport } from '../../src/model/report/comparison-report.js';
import { measuredOperation, measuredReport } from '../report/measured-reports.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Ended, ended, start, tickscope } from './tickscope.js';

const cwd = temporaryFolder();
const place = { cwd, env: { TICKSCOPE_DISABLED: 'true' } };
const compare = (...args: string[]): Promise<Ended> => tickscope(['compare', ...args], place);
const store = (name: string, value: unknown): string => {
  writeFile(cwd, name, typeof value === 'string' ? value : JSON.stringify(value));
  return name;
};
const comparisonOf = ({ stdout }: Ended): ComparisonReport => JSON.parse(stdout) as ComparisonReport;

const whole = measuredReport({ operations: [measuredOperation('query', 'SELECT', 3e8)] });
store('before.json', whole);
store('after.json', measuredReport({ p95: 600_000 }));

describe('runs that are there', () => {
  it('are compared from reports and from records, in text, Markdown and JSON', async () => {
    const text = await compare('before.json', 'after.json');
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^Not judged: no interval, one run each\. tick p95 -25\.0 % in these runs/);
    expect((await compare('before.json', 'after.json', '--format', 'markdown')).stdout).toContain(
      '| tick p95 | 800 µs | 600 µs | -25.0 % | - |',
    );
    writeFile(cwd, 'run/4711-c0ffee00.tks', recordText([sampleSegment()]));
    const json = comparisonOf(await compare('run', 'run/4711-c0ffee00.tks', '--format', 'json'));
    expect(json).toMatchObject({ schema: 'tickscope.comparison/1', before: { ticks: 3 }, after: { ticks: 3 } });
  });

  it('are judged where there are several of either side', async () => {
    const sides = ['before', 'after'].map((side, isAfter) =>
      Array.from({ length: 6 }, (_, run) =>
        store(
          `${side}-${run}.json`,
          measuredReport({ p50: 2e5 * (1 + run / 100), p95: 8e5 * (1 + run / 100 + isAfter) }),
        ),
      ),
    ) as [string[], string[]];
    const args = ['--before', ...sides[0], '--after', ...sides[1], '--format', 'json'];
    const p95 = async (...more: string[]): Promise<unknown> => {
      const { basis, measures } = comparisonOf(await compare(...args, ...more));
      return [basis, measures.find(({ name }) => name === 'tick p95')?.verdict];
    };
    expect(await p95()).toEqual(['runs', 'slower']);
    // Three measures are judged: six pairs have no chance of 5 % over 3.
    expect(await p95('--paired')).toEqual(['pairs', 'not judged']);
  });

  it('write into a file', async () => {
    expect(await compare('before.json', 'after.json', '--output', 'compared.txt')).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(readFileSync(join(cwd, 'compared.txt'), 'utf8')).toMatch(/^Not judged/);
  });
});

describe('what is no report', () => {
  const text = JSON.stringify(whole);
  store('empty.json', '');
  store('cut.json', text.slice(0, text.length >> 1));
  store('other.json', { name: 'lighthouse', score: 0.4 });
  store('doctor.json', { schema: 'tickscope.doctor/1' });
  store('newer.json', { ...whole, schema: 'tickscope.report/2' });
  store('wrong.json', { ...whole, ticks: { ...whole.ticks, p95Nanos: 'fast' } });
  store('old.json', { ...whole, operations: undefined });
  store('text.json', 'a report that is none');
  store('list.json', []);

  it.each([
    ['missing.json', 'missing.json does not exist. Give a run folder, a .tks file, or a file that'],
    ['empty.json', 'empty.json is empty. Write it anew: tickscope report --format json --output FILE'],
    ['cut.json', 'cut.json is cut off: it ends before its report does, after '],
    ['other.json', 'other.json is no report of Tickscope: it has no schema, and not tickscope.report/1.'],
    [
      'doctor.json',
      'doctor.json is no report of Tickscope: its schema is "tickscope.doctor/1", and not tickscope.report/1.',
    ],
    [
      'newer.json',
      'newer.json is a report of a newer Tickscope (tickscope.report/2); this one reads tickscope.report/1.',
    ],
    ['wrong.json', 'wrong.json is no whole report: ticks.p95Nanos is "fast", and no number. Write it anew'],
    ['old.json', 'old.json is no whole report: operations is missing. Write it anew'],
    ['text.json', 'text.json is neither a record nor JSON.'],
    ['list.json', 'list.json is no report of Tickscope: it has no schema'],
  ])('%s is said to be none, with exit code 3', async (name, message) => {
    const { code, stdout, stderr } = await compare('before.json', name);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr.startsWith(`tickscope: ${message}`)).toBe(true);
  });
});

it.each<[string[], RegExp]>([
  [[], /^tickscope: compare needs a run of either side/],
  [['before.json'], /^tickscope: compare needs a run of either side/],
  [['before.json', 'after.json', '--run', 'x'], /three ways to say what is compared/],
  [['before.json', 'after.json', '--pairs', '3'], /^tickscope: --pairs 3 is for --run/],
  [['--run', 'node bot.js'], /^tickscope: --run node bot\.js is one too few/],
  [['--run', 'a', '--run', 'b', '--run', 'c'], /^tickscope: --run c is one too many/],
  [['--run', 'a', '--run', 'b', '--pairs', 'many'], /^tickscope: --pairs many is no whole number from 1 to 200/],
  [['--run', 'a', '--run', 'b', '--input', 'no-tape'], /--input no-tape cannot be read \(ENOENT\)/],
  [['--before', 'before.json', '--after', 'after.json', 'after.json', '--paired'], /--paired needs as many runs/],
])('refuses %j', async (args, message) => {
  const { code, stdout, stderr } = await compare(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

it('refuses runs of several programs on one side', async () => {
  store('another.json', measuredReport({ program: 'another.js' }));
  const { code, stderr } = await compare('--before', 'before.json', 'another.json', '--after', 'after.json');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('the runs before are of several programs: bot.js, another.js.'),
  ]);
});

describe('commands', () => {
  writeFile(cwd, 'ready.tks', recordText([sampleSegment()]));
  // The preload is off: the programs write a ready-made record where it would, and into a list that they ran.
  writeFile(
    cwd,
    'bot.js',
    `const fs = require('node:fs');
    fs.mkdirSync(process.env.TICKSCOPE_RUN, { recursive: true });
    fs.copyFileSync('ready.tks', process.env.TICKSCOPE_RUN + '/' + process.pid + '-00000000.tks');
    fs.appendFileSync(process.argv[3], process.argv[2] + (process.argv[4] === 'input' ? fs.readFileSync(0, 'utf8') : '') + ' ');`,
  );
  const bot = (name: string, list: string, more = ''): string[] => [
    '--run',
    `"${process.execPath}" bot.js ${name} ${list} ${more}`,
  ];
  const listed = (list: string): string => readFileSync(join(cwd, list), 'utf8').trim();

  it('run in turns, each first in one of two pairs, in an order that the seed decides', async () => {
    const order = async (list: string, seed: string): Promise<string> => {
      const args = [...bot('a', list), ...bot('b', list), '--pairs', '4', '--seed', seed, '--format', 'json'];
      const done = await compare(...args);
      expect(comparisonOf(done)).toMatchObject({ basis: 'pairs', before: { runs: 4 }, after: { runs: 4 } });
      expect(done.stderr).toMatch(/^tickscope: pair 1 of 4\ntickscope: pair 2 of 4, about \d+ s left\n/);
      return listed(list);
    };
    const first = await order('first', '1');
    const inTurns = /^(?:(?:a b b a|b a a b)(?: |$)){2}$/;
    expect(first).toMatch(inTurns);
    expect(await order('again', '1')).toBe(first);
    const others = await order('other', '5');
    expect(others).toMatch(inTurns);
    expect(others).not.toBe(first);
  });

  it('get the same input on stdin', async () => {
    store('tape', 'ticks');
    const args = [...bot('a', 'inputs', 'input'), ...bot('b', 'inputs', 'input'), '--pairs', '1', '--input', 'tape'];
    expect(await compare(...args)).toMatchObject({ code: 0 });
    expect(listed('inputs').split(' ').toSorted()).toEqual(['aticks', 'bticks']);
  });

  it('that fail end the comparison with what they said', async () => {
    const failing = `"${process.execPath}" -e "console.error('no such symbol'); process.exit(4)"`;
    const { code, stdout, stderr } = await compare('--run', failing, '--run', failing, '--pairs', '2');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('(pair 1) ended with exit code 4, so there is nothing to compare. The end of its stderr:');
    expect(stderr).toMatch(/no such symbol\n$/);
  });

  it('that leave no record, or are not there, are said to', async () => {
    const nothing = `"${process.execPath}" -e 0`;
    const none = await compare('--run', nothing, '--run', nothing, '--pairs', '1');
    expect([none.code, none.stderr]).toEqual([
      3,
      expect.stringContaining('(pair 1) left no record: it is no Node.js program'),
    ]);
    const missing = await compare('--run', 'no-such-command-here', '--run', 'no-such-command-here', '--pairs', '1');
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining('--run no-such-command-here was not found. Give the command as you would type it'),
    ]);
  });

  it('end where the comparison is interrupted', async () => {
    const waiting = `"${process.execPath}" -e "require('node:fs').writeFileSync('pid', String(process.pid)); setTimeout(() => {}, 60_000)"`;
    const child = start(['compare', '--run', waiting, '--run', waiting], place);
    const end = ended(child);
    const pid = await waitFor(() => readFileSync(join(cwd, 'pid'), 'utf8'));
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 143, stdout: '' });
    await waitFor(() => {
      if (isAlive(Number(pid))) throw new Error('it is alive');
      return 'gone';
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Until it does not throw and has something. */
async function waitFor(read: () => string): Promise<string> {
  for (;;) {
    try {
      const text = read();
      if (text !== '') return text;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
