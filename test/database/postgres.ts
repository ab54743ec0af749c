// A real PostgreSQL for the tests of one file, and what its log says of each program that used it.

import { readFileSync } from 'node:fs';
import { fixture, type Outcome, type Recorded, runBare, runRecorded, type RunOptions } from '../support/programs.js';

/** What a program of `test/fixtures/database` says of itself. */
export interface Told {
  /** Statements that it gave to the driver, by their text. */
  readonly counts: Record<string, number>;
  /** Statements whose failure it was told of. */
  readonly failures: Record<string, number>;
  readonly [more: string]: unknown;
}

interface Server {
  readonly url: string;
  readonly log: string;
  stop(): Promise<void>;
}

interface ServerOptions {
  readonly hypopg?: boolean;
}

interface RunOn<Kind extends Outcome> {
  readonly outcome: Kind;
  readonly told: Told;
  /** Statements that the server began to execute, by their text. */
  readonly executed: Record<string, number>;
  /** Connections that the server has let in. */
  readonly connections: number;
}

export class Postgres {
  readonly #server: Server;
  #runs = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(options: ServerOptions = {}): Promise<Postgres> {
    const { startPostgres } = require('../../scripts/postgres.js') as {
      startPostgres(options: ServerOptions): Promise<Server>;
    };
    return new Postgres(await startPostgres(options));
  }

  get url(): string {
    return this.#server.url;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  bare(name: string, options?: RunOptions): Promise<RunOn<Outcome>> {
    return this.#run(runBare, name, options);
  }

  recorded(name: string, options?: RunOptions): Promise<RunOn<Recorded>> {
    return this.#run(runRecorded, name, options);
  }

  async #run<Kind extends Outcome>(
    run: (program: readonly string[], options: RunOptions) => Promise<Kind>,
    name: string,
    options: RunOptions = {},
  ): Promise<RunOn<Kind>> {
    const application = `run ${++this.#runs}`;
    const environment = { ...options.environment, DATABASE_URL: this.#server.url, APPLICATION_NAME: application };
    const outcome = await run([fixture(`database/${name}`)], { ...options, environment });
    const line = outcome.stdout.trimEnd().split('\n').at(-1) ?? '';
    if (!line.startsWith('{')) throw new Error(`${name} did not come to its end:\n${outcome.stdout}${outcome.stderr}`);
    return { outcome, told: JSON.parse(line) as Told, ...this.#log(application) };
  }

  /** What the server was given by an application, in order. */
  logged(application: string): string[] {
    const begins = new RegExp(`^<${application}> LOG:  (?:statement|execute \\S.*?): (?<text>.*)$`, 'gm');
    return [...readFileSync(this.#server.log, 'utf8').matchAll(begins)].map(({ groups }) => groups?.['text'] ?? '');
  }

  #log(application: string): { executed: Record<string, number>; connections: number } {
    const log = readFileSync(this.#server.log, 'utf8');
    const executed: Record<string, number> = {};
    // A portal that is read on is no new statement: `execute fetch from`.
    const begins = new RegExp(
      `^<${application}> LOG:  (?:statement|execute (?!fetch from )\\S.*?): (?<text>.*)$`,
      'gm',
    );
    for (const { groups } of log.matchAll(begins)) {
      const text = groups?.['text'] ?? '';
      executed[text] = (executed[text] ?? 0) + 1;
    }
    const lines = log.split('\n').filter((line) => line.includes(` connection authorized: `));
    return { executed, connections: lines.filter((line) => line.includes(`application_name=${application}`)).length };
  }
}

/** Statements by the name that a report gives them: numbers are values. None of these has another value in its text. */
export function asReported(counts: Record<string, number>): Record<string, number> {
  const reported: Record<string, number> = {};
  for (const [text, count] of Object.entries(counts)) {
    const name = text === '' ? 'pg.query' : text.replaceAll(/(?<![$\w])\d+/g, '?');
    reported[name] = (reported[name] ?? 0) + count;
  }
  return reported;
}

/** Without those that never reach the server. */
export function without(counts: Record<string, number>, texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([text]) => !texts.includes(text)));
}
