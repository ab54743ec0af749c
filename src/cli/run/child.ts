// A program that is run in our place: it gets the terminal and the signals, and its end becomes ours.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { errorCode } from '../../record-file/unusable-source-error.js';
import { UsageError } from '../exit-codes.js';

export type ChildEnd = ({ readonly code: number } | { readonly signal: NodeJS.Signals }) & {
  /** It was ended because its time was over. */
  readonly isOverdue: boolean;
};

export interface ChildOptions {
  /** After this long it is asked to end. */
  readonly limitMillis?: number;
  /** What it prints on stdout goes to stderr. */
  readonly isQuiet?: boolean;
}

/** How long a program that was asked to end may take for it. */
const GRACE_MILLIS = 5_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal sends these to the whole group, the program included; sent on, they would arrive twice. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGHUP']);

/** @throws UsageError where the program cannot be started */
export function runChild(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { limitMillis, isQuiet = false }: ChildOptions = {},
): Promise<ChildEnd> {
  const onTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  return new Promise((resolve, reject) => {
    // Ours for the rest of our life: until its program has ended, nothing may end us.
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (!(onTerminal && FROM_TERMINAL.has(signal))) child.kill(signal);
      });
    }
    const child = spawn(command, args, { stdio: ['inherit', isQuiet ? 2 : 'inherit', 'inherit'], env: environment });
    const timers: NodeJS.Timeout[] = [];
    let isOverdue = false;
    const end = (): void => {
      isOverdue = true;
      child.kill('SIGTERM');
      timers.push(setTimeout(() => child.kill('SIGKILL'), GRACE_MILLIS));
    };
    if (limitMillis !== undefined) timers.push(setTimeout(end, limitMillis));
    child.on('error', (error) => reject(cannotStart(command, error)));
    child.on('exit', (code, signal) => {
      timers.forEach(clearTimeout);
      resolve(signal === null ? { code: code ?? 0, isOverdue } : { signal, isOverdue });
    });
  });
}

/** Ends this process as the program ended. */
export function endAs(end: ChildEnd): void {
  if ('code' in end) {
    process.exitCode = end.code;
    return;
  }
  const { signal } = end;
  for (const handled of SIGNALS) process.removeAllListeners(handled);
  // Node.js starts its inspector on SIGUSR1 and ignores SIGPIPE: those do not end us, and a shell's number has to do.
  if (signal !== 'SIGUSR1') process.kill(process.pid, signal);
  setImmediate(() => process.exit(128 + constants.signals[signal]));
}

function cannotStart(command: string, error: unknown): UsageError {
  const code = errorCode(error);
  return new UsageError(
    code === 'ENOENT'
      ? `${command} was not found. Give the program as you would type it, for example: tickscope run -- node bot.js`
      : `${command} cannot be started (${code}). Check that the file may be executed, or name its interpreter, for example: tickscope run -- node bot.js`,
  );
}
