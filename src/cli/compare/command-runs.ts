// Runs two commands in turns, each under the preload, and takes the report of every run.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../analysis/statistics/seeded-random.js';
import type { Report } from '../../model/report/report.js';
import { errorCode, UnusableSourceError } from '../../model/unusable-source-error.js';
import { holdsRecord } from '../../record-file/run-folder.js';
import { UsageError } from '../exit-codes.js';
import { readReport } from '../read-report.js';
import { childEnvironment, REGISTER } from '../run/child-environment.js';

export interface CommandRuns {
  readonly before: string;
  readonly after: string;
  readonly pairs: number;
  /** Decides which of the two is first. */
  readonly seed: number;
  /** A file that every run gets on stdin. */
  readonly input: string | undefined;
  /** Called before each pair. */
  readonly onPair: (pair: number) => void;
}

interface ReportedRuns {
  readonly before: Report[];
  readonly after: Report[];
}

/** What a shell ends with where there is no such command. */
const NOT_FOUND = 127;
/** Of what a command wrote on stderr, so much of its end is shown when it fails. */
const SHOWN_CHARACTERS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The order within two pairs is turned round, so that neither side is first more often; which is first in them is chance.
 *
 * @returns the reports of the pairs, in their order
 * @throws UsageError where a command or the input is not there; UnusableSourceError where a run fails or leaves no record
 */
export async function runInPairs({ before, after, pairs, seed, input, onPair }: CommandRuns): Promise<ReportedRuns> {
  const folder = mkdtempSync(join(tmpdir(), 'tickscope-compare-'));
  const runner = new Runner(folder, input);
  const reports: ReportedRuns = { before: [], after: [] };
  const random = seededRandom(seed);
  let beforeFirst = true;
  try {
    for (let pair = 0; pair < pairs; pair++) {
      onPair(pair);
      beforeFirst = pair % 2 === 0 ? random() < 0.5 : !beforeFirst;
      const sides = [
        { command: before, side: reports.before },
        { command: after, side: reports.after },
      ];
      for (const { command, side } of beforeFirst ? sides : sides.toReversed())
        side.push(await runner.run(command, pair));
    }
  } finally {
    runner.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return reports;
}

class Runner {
  readonly #folder: string;
  readonly #input: string | undefined;
  #count = 0;
  #child: ChildProcess | undefined;
  /** We were told to end. */
  #signal: NodeJS.Signals | undefined;

  constructor(folder: string, input: string | undefined) {
    this.#folder = folder;
    this.#input = input;
    for (const signal of SIGNALS) process.on(signal, this.#interrupt);
  }

  async run(command: string, pair: number): Promise<Report> {
    const runFolder = join(this.#folder, `run-${this.#count++}`);
    const stdin = this.#input === undefined ? 'ignore' : openInput(this.#input);
    let ended: Ended;
    try {
      // A group of its own: with the shell, what it started ends too.
      this.#child = spawn(command, {
        shell: true,
        detached: process.platform !== 'win32',
        stdio: [stdin, 'ignore', 'pipe'],
        env: childEnvironment(process.env, { register: REGISTER, runFolder }),
      });
      ended = await endOf(this.#child);
    } finally {
      if (typeof stdin === 'number') closeSync(stdin);
      this.#child = undefined;
    }
    if (this.#signal !== undefined) this.#endBy(this.#signal);
    const where = `${command} (pair ${pair + 1})`;
    if (ended.how !== 'exit code 0') throw failed(command, where, ended);
    if (!holdsRecord(runFolder)) {
      throw new UnusableSourceError(
        `${where} left no record: it is no Node.js program, or TICKSCOPE_DISABLED or OTEL_SDK_DISABLED is set.`,
      );
    }
    const report = readReport('compare', [runFolder], undefined);
    rmSync(runFolder, { recursive: true, force: true });
    return report;
  }

  end(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.#interrupt);
  }

  /** What runs is asked to end, and made to where it was asked before. When it has, `run` ends us. */
  readonly #interrupt = (signal: NodeJS.Signals): void => {
    const how = this.#signal === undefined ? 'SIGTERM' : 'SIGKILL';
    this.#signal = signal;
    const pid = this.#child?.pid;
    try {
      if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, how);
    } catch {
      // It has just ended by itself.
    }
  };

  #endBy(signal: NodeJS.Signals): never {
    rmSync(this.#folder, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  }
}

interface Ended {
  /** `exit code 3`, `SIGKILL`. */
  readonly how: string;
  readonly stderr: string;
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-SHOWN_CHARACTERS);
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(new UsageError(`the commands of --run cannot be started (${errorCode(error)}).`)),
    );
    child.on('close', (code, signal) => resolve({ how: signal ?? `exit code ${code ?? 0}`, stderr }));
  });
}

function failed(command: string, where: string, { how, stderr }: Ended): Error {
  if (how === `exit code ${NOT_FOUND}`) {
    return new UsageError(
      `--run ${command} was not found. Give the command as you would type it, for example: --run "node bot.js"`,
    );
  }
  const lines = stderr.trimEnd();
  const said = lines === '' ? 'It wrote nothing on stderr.' : `The end of its stderr:\n${lines}`;
  return new UnusableSourceError(`${where} ended with ${how}, so there is nothing to compare. ${said}`);
}

function openInput(input: string): number {
  try {
    return openSync(input, 'r');
  } catch (error) {
    throw new UsageError(
      `--input ${input} cannot be read (${errorCode(error)}). Name a file that every run gets on stdin.`,
    );
  }
}
