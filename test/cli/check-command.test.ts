import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measuredOperation, measuredReport, someMachine } from '../report/measured-reports.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Ended, tickscope } from './tickscope.js';

const cwd = temporaryFolder();
const query = (path: number): ReturnType<typeof measuredOperation> => measuredOperation('query', 'SELECT', path);
writeFile(cwd, 'main.json', JSON.stringify(measuredReport({ operations: [query(3e8)] })));
writeFile(cwd, 'worse.json', JSON.stringify(measuredReport({ p95: 3e6, memory: 90e6, operations: [query(6e8)] })));
writeFile(cwd, 'noisy.json', JSON.stringify(measuredReport({ standingShare: 0.5 })));
writeFile(cwd, 'other.json', JSON.stringify(measuredReport({ program: 'other.js' })));

async function check(budgets: unknown, ...args: string[]): Promise<Ended> {
  rmSync(join(cwd, 'tickscope.config.json'), { force: true });
  if (budgets !== undefined) writeFile(cwd, 'tickscope.config.json', JSON.stringify({ budgets }));
  return tickscope(['check', ...args], { cwd });
}

const RELATIVE = { tickP95: '+30%', memory: '+20%', operations: { '*': '+50%' } };

it('ends with 0 where all budgets are kept, with 1 where one is not', async () => {
  const kept = await check({ tickP95: '1ms', memory: '100MB' }, 'main.json');
  expect([kept.code, kept.stdout.split('\n')[0]]).toEqual([0, 'Passed: 2 of 2 budgets kept; bot.js, 1,000 ticks.']);
  const broken = await check(RELATIVE, 'worse.json', '--baseline', 'main.json');
  expect([broken.code, broken.stdout.split('\n')[0]]).toEqual([
    1,
    'Failed: of 3 budgets 3 are broken; bot.js, 1,000 ticks.',
  ]);
});

it('ends with 3 where the machine had other work, and says that it is no pass', async () => {
  const { code, stdout } = await check({ tickP95: '1s' }, 'noisy.json');
  expect(code).toBe(3);
  expect(stdout).toMatch(/^Not judged, and no pass: of 1 budget 1 could not be judged; bot\.js, 1,000 ticks\.\n/);
  expect(stdout).toContain('the machine had other work');
});

it('ends with 3 where the baseline is of another machine, and judges what does not depend on it', async () => {
  const machine = { ...someMachine, cores: 64 };
  writeFile(cwd, 'elsewhere.json', JSON.stringify(measuredReport({ machine, operations: [query(3e8)] })));
  const { code, stdout } = await check(
    { tickP95: '+30%', memory: '100MB', queriesPerTick: '+0%' },
    'main.json',
    '--baseline',
    'elsewhere.json',
  );
  expect([code, stdout.split('\n')[0]]).toEqual([
    3,
    'Not judged, and no pass: of 3 budgets 1 could not be judged; bot.js, 1,000',
  ]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'the baseline is of another machine (Some CPU, 64 cores, linux x64) than the run (Some CPU, 4 cores, linux x64)',
  );
});

it('checks the newest run where none is named, and reads budgets from a file that is code', async () => {
  writeFile(cwd, '.tickscope/run-20261123-140210-3fa9/4711-c0ffee00.tks', recordText([sampleSegment()]));
  writeFile(cwd, 'budgets.cjs', 'module.exports = { budgets: { memory: 1 + "GB" } };');
  const { code, stdout } = await tickscope(['check'], { cwd, env: { TICKSCOPE_CONFIG: 'budgets.cjs' } });
  expect([code, stdout]).toEqual([0, expect.stringContaining('Passed: 1 of 1 budget kept; bot.js, 3 ticks.')]);
});

it('writes what CI servers read', async () => {
  const junit = await check(
    RELATIVE,
    'worse.json',
    '--baseline',
    'main.json',
    '--format',
    'junit',
    '--output',
    'check.xml',
  );
  expect(junit).toMatchObject({ code: 1, stdout: '' });
  expect(readFileSync(join(cwd, 'check.xml'), 'utf8')).toMatch(/<testsuites name="tickscope" tests="3" failures="3"/);
  const github = await check(RELATIVE, 'worse.json', '--baseline', 'main.json', '--format', 'github');
  expect(github.stdout).toMatch(/^::error title=tick p95%3A fail::3 ms, at most 1\.04 ms/);
  const json = await check(RELATIVE, 'worse.json', '--baseline', 'main.json', '--format', 'json');
  expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'tickscope.check/1', status: 'fail' });
});

describe('--on-fail', () => {
  const mark = ['--on-fail', 'echo rolled back | tee rolled-back'];
  const isMarked = (): boolean => {
    const marked = existsSync(join(cwd, 'rolled-back'));
    rmSync(join(cwd, 'rolled-back'), { force: true });
    return marked;
  };

  it('is run where a budget is not kept, and prints on stderr', async () => {
    const { code, stdout, stderr } = await check({ tickP95: '1ms' }, 'worse.json', ...mark);
    expect([code, isMarked(), stderr]).toEqual([1, true, 'rolled back\n']);
    expect(stdout).not.toContain('rolled back');
  });

  it('is not run where all are kept, or could not be judged', async () => {
    expect((await check({ tickP95: '1ms' }, 'main.json', ...mark)).code).toBe(0);
    expect((await check({ tickP95: '1us' }, 'noisy.json', ...mark)).code).toBe(3);
    expect(isMarked()).toBe(false);
  });

  it('that fails itself is said, and the check has failed all the same', async () => {
    const { code, stderr } = await check({ tickP95: '1ms' }, 'worse.json', '--on-fail', 'exit 9');
    expect([code, stderr]).toEqual([1, 'tickscope: --on-fail exit 9 did not succeed (exit code 9).\n']);
  });
});

it.each<[string, unknown, string[], number, RegExp]>([
  ['no file', undefined, ['main.json'], 2, /^tickscope: no tickscope\.config\.\* is here, so there are no budgets\./],
  ['no budgets', {}, ['main.json'], 2, /^tickscope: tickscope\.config\.json has no budgets\./],
  [
    'a budget that is none',
    { tickP95: 'fast', memory: '1GB' },
    ['main.json'],
    2,
    /budgets\[tickP95\] "fast" is no budget/,
  ],
  [
    'an unknown finding',
    { findings: ['held-lop'] },
    ['main.json'],
    2,
    /there is no such finding\. Did you mean held-loop\?/,
  ],
  [
    'no baseline',
    { tickP95: '+12.5%' },
    ['main.json'],
    2,
    /the budget "\+12\.5%" of tickP95 is relative to a baseline/,
  ],
  [
    'another program',
    { tickP95: '+10%' },
    ['main.json', '--baseline', 'other.json'],
    3,
    /other\.json is of another program: other\.js/,
  ],
  [
    'a report to cut',
    { tickP95: '1ms' },
    ['main.json', '--last', '10m'],
    2,
    /--last 10m is for a record, and main\.json is a report/,
  ],
  ['no report', { tickP95: '1ms' }, ['none.json'], 3, /^tickscope: none\.json does not exist\./],
])('does not pass with %s', async (_, budgets, args, exitCode, message) => {
  const { code, stdout, stderr } = await check(budgets, ...args);
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
  expect(stderr).toMatch(message);
});
