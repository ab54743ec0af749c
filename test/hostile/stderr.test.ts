// Whatever becomes of stderr, and however much Tickscope has to say: the program is unharmed.

import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fixture, type Outcome, REGISTER, run, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(30_000);

const PROGRAM = fixture('hostile/writes-to-stderr.js');
/** Two things to say in each run: an error with its stack, and a setting that is no number. */
const TALKATIVE = {
  NODE_DEBUG: 'tickscope',
  TICKSCOPE_DIR: '/dev/null/no-folder',
  TICKSCOPE_TICK_BUDGET: 'soon',
};

interface End {
  readonly stdout: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Runs the program under the preload with `stderr` for its stderr. */
async function end(stderr: number | 'pipe', lines: number, environment: Record<string, string>): Promise<End> {
  const child = spawn(process.execPath, ['--require', REGISTER, PROGRAM, String(lines)], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', stderr],
  });
  // A reader that is gone before the program starts.
  child.stderr?.destroy();
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return await new Promise((resolve) => child.on('close', (code, signal) => resolve({ stdout, code, signal })));
}

const UNHARMED: End = { stdout: '20 handled\n', code: 3, signal: null };

const runTalkative = (lines: string): Promise<Outcome> =>
  run([process.execPath, '--require', REGISTER, PROGRAM, lines], { environment: TALKATIVE });

describe('NODE_DEBUG=tickscope', () => {
  it('says what was patched, and the stack of an error that is not thrown', async () => {
    const { stderr } = await runTalkative('0');
    expect(stderr).toMatch(/^TICKSCOPE \d+: patched package technicalindicators 3\.1\.0 \(.*\.js\)$/m);
    expect(stderr).toMatch(/^TICKSCOPE \d+: \S*writes-to-stderr\.js: 1 functions or loops instrumented$/m);
    expect(stderr).toMatch(/^TICKSCOPE \d+: no record is kept\nError: ENOTDIR.*\n(?: {4}at .*\n)* {4}at keepRecord /m);
    expect(stderr).toMatch(/^tickscope: cannot keep a record in \/dev\/null\/no-folder/m);
  });

  it('says what was refused and why', async () => {
    const { stderr } = await runBare([fixture('hostile/sources/syntax-error.js')], {
      nodeArguments: ['--require', REGISTER],
      environment: TALKATIVE,
    });
    expect(stderr).toMatch(
      /^TICKSCOPE \d+: \S*syntax-error\.js cannot be parsed as a script\nSyntaxError: .*\n {4}at /m,
    );
    expect(stderr).toMatch(/^TICKSCOPE \d+: not seen: \S*syntax-error\.js: could not be read: /m);
  });

  it('says nothing where it is not set, or set for something else', async () => {
    const environment = { NODE_DEBUG: 'cluster' };
    const { stderr } = await runRecorded([PROGRAM, '0'], { environment });
    expect(stderr).toBe('');
  });

  it('leaves the lines of the program whole and in their order', async () => {
    const [bare, recorded] = await Promise.all([runBare([PROGRAM, '20']), runTalkative('20')]);
    expect(bare.stderr.split('\n')).toHaveLength(21);
    expect(recorded.stderr.match(/^line \d+ of the program\n/gm)?.join('')).toBe(bare.stderr);
    expect([recorded.stdout, recorded.code]).toEqual([bare.stdout, bare.code]);
  });
});

describe.each([
  ['with NODE_DEBUG=tickscope', TALKATIVE],
  ['with a warning to write', { ...TALKATIVE, NODE_DEBUG: '' }],
])('%s, a program', (_what, environment) => {
  it('ends as before where nobody reads its stderr any more', async () => {
    expect(await end('pipe', 0, environment)).toEqual(UNHARMED);
  });

  it('ends as before where its stderr is closed', async () => {
    const command = 'exec "$0" "$@" 2>&-';
    const words = ['sh', '-c', command, process.execPath, '--require', REGISTER, PROGRAM, '20'];
    expect(await run(words, { environment })).toEqual({ ...UNHARMED, stderr: '' });
  });

  it('ends as before where its stderr is full and is not read', async () => {
    const pipe = path.join(temporaryFolder(), 'stderr');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const filler = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    expect(() => {
      for (;;) writeSync(filler, 'x'.repeat(4_096));
    }).toThrow('EAGAIN');
    // The program gets one that waits for room, as a shell gives it.
    const stderr = openSync(pipe, constants.O_WRONLY);
    expect(await end(stderr, 0, environment)).toEqual(UNHARMED);
    for (const file of [reader, filler, stderr]) closeSync(file);
  });
});
