// Runs a program that has its culprits planted and keeps an account of them, on PostgreSQL, until the account is as it was meant to be.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, type Recorded, runRecorded, type RunOptions } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import type { OwnNotes } from './own-account.js';

/** What the program itself says: `test/fixtures/culprits/market.js`. */
export interface Account {
  readonly ticks: number;
  /** Of the response times, waits included. */
  readonly p95Millis: number;
  /** By name, of the slow responses: the part in which it was at work. */
  readonly shares: Readonly<Record<string, number>>;
  /** Of programs with two culprits. */
  readonly notes?: OwnNotes;
}

export interface PlantedRun {
  readonly recorded: Recorded;
  readonly account: Account;
}

/** On a machine that does other work too, the account may blame that. */
const TRIES = 3;

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

let postgres: Server;
export async function startDatabase(): Promise<void> {
  const { startPostgres } = require('../../scripts/postgres.js') as { startPostgres(): Promise<Server> };
  postgres = await startPostgres();
}

export async function stopDatabase(): Promise<void> {
  await postgres?.stop();
}

/**
 * @param program below `test/fixtures/culprits`, and its arguments
 * @param isAsPlanted whether the account is what was planted; told how many ticks are slow to the report
 * @throws Error where it is not, three times in a row
 */
export async function runPlanted(
  [program, ...programArguments]: readonly string[],
  options: RunOptions,
  isAsPlanted: (account: Account, slowTicks: number) => boolean,
): Promise<PlantedRun> {
  for (let tries = 1; ; tries++) {
    const file = path.join(temporaryFolder(), 'account.json');
    const environment = { ACCOUNT: file, DATABASE_URL: postgres.url, TICKSCOPE_PROFILE: 'true' };
    const recorded = await runRecorded([fixture(`culprits/${program}`), ...programArguments], {
      ...options,
      environment,
    });
    expect([recorded.code, recorded.stderr]).toEqual([0, '']);
    const account = JSON.parse(readFileSync(file, 'utf8')) as Account;
    expect(recorded.report.ticks.count).toBe(account.ticks);
    if (isAsPlanted(account, recorded.report.ranking[0]?.slowTicks ?? 0)) return { recorded, account };
    if (tries === TRIES)
      throw new Error(
        `The machine is too busy for ${program}: ${JSON.stringify({ ...account, notes: account.notes?.queuedShare })}`,
      );
  }
}

/** @returns the line of a program that follows `// mark` */
export function markedLine(program: string, mark: string): number {
  const lines = readFileSync(fixture(`culprits/${program}`), 'utf8').split('\n');
  return lines.findIndex((line) => line.trim() === `// ${mark}`) + 2;
}
