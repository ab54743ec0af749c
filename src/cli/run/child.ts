// A program that is run in our place: it gets the terminal and the signals, and its end becomes ours.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { errorCode } from '../../model/unusable-source-error.js';
import { UsageError } from '../exit-codes.js';

export type ChildEnd = ({ readonly code: number } | { readonly signal: NodeJS.Signals }) & {
  /** It was asked to end by the watch of `ChildOptions`. */
  readonly wasAsked: boolean;
  /** A signal to end was passed on to it: somebody has had enough. */
  readonly wasInterrupted: boolean;
};

export interface ChildOptions {
  /** Called when it runs. @returns what is called when it has ended */
  readonly watch?: (askToEnd: () => void) => () => void;
  /** What it prints on stdout goes to stderr. */
  readonly isQuiet?: boolean;
}

/** How long a program that was asked to end may take for it. */
export const GRACE_MILLIS = 5_000;

/** Whoever sends these wants the program to end. */
const ENDING_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** What else would end us and leave the program behind: programs take these as orders to reload, or to write a report. */
const ORDERS: readonly NodeJS.Signals[] = process.platform === 'win32' ? [] : ['SIGUSR1', 'SIGUSR2', 'SIGALRM'];

const SIGNALS = [...ENDING_SIGNALS, ...ORDERS];

/** A terminal sends these to the whole group, the program included; sent on, they would arrive twice. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGHUP', 'SIGQUIT']);

/** @throws UsageError where the program cannot be started */
export function runChild(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { watch, isQuiet = false }: ChildOptions = {},
): Promise<ChildEnd> {
  const onTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  return new Promise((resolve, reject) => {
    // Ours for the rest of our life: until its program has ended, nothing may end us.
    let wasInterrupted = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        wasInterrupted ||= ENDING_SIGNALS.includes(signal);
        if (!(onTerminal && FROM_TERMINAL.has(signal))) child.kill(signal);
      });
    }
    const child = spawn(command, args, { stdio: ['inherit', isQuiet ? 2 : 'inherit', 'inherit'], env: environment });
    let grace: NodeJS.Timeout | undefined;
    const stopWatch = watch?.(() => {
      child.kill('SIGTERM');
      grace ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MILLIS);
    });
    const ended = (): void => {
      stopWatch?.();
      clearTimeout(grace);
    };
    child.on('error', (error) => {
      ended();
      reject(cannotStart(command, error));
    });
    child.on('exit', (code, signal) => {
      ended();
      const how = { wasAsked: grace !== undefined, wasInterrupted };
      resolve(signal === null ? { code: code ?? 0, ...how } : { signal, ...how });
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
