// One culprit in each program, which makes most of the slow responses by the program's own stopwatch: the verdict has to name it, as
// its owner would.

import type { VerdictKind } from '../../src/model/report/verdict-report.js';
import { fixture, type RunOptions } from '../support/programs.js';
import { type Account, markedLine, runPlanted, startDatabase, stopDatabase } from './planted-program.js';

jest.setTimeout(120_000);

/** At least so much of the slow responses has to be the culprit's, by the program's account, for the report to be judged. */
const PLANTED_SHARE = 0.4;
/** Slower programs could not keep up, whatever was planted. */
const SATURATED_MILLIS = 250;

interface Planted {
  readonly kind: VerdictKind;
  /** As right where the machine has other work. */
  readonly otherKind?: VerdictKind;
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
  'timer-before.js': inCode('starts-late', 'rebalance'),
  'anonymous-timer-before.js': inCode('starts-late', 'imer'),
  'another-tick.js': inCode('starts-late', 'onDepth'),
  // They start late for it, and wait for it in the middle too: which of the two is more of it is chance.
  'timer-during.js': { ...inCode('starts-late', 'rebalance'), otherKind: 'waits' },
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

beforeAll(startDatabase);
afterAll(stopDatabase);

it.each(Object.entries(PROGRAMS))(
  'names the culprit of %s',
  async (program, { kind, otherKind = kind, ...expected }) => {
    const isAsPlanted = ({ shares, p95Millis }: Account): boolean =>
      (shares['culprit'] as number) >= PLANTED_SHARE && (kind === 'cannot-keep-up' || p95Millis < SATURATED_MILLIS);
    const options: RunOptions = {
      ...(expected.nodeArguments !== undefined && { nodeArguments: expected.nodeArguments }),
      ...(program === 'full-pipe.js' && { reader: fixture('culprits/slow-reader.js') }),
    };
    const { verdict } = (await runPlanted([program], options, isAsPlanted)).recorded.report;
    expect(verdict.text).toContain(expected.name);
    const place = expected.hasPlace ? `culprits/${program}:${markedLine(program, 'culprit')}` : expected.name;
    expect(verdict.text).toContain(place);
    expect([kind, otherKind]).toContain(verdict.kind);
  },
);
