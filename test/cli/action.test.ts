// action.yml: its form, and its steps as a runner carries them out. Expressions are put in by the test, as the runner does it.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { recordText, writeFile } from '../record-file/record-files.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { MAIN } from './tickscope.js';

interface Step {
  readonly id?: string;
  readonly shell: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  readonly 'working-directory': string;
}

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readFileSync(path.join(__dirname, '../../action.yml'), 'utf8');
const action = parse(text) as Action;
const INPUT = /\$\{\{ inputs\.([\w-]+) \}\}/g;

describe('its form', () => {
  it('is that of a composite action', () => {
    expect(Object.keys(action)).toEqual(['name', 'description', 'inputs', 'outputs', 'runs']);
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps) {
      expect(Object.keys(step).toSorted()).toEqual(['env', 'id', 'run', 'shell', 'working-directory']);
      expect(step.shell).toBe('bash');
    }
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      expect(description).toMatch(/\.$/);
  });

  it('uses each input, and no other, and none of them in a script', () => {
    const used = [...text.matchAll(INPUT)].map(([, name]) => name ?? '');
    expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
    expect(action.runs.steps.filter(({ run }) => run.includes('${{'))).toEqual([]);
  });

  it('has outputs of steps that there are', () => {
    const ids = action.runs.steps.map(({ id }) => id);
    for (const [name, { value }] of Object.entries(action.outputs)) {
      const [, id, output] = /^\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      expect(ids).toContain(id);
      expect(output).toBe(name);
    }
  });
});

interface Job {
  readonly code: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: string;
}

const folder = temporaryFolder();
let jobs = 0;

/** A package with a command `tickscope`. @param bin absent: the built one */
function project(bin?: string): string {
  const where = path.join(folder, `job ${++jobs}`);
  mkdirSync(path.join(where, 'node_modules/.bin'), { recursive: true });
  writeFileSync(path.join(where, 'package.json'), '{ "name": "bot", "private": true }');
  const command = path.join(where, 'node_modules/.bin/tickscope');
  if (bin === undefined) symlinkSync(MAIN, command);
  else {
    writeFileSync(command, bin);
    chmodSync(command, 0o755);
  }
  return where;
}

/** @param inputs others have their defaults */
function runIn(where: string, inputs: Readonly<Record<string, string>> = {}): Job {
  const put = (value: string): string =>
    value.replaceAll(INPUT, (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? '');
  const [summary, outputs] = ['summary.md', 'outputs'].map((name) => path.join(where, name)) as [string, string];
  for (const file of [summary, outputs]) writeFileSync(file, '');
  const [step] = action.runs.steps as [Step];
  const script = path.join(where, 'step.sh');
  writeFileSync(script, step.run);
  const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, put(value)]));
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd: path.resolve(where, put(step['working-directory'])),
    env: { PATH: process.env['PATH'], HOME: where, ...env, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs },
    encoding: 'utf8',
  });
  return {
    code: status,
    log: stdout + stderr,
    summary: readFileSync(summary, 'utf8'),
    outputs: readFileSync(outputs, 'utf8'),
  };
}

describe('its step', () => {
  it('writes the report of the newest run into the summary', () => {
    const where = project();
    writeFile(where, '.tickscope/run-20261123-150000-0000/4711-c0ffee00.tks', recordText([sampleSegment()]));
    const { code, log, summary, outputs } = runIn(where, { command: 'report' });
    expect([code, outputs]).toEqual([0, 'exit-code=0\n']);
    expect(summary).toMatch(/^### tickscope report\n\n {4}bot\.js\n/);
    expect(summary).toContain('    What makes slow ticks slow\n');
    expect(log).toContain('\nWhat makes slow ticks slow\n');
  });

  it('takes records by name, one a line, and another folder', () => {
    const where = project();
    mkdirSync(path.join(where, 'bot'));
    const inputs = { command: 'report', 'working-directory': 'bot', record: 'a b.tks\n../c.tks\n' };
    writeFile(where, 'bot/a b.tks', recordText([sampleSegment()]));
    writeFile(where, 'c.tks', recordText([{ ...sampleSegment(), number: 7 }]));
    const { code, summary } = runIn(where, inputs);
    expect(code).toBe(0);
    expect(summary).toContain('6 ended of 6 started');
  });

  it('ends as the check ended, and says what it said', () => {
    const where = project(
      '#!/bin/sh\necho "$@"\n[ "$1" = check ] || exit 0\necho "p95  2.40 ms  < 1 ms  fail"\nexit 1\n',
    );
    const { code, log, summary, outputs } = runIn(where);
    expect([code, outputs]).toEqual([1, 'exit-code=1\n']);
    expect(summary).toBe('### tickscope check\n\n    check\n    p95  2.40 ms  < 1 ms  fail\n\n');
    expect(log).toContain('p95  2.40 ms  < 1 ms  fail');
  });

  it('takes nothing of what is said for a command, nor for Markdown', () => {
    const where = project('#!/bin/sh\necho "::error::planted"; echo "# <script>"\n');
    const { code, log, summary } = runIn(where);
    expect(code).toBe(0);
    const [, token = ''] = /::stop-commands::([0-9a-f]{32})\n/.exec(log) ?? [];
    expect(log.indexOf('::error::planted')).toBeGreaterThan(log.indexOf(token));
    expect(log.indexOf('::error::planted')).toBeLessThan(log.indexOf(`::${token}::`, log.indexOf(token) + 1));
    expect(summary.split('\n').filter((line) => /^ {0,3}\S/.test(line))).toEqual(['### tickscope check']);
  });

  it('runs nothing of what stands in an input', () => {
    const where = project();
    const { code, log, outputs } = runIn(where, { command: 'report; touch planted' });
    expect([code, outputs]).toEqual([2, 'exit-code=2\n']);
    expect(log).toBe('::error title=Tickscope::The input command has to be check or report.\n');
    const named = runIn(where, { command: 'report', record: '$(touch planted)' });
    expect([named.code, named.outputs]).toEqual([3, 'exit-code=3\n']);
    expect(named.log).toContain('$(touch planted) does not exist.');
  });

  it('says where tickscope is not installed', () => {
    const where = path.join(folder, 'without');
    mkdirSync(where);
    writeFileSync(path.join(where, 'package.json'), '{}');
    const { code, log } = runIn(where);
    expect(code).toBe(2);
    expect(log).toMatch(/^::error title=Tickscope::tickscope is not installed in this folder\./);
  });
});
