// A program under the preload that a test speaks with while it runs, on its stdin and stdout.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Report } from '../../src/model/report/report.js';
import { tickscope } from '../cli/tickscope.js';
import { cleanEnvironment, fixture, REGISTER } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

export interface ProgramOptions {
  readonly args?: readonly string[];
  readonly nodeArguments?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export class LiveProgram {
  /** Its working directory, with its record. */
  readonly folder: string = temporaryFolder();
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #wake: () => void = () => undefined;

  constructor(program: string, { args = [], nodeArguments = [], environment }: ProgramOptions) {
    const command = [...nodeArguments, '--require', REGISTER, fixture(program), ...args];
    const child = spawn(process.execPath, command, {
      cwd: this.folder,
      env: cleanEnvironment(environment),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#wake();
    });
    this.#ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve(code);
        this.#wake();
      });
    });
  }

  /** How long it could have run and another program did, since its start; 0 where the system does not tell. */
  get starvedMillis(): number {
    try {
      const [, waited = '0'] = readFileSync(`/proc/${this.#child.pid}/schedstat`, 'utf8').split(' ');
      return Number(waited) / 1e6;
    } catch {
      return 0;
    }
  }

  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** @returns when what it has written is so */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) throw new Error(`it has ended: ${this.stderr}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Ends its input. @returns its exit code */
  end(): Promise<number | null> {
    this.#child.stdin?.end();
    return this.#ended;
  }

  /** For a test that has failed half-way. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** What `tickscope report` says of its record, or of what else is asked for. */
  async report(...args: readonly string[]): Promise<Report> {
    const { stdout, stderr } = await tickscope(['report', '--format', 'json', ...args], { cwd: this.folder });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Report;
  }
}

/** Programs of the tests of a file: what still runs at its end is killed. */
export function livePrograms(): { start(program: string, options: ProgramOptions): LiveProgram } {
  const started: LiveProgram[] = [];
  afterAll(() => {
    for (const program of started) program.kill();
  });
  return {
    start(program, options) {
      const live = new LiveProgram(program, options);
      started.push(live);
      return live;
    },
  };
}
