// Starts the built command as a process of its own.

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const MAIN: string = join(__dirname, '../../dist/cli/main.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function tickscope(args: readonly string[], place: Place): Promise<Ended> {
  return ended(start(args, place));
}

/** Nothing of the environment of the tests themselves gets in. */
export function start(args: readonly string[], { cwd, env = {} }: Place): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH: process.env['PATH'], ...env } });
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
