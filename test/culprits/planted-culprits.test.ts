// One culprit in each program, which makes most of the slow responses by the program's own stopwatch: the verdict has to name it, as
// its owner would.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { VerdictKind } from '../../src/model/report/report.js';
import { fixture, type Recorded, runRecorded, type RunOptions } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(120_000);

/** At least so much of the slow responses has to be the culprit's, by the program's account, for the report to be judged. */
const PLANTED_SHARE = 0.4;
/** On a machine that does other work too, the account may blame that. */
const TRIES = 3;

interface Account {
  readonly ticks: number;
  readonly shares: { readonly culprit: number };
}

interface Planted {
  readonly kind: VerdictKind;
  /** How its owner calls it. */
  readonly name: string;
  /** Whether the line that is marked in the program has to be in the verdict; not for what stands in no line of the program. */
  readonly hasPlace: boolean;
  readonly nodeArguments?: readonly string[];
}

const inCode = (kind: VerdictKind, name: string): Planted => ({ kind, name, hasPlace: true });
const elsewhere = (kind: VerdictKind, name: string): Planted => ({ kind, name, hasPlace: false });

const PROGRAMS: Readonly<Record<string, Planted>> = {
  'cpu.js': inCode('takes-long', 'priceLadder'),
  'json.js': inCode('takes-long', 'copyBook'),
  'hmac.js': inCode('takes-long', 'sign'),
  'regular-expression.js': inCode('takes-long', 'isValidComment'),
  'synchronous-file.js': inCode('takes-long', 'fs.writeFileSync'),
  'full-pipe.js': inCode('takes-long', 'fs.writeSync'),
  'forced-collections.js': { ...elsewhere('takes-long', 'arbage collection'), nodeArguments: ['--expose-gc'] },
  'allocation.js': elsewhere('takes-long', 'arbage collection'),
  'timer-before.js': inCode('starts-late', 'rebalance'),
  'anonymous-timer-before.js': inCode('starts-late', 'imer'),
  'another-tick.js': inCode('starts-late', 'onDepth'),
  // They start late for it, and wait for it in the middle too.
  'timer-during.js': inCode('starts-late', 'rebalance'),
  'slow-query.js': elsewhere('waits', 'SELECT pg_sleep(?), $1::text AS exposure'),
  'n-plus-one.js': elsewhere('waits', 'SELECT $1::int + ? AS size'),
  'race-with-timeout.js': elsewhere('waits', 'SELECT pg_sleep(?), $1::text AS risk'),
  'pool-wait.js': elsewhere('waits', 'pool'),
  'http.js': elsewhere('waits', '/limits/'),
  'dns.js': inCode('waits', 'onTick'),
  'mutex.js': inCode('waits', 'onTick'),
  'lock.mjs': inCode('waits', 'handleTrade'),
  'throttle.js': inCode('waits', 'onTrade'),
  'pbkdf2.js': inCode('waits', 'processTrade'),
  'saturated.js': inCode('cannot-keep-up', 'onTick'),
};

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

let postgres: Server;
beforeAll(async () => {
  const { startPostgres } = require('../../scripts/postgres.js') as { startPostgres(): Promise<Server> };
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

async function planted(program: string, { nodeArguments = [] }: Planted): Promise<Recorded> {
  for (let tries = 1; ; tries++) {
    const account = path.join(temporaryFolder(), 'account.json');
    const options: RunOptions = {
      nodeArguments,
      environment: { ACCOUNT: account, DATABASE_URL: postgres.url, TICKSCOPE_PROFILE: 'true' },
      ...(program === 'full-pipe.js' && { reader: fixture('culprits/slow-reader.js') }),
    };
    const recorded = await runRecorded([fixture(`culprits/${program}`)], options);
    expect([recorded.code, recorded.stderr]).toEqual([0, '']);
    const { ticks, shares } = JSON.parse(readFileSync(account, 'utf8')) as Account;
    expect(recorded.report.ticks.count).toBe(ticks);
    if (shares.culprit >= PLANTED_SHARE) return recorded;
    if (tries === TRIES) throw new Error(`the culprit of ${program} makes ${shares.culprit} of the slow responses`);
  }
}

function markedLine(program: string): number {
  const lines = readFileSync(fixture(`culprits/${program}`), 'utf8').split('\n');
  return lines.findIndex((line) => line.trim() === '// culprit') + 2;
}

it.each(Object.entries(PROGRAMS))('names the culprit of %s', async (program, expected) => {
  const { verdict } = (await planted(program, expected)).report;
  expect(verdict.text).toContain(expected.name);
  const place = expected.hasPlace ? `culprits/${program}:${markedLine(program)}` : expected.name;
  expect(verdict.text).toContain(place);
  expect(verdict.kind).toBe(expected.kind);
});
