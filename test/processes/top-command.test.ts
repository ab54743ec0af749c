// `tickscope top` on a terminal of 80 times 24 cells, and without one.

import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from '@xterm/headless';
import { encodeSegment } from '../../src/record-file/encode.js';
import type { ProcessInfo, StoredSegment } from '../../src/model/record/record-segment.js';
import { MAIN, tickscope } from '../cli/tickscope.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { BOT, sampleSegment, START } from '../record-file/sample-segments.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const COLUMNS = 80;
const ROWS = 24;
const WORKER: ProcessInfo = { ...BOT, id: '4712-c0ffee00', pid: 4712, name: 'worker.js' };

let runs = 0;
const folder = temporaryFolder();
const opened = new Set<Pty>();

// One that a failed test has left, stopped perhaps, would keep jest from ending.
afterEach(() => {
  for (const pty of opened) pty.hangUp();
  opened.clear();
});

/** Ten seconds of a process, the first of its record. */
function part(process: ProcessInfo, number: number, more: Partial<StoredSegment> = {}): StoredSegment {
  return { ...sampleSegment({ process, atUnixMillis: START + number * 10_000, final: false }), number, ...more };
}

/** @returns the folder of a run of two processes */
function newRun(more: Partial<StoredSegment> = {}): string {
  const run = path.join(folder, `run-${++runs}`);
  writeFile(run, '4711-c0ffee00.tks', recordText([part(BOT, 0, more)]));
  writeFile(run, '4712-c0ffee00.tks', recordText([part(WORKER, 0, more)]).replace('4711-c0ffee00', WORKER.id));
  return run;
}

/** A pseudo-terminal with `tickscope top` in it, and what stands on it. */
class Pty {
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #terminal = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  readonly #closed: Promise<unknown>;
  #waiting: (() => void) | undefined;

  /** @param preload a module that the command loads first */
  constructor(args: readonly string[], preload = '') {
    this.#folder = path.join(folder, `pty-${++runs}`);
    mkdirSync(this.#folder);
    writeFileSync(path.join(this.#folder, 'preload.cjs'), preload);
    // The shell becomes the command, so that the number is known to signal it by.
    const command = `
      stty cols ${COLUMNS} rows ${ROWS}; stty -g > before
      sh -c 'echo $$ > pid; exec "$0" "$@"' "$NODE" --require ./preload.cjs "$MAIN" top --refresh 50ms ${args.map((arg) => `'${arg}'`).join(' ')}
      echo "ended with $?"; stty -g > after`;
    this.#child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
      cwd: this.#folder,
      env: { PATH: process.env['PATH'], TERM: 'xterm', SHELL: '/bin/sh', NODE: process.execPath, MAIN },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#closed = new Promise((resolve) => this.#child.on('close', resolve));
    opened.add(this);
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#terminal.write(chunk, () => this.#waiting?.()));
  }

  get lines(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: ROWS },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  get screen(): string {
    return this.lines.join('\n');
  }

  /** On which the program draws; `normal` is that of the shell. */
  get page(): 'normal' | 'alternate' {
    return this.#terminal.buffer.active.type;
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  get #pid(): number {
    return Number(readFileSync(path.join(this.#folder, 'pid'), 'utf8'));
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.#pid, name);
  }

  /** Until the command is stopped: it gives the terminal back just before. */
  async stops(): Promise<void> {
    // The name, in brackets, may have spaces.
    const isStopped = (): boolean => /\) T [^)]*$/.test(readFileSync(`/proc/${this.#pid}/stat`, 'utf8'));
    while (!isStopped()) await new Promise((resolve) => setImmediate(resolve));
  }

  /** The system ends what runs in a terminal that is gone, and continues it for that. */
  hangUp(): void {
    this.#child.kill('SIGKILL');
  }

  /** Until it stands there. */
  async shows(what: (pty: this) => boolean): Promise<void> {
    while (!what(this)) await new Promise<void>((resolve) => (this.#waiting = resolve));
  }

  showsText(text: string): Promise<void> {
    return this.shows(({ screen }) => screen.includes(text));
  }

  /** @returns what the terminal was set to before, and is after */
  async ends(): Promise<{ readonly before: string; readonly after: string }> {
    await this.showsText('ended with');
    this.#child.stdin?.end();
    await this.#closed;
    const read = (name: string): string => readFileSync(path.join(this.#folder, name), 'utf8');
    return { before: read('before'), after: read('after') };
  }
}

describe('on a terminal', () => {
  it('shows budget, times, resources, ranking and processes, and nothing beyond the page', async () => {
    const pty = new Pty([newRun()]);
    await pty.showsText('q quit');
    expect(pty.page).toBe('alternate');
    expect(pty.lines[0]).toMatch(/^bot\.js, worker\.js {2}ticks to 2026-11-23 14:02:10 UTC {2}run-\d+$/);
    expect(pty.screen).toMatch(/^0\.60 ticks\/s {2}p50 60\d µs {2}p95 2\.40 ms {2}p99 2\.40 ms {2}longest 2\.40 ms$/m);
    expect(pty.screen).toMatch(/memory 168 MB {2}CPU \d/);
    expect(pty.screen).toContain('What makes slow ticks slow, by share');
    expect(pty.screen).toMatch(/indicator {2}EMA\.calculate/);
    expect(pty.screen).toContain('2 processes');
    expect(pty.screen).toMatch(/bot\.js \(pid 4711\) +0\.30/);
    expect(pty.lines.findLast((line) => line !== '')).toBe('q quit   up, down process   tab order');
    pty.press('q');
    await pty.ends();
  });

  it('follows what is written, in every process', async () => {
    const run = newRun();
    const pty = new Pty([run]);
    await pty.showsText('ticks to 2026-11-23 14:02:10 UTC');
    appendFileSync(path.join(run, '4711-c0ffee00.tks'), [...encodeSegment(part(BOT, 1))].join(''));
    await pty.showsText('ticks to 2026-11-23 14:02:20 UTC');
    // A process that has started since.
    const late: ProcessInfo = { ...BOT, id: '4713-c0ffee00', pid: 4713, name: 'late.js' };
    writeFile(run, '4713-c0ffee00.tks', recordText([part(late, 0, { final: true })]).replace('4711-c0ffee00', late.id));
    await pty.showsText('late.js (pid 4713), ended');
    expect(pty.screen).toContain('3 processes');
    pty.press('q');
    await pty.ends();
  });

  it('chooses a process and an order by keys', async () => {
    const pty = new Pty([newRun()]);
    await pty.showsText('by share');
    pty.press('\t');
    await pty.showsText('by gain');
    pty.press('\u001b[Z\u001b[Z');
    await pty.showsText('by time');
    pty.press('\u001b[B');
    await pty.shows(({ lines }) => lines[0]?.startsWith('bot.js  ') === true);
    expect(pty.screen).toMatch(/^ {2}> +bot\.js \(pid 4711\)/m);
    expect(pty.screen).toContain('0.30 ticks/s');
    pty.press('\u001b[B');
    await pty.shows(({ lines }) => lines[0]?.startsWith('worker.js  ') === true);
    pty.press('\u001b[B');
    await pty.shows(({ lines }) => lines[0]?.startsWith('bot.js, worker.js  ') === true);
    pty.press('q');
    await pty.ends();
  });
});

/** Throws at the next look, and where nothing of the command catches it. */
const PLANTED = `
  process.on('SIGUSR2', () => { Date.now = () => { throw new Error('planted in a look'); }; });
  process.on('SIGUSR1', () => { throw new Error('planted outside'); });`;

describe('the terminal is given back as it was', () => {
  it.each<[string, (pty: Pty) => void, number, string]>([
    ['after q', (pty) => pty.press('q'), 0, ''],
    ['after Ctrl-C', (pty) => pty.press('\u0003'), 0, ''],
    ['after SIGINT', (pty) => pty.signal('SIGINT'), 130, ''],
    ['after SIGTERM', (pty) => pty.signal('SIGTERM'), 143, ''],
    ['after SIGHUP', (pty) => pty.signal('SIGHUP'), 129, ''],
    ['after SIGQUIT', (pty) => pty.signal('SIGQUIT'), 131, ''],
    ['after an error in a look', (pty) => pty.signal('SIGUSR2'), 70, 'planted in a look'],
    ['after an error elsewhere', (pty) => pty.signal('SIGUSR1'), 1, 'planted outside'],
  ])('%s', async (_what, end, code, said) => {
    const pty = new Pty([newRun()], PLANTED);
    await pty.showsText('q quit');
    end(pty);
    const { before, after } = await pty.ends();
    expect(pty.page).toBe('normal');
    expect(pty.screen).toContain(`ended with ${code}\n`);
    expect(after).toBe(before);
    expect(pty.screen).toContain(said);
  });

  it('while it is suspended, and taken again', async () => {
    const pty = new Pty([newRun()]);
    await pty.showsText('q quit');
    pty.press('\u001a');
    await pty.shows(({ page }) => page === 'normal');
    await pty.stops();
    pty.signal('SIGCONT');
    await pty.shows(({ page, screen }) => page === 'alternate' && screen.includes('q quit'));
    pty.press('q');
    const { before, after } = await pty.ends();
    expect(after).toBe(before);
  });
});

describe('without a terminal', () => {
  it.each([
    ['its processes have ended', { final: true as const }, 0],
    ['nothing was written for long', {}, 3_600],
  ])('prints a page, and ends where %s', async (_what, more, secondsAgo) => {
    const run = newRun(more);
    const at = Date.now() / 1_000 - secondsAgo;
    for (const name of readdirSync(run)) utimesSync(path.join(run, name), at, at);
    const { code, stdout, stderr } = await tickscope(['top', run], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^bot\.js, worker\.js {2}ticks to 2026-11-23 14:02:10 UTC/);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('q quit');
    expect(stdout.endsWith('\n\n')).toBe(true);
  });

  it.each([
    [
      'a duration that is none',
      ['--refresh', 'often', '.'],
      2,
      '--refresh often is not a duration. Use a number and s, m, h or d, for example --refresh 10m.',
    ],
    [
      'a folder that is not there',
      ['missing'],
      3,
      'There is no missing here. Make a record first: tickscope run -- node bot.js',
    ],
    ['a folder without a run', ['empty'], 3, 'empty holds no run. Make a record first: tickscope run -- node bot.js'],
  ])('says what is wrong with %s', async (_what, args, code, message) => {
    mkdirSync(path.join(folder, 'empty'), { recursive: true });
    expect(await tickscope(['top', ...args], { cwd: folder })).toMatchObject({
      code,
      stdout: '',
      stderr: `tickscope: ${message}\n`,
    });
  });
});
