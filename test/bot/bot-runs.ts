// Runs of the reference bot: its copies, its database, and its own counts as the independent truth.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, type Recorded, runBare, runRecorded, type Outcome } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const BOT: string = path.join(fixture('../..'), 'examples/bot');

export const COPIES: Readonly<Record<'CommonJS' | 'one file' | 'ES modules' | 'TypeScript', string>> = {
  CommonJS: path.join(BOT, 'bot.js'),
  'one file': path.join(BOT, 'copies/one-file.js'),
  'ES modules': path.join(BOT, 'copies/esm/bot.mjs'),
  TypeScript: path.join(BOT, 'copies/typescript/bot.mts'),
};

/** What the bot's own stopwatch and counters say, written by `--timing`. */
export interface BotLog {
  readonly ticks: number;
  readonly tickNanos: readonly number[];
  readonly habits: Readonly<Record<string, readonly number[]>>;
  readonly databaseBusyNanos: number;
  readonly wallNanos: number;
  readonly counts: {
    readonly ticks: number;
    readonly indicatorCalls: Readonly<Record<string, number>>;
    readonly databaseCalls: Readonly<Record<string, number>>;
    readonly statements: number;
  };
}

export interface BotRun extends Recorded {
  readonly log: BotLog;
}

interface EmbeddedPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** One database for the tests of a file; the bot makes its tables anew in every run. */
export function embeddedDatabase(): { readonly url: string } {
  const { startEmbeddedPostgres } = require('../../scripts/embedded-postgres.js') as {
    startEmbeddedPostgres(): Promise<EmbeddedPostgres>;
  };
  let database: EmbeddedPostgres | undefined;
  beforeAll(async () => {
    database = await startEmbeddedPostgres();
  }, 90_000);
  afterAll(() => database?.stop());
  return {
    get url() {
      return database?.url ?? 'postgres://not-started';
    },
  };
}

/** The copies are made from the CommonJS form, and not checked in. */
export function makeCopiesFirst(): void {
  const { writeCopies } = require('../../examples/bot/make-copies.js') as { writeCopies(): void };
  beforeAll(writeCopies);
}

export function runBotBare(bot: string, databaseUrl: string, flags: readonly string[]): Promise<Outcome> {
  return runBare([bot, ...flags], { environment: { DATABASE_URL: databaseUrl } });
}

/** Runs the bot under the preload, with its own log beside the record. */
export async function runBotRecorded(bot: string, databaseUrl: string, flags: readonly string[]): Promise<BotRun> {
  const timing = path.join(temporaryFolder(), 'timing.json');
  const recorded = await runRecorded([bot, ...flags, '--timing', timing], {
    environment: { DATABASE_URL: databaseUrl },
  });
  if (recorded.code !== 0) throw new Error(`the bot ended with code ${recorded.code}: ${recorded.stderr}`);
  return { ...recorded, log: JSON.parse(readFileSync(timing, 'utf8')) as BotLog };
}
