// Runs a fixture bare and under the preload: same output and exit code; the last line it prints is what it counted itself.

import path from 'node:path';
import { fixture, type Recorded, runBare, runRecorded, type RunOptions } from '../support/programs.js';

export interface CountedRun extends Recorded {
  readonly counts: Readonly<Record<string, number>>;
}

export async function runCounted(name: string, options: RunOptions = {}): Promise<CountedRun> {
  const program = [path.isAbsolute(name) ? name : fixture(`ticks/${name}`)];
  const [bare, recorded] = await Promise.all([runBare(program, options), runRecorded(program, options)]);
  expect(withoutPid(bare.stderr)).toBe(withoutPid(recorded.stderr));
  expect([recorded.stdout, recorded.code]).toEqual([bare.stdout, bare.code]);
  const counts = JSON.parse(bare.stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, number>;
  return { ...recorded, counts };
}

function withoutPid(stderr: string): string {
  return stderr.replaceAll(/^\(node:\d+\)/gm, '(node)');
}
