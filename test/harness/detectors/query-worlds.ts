// Programs that ask a database: reads and writes in every tick, slow statements, waits for connections, and what only looks like one of these.

import type { Failures, Program, Step } from '../program.js';
import { type Draws, repeated, replaced } from './draws.js';
import type { Scenario, World } from './scenario.js';

export const SELECT = 'query SELECT size FROM positions WHERE symbol = $1';
export const INSERT = 'query INSERT INTO fills (id, size) VALUES ($1, $2)';
export const UPDATE = 'query UPDATE orders SET state = $2 WHERE id = $1';
export const BATCH = 'query INSERT INTO fills SELECT * FROM unnest($1::int[], $2::numeric[])';

/** So far apart that hardly a tick meets another one. */
const APART_NANOS = 60_000_000;

/** A handler with code of its own before and behind. */
export function asking(draws: Draws, body: readonly Step[], everyNanos: number = APART_NANOS): Program {
  return {
    handler: [draws.compute(40, 150), ...body, draws.compute(5, 20)],
    timers: [],
    everyNanos,
    random: false,
  };
}

/** Repaired, the handler waits for none of them. */
function withoutAll(draws: Draws, steps: readonly Step[]): Scenario {
  const program = asking(draws, steps);
  return { program, repaired: replaced(program, steps, []) };
}

export function sometimes(share: number, body: readonly Step[]): Step {
  return { does: 'sometimes', share, body };
}

export const inMethod = (name: string, body: readonly Step[]): Step => ({
  does: 'call',
  operation: `database ${name}`,
  body,
});

export const fails = (share: number): Failures => ({ share, mostAttempts: 12 });

export function readEach(draws: Draws): Step[] {
  return each(draws, SELECT);
}

export function each(draws: Draws, statement: string): Step[] {
  return repeated(draws.whole(6, 25), draws.fetch(statement, 60, 400));
}

export const readsInEveryTick: readonly World[] = [
  ...[SELECT, 'query WITH last AS (SELECT max(at) AS at FROM p) SELECT price FROM p WHERE symbol = $1'].map(
    (statement, place): World => ({
      name: place === 0 ? 'a read' : 'a read behind a common table expression',
      has: true,
      make: (draws) => withoutAll(draws, [draws.fetch(statement, 150, 2_000)]),
    }),
  ),
  {
    name: 'a read in a method that waits for a connection',
    has: true,
    make: (draws) =>
      withoutAll(draws, [
        inMethod('Books.price', [
          draws.compute(10, 80),
          draws.fetch('wait pool', 20, 200),
          draws.fetch(SELECT, 150, 2_000),
        ]),
      ]),
  },
  {
    name: 'two reads of the same table',
    has: true,
    make: (draws) => ({ program: asking(draws, repeated(draws.whole(2, 4), draws.fetch(SELECT, 150, 900))) }),
  },
  {
    name: 'a read in most ticks',
    has: true,
    make: (draws) => ({
      program: asking(draws, [sometimes(draws.between(0.6, 0.95), [draws.fetch(SELECT, 300, 2_000)])]),
    }),
  },
  {
    name: 'a read beside a strategy',
    has: true,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch(SELECT, 300, 1_500),
        draws.call('Momentum.evaluate', 100, draws.between(200, 1_500)),
      ]),
    }),
  },
  {
    name: 'a read in few ticks',
    has: false,
    make: (draws) => ({
      program: asking(draws, [sometimes(draws.between(0.02, 0.35), [draws.fetch(SELECT, 300, 2_000)])]),
    }),
  },
  {
    name: 'a read that takes next to nothing',
    has: false,
    make: (draws) => ({ program: asking(draws, [draws.fetch(SELECT, 1, 15), draws.compute(1_500, 4_000)]) }),
  },
  { name: 'a read of each row', has: false, make: (draws) => ({ program: asking(draws, readEach(draws)) }) },
  { name: 'a write', has: false, make: (draws) => ({ program: asking(draws, [draws.fetch(INSERT, 150, 900)]) }) },
  {
    name: 'a read that takes a lock, a number or a turn',
    has: false,
    make: (draws) => {
      const statement = draws.oneOf([
        'query SELECT size FROM positions WHERE symbol = $1 FOR UPDATE',
        'query SELECT id FROM jobs WHERE state = $1 LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED',
        "query SELECT nextval('orders_id_seq')",
        'query SELECT pg_advisory_xact_lock($1)',
        'query SELECT pg_notify($1, $2)',
      ]);
      return { program: asking(draws, [draws.fetch(statement, 150, 900)]) };
    },
  },
  {
    name: 'a write whose rows are selected',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch('query WITH gone AS (DELETE FROM queue WHERE id = $1 RETURNING *) SELECT * FROM gone', 150, 900),
      ]),
    }),
  },
  {
    name: 'reads at the start',
    has: false,
    make: (draws) => ({
      program: asking(draws, [{ does: 'at first', ticks: 5, body: [draws.fetch(SELECT, 3_000, 20_000)] }]),
    }),
  },
  {
    name: 'a read that nobody waits for',
    has: false,
    make: (draws) => ({ program: asking(draws, [{ does: 'start', body: [draws.fetch(SELECT, 900, 3_000)] }]) }),
  },
];

export const writesInEveryTick: readonly World[] = [
  ...[
    INSERT,
    UPDATE,
    'query DELETE FROM orders WHERE id = ?',
    'query INSERT INTO last (symbol, price) VALUES ($1, $2) ON CONFLICT (symbol) DO UPDATE SET price = $2',
    'query WITH gone AS (DELETE FROM queue WHERE id = $1 RETURNING *) SELECT * FROM gone',
  ].map((statement): World => ({
    name: statement.slice('query '.length, 40),
    has: true,
    make: (draws) => withoutAll(draws, [draws.fetch(statement, 150, 2_000)]),
  })),
  {
    name: 'a write in a method that waits for a connection',
    has: true,
    make: (draws) =>
      withoutAll(draws, [
        inMethod('Journal.add', [
          draws.compute(10, 80),
          draws.fetch('wait pool', 20, 200),
          draws.fetch(INSERT, 150, 2_000),
        ]),
      ]),
  },
  {
    name: 'a row of what was read',
    has: true,
    make: (draws) => ({
      program: asking(draws, [draws.fetch(SELECT, 100, 500), draws.fetch(INSERT, 200, 900)]),
    }),
  },
  {
    name: 'a batch now and then',
    has: false,
    make: (draws) => ({
      program: asking(draws, [sometimes(draws.between(0.02, 0.2), [draws.fetch(BATCH, 400, 3_000)])]),
    }),
  },
  {
    name: 'a write that nobody waits for',
    has: false,
    make: (draws) => ({ program: asking(draws, [{ does: 'start', body: [draws.fetch(INSERT, 900, 3_000)] }]) }),
  },
  {
    name: 'a write that takes next to nothing',
    has: false,
    make: (draws) => ({ program: asking(draws, [draws.fetch(INSERT, 1, 15), draws.compute(1_500, 4_000)]) }),
  },
  { name: 'a write of each row', has: false, make: (draws) => ({ program: asking(draws, each(draws, INSERT)) }) },
  { name: 'a read', has: false, make: (draws) => ({ program: asking(draws, [draws.fetch(SELECT, 150, 900)]) }) },
  {
    name: 'orders, now and then',
    has: false,
    make: (draws) => ({
      program: asking(draws, [sometimes(draws.between(0.05, 0.3), [draws.fetch(INSERT, 300, 1_500)])]),
    }),
  },
  {
    name: 'writes at the start',
    has: false,
    make: (draws) => ({
      program: asking(draws, [{ does: 'at first', ticks: 5, body: [draws.fetch(INSERT, 3_000, 20_000)] }]),
    }),
  },
];

export const slowStatements: readonly World[] = [
  {
    name: 'a slow read in every tick',
    has: true,
    make: (draws) => ({ program: asking(draws, [draws.fetch(SELECT, 12_000, 40_000)], 200_000_000) }),
  },
  {
    name: 'a slow read now and then',
    has: true,
    make: (draws) => ({
      program: asking(draws, [sometimes(draws.between(0.05, 0.4), [draws.fetch(SELECT, 14_000, 60_000)])], 300_000_000),
    }),
  },
  {
    name: 'a slow write',
    has: true,
    make: (draws) => ({ program: asking(draws, [draws.fetch(UPDATE, 12_000, 25_000)], 200_000_000) }),
  },
  {
    name: 'a read that is slow for some values',
    has: true,
    make: (draws) => {
      const slow = draws.between(0.25, 0.5);
      const step = draws.fetch(SELECT, 60_000, 90_000);
      return { program: asking(draws, [sometimes(slow, [step]), draws.fetch(SELECT, 300, 900)], 300_000_000) };
    },
  },
  {
    name: 'a fast one',
    has: false,
    make: (draws) => ({ program: asking(draws, [draws.fetch(SELECT, 300, 7_000)]) }),
  },
  {
    name: 'a fast one that waited once for a lock',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        { does: 'at first', ticks: draws.whole(1, 5), body: [draws.fetch(UPDATE, 2_000_000, 9_000_000)] },
        draws.fetch(UPDATE, 300, 900),
      ]),
    }),
  },
  {
    name: 'a fast one whose answer waits for the loop',
    has: false,
    make: (draws) => ({
      program: asking(
        draws,
        [{ does: 'all', branches: [[draws.fetch(SELECT, 300, 3_000)], [draws.compute(12_000, 30_000)]] }],
        200_000_000,
      ),
    }),
  },
  {
    name: 'many fast ones',
    has: false,
    make: (draws) => ({ program: asking(draws, repeated(draws.whole(10, 20), draws.fetch(SELECT, 300, 2_000))) }),
  },
  {
    name: 'a slow call to the outside',
    has: false,
    make: (draws) => ({
      program: asking(draws, [draws.fetch('external GET api.venue.com /book', 12_000, 90_000)], 300_000_000),
    }),
  },
  {
    name: 'a slow start',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        { does: 'at first', ticks: draws.whole(1, 4), body: [draws.fetch(SELECT, 20_000, 90_000)] },
      ]),
    }),
  },
];

const pooled = (draws: Draws, wait: readonly Step[]): Program =>
  asking(draws, [...wait, draws.fetch(SELECT, 150, 900)]);

export const poolTooSmall: readonly World[] = [
  {
    name: 'each tick waits',
    has: true,
    make: (draws) => {
      const wait = draws.fetch('wait pool', 80, 2_000);
      const program = pooled(draws, [wait]);
      return { program, repaired: replaced(program, [wait], []) };
    },
  },
  {
    name: 'some ticks wait long',
    has: true,
    make: (draws) => ({
      program: pooled(draws, [sometimes(draws.between(0.1, 0.5), [draws.fetch('wait pool', 900, 5_000)])]),
    }),
  },
  {
    name: 'several waits in a tick',
    has: true,
    make: (draws) => ({ program: pooled(draws, repeated(draws.whole(2, 6), draws.fetch('wait pool', 60, 600))) }),
  },
  {
    name: 'late in the run, when there are more symbols',
    has: true,
    make: (draws) => ({
      program: pooled(draws, [
        { does: 'later on', after: draws.whole(200, 400), body: [draws.fetch('wait pool', 300, 2_000)] },
      ]),
    }),
  },
  {
    name: 'each query of a loop waits',
    has: true,
    make: (draws) => ({
      program: asking(
        draws,
        each(draws, SELECT).flatMap((read) => [draws.fetch('wait pool', 20, 300), read]),
      ),
    }),
  },
  {
    name: 'a connection is made at the start',
    has: false,
    make: (draws) => ({
      program: pooled(draws, [
        { does: 'at first', ticks: draws.whole(1, 6), body: [draws.fetch('wait pool', 5_000, 40_000)] },
      ]),
    }),
  },
  {
    name: 'a connection is handed over at once',
    has: false,
    make: (draws) => ({
      program: asking(draws, [draws.fetch('wait pool', 0.5, 2), draws.fetch(SELECT, 900, 3_000)]),
    }),
  },
  { name: 'nobody waits', has: false, make: (draws) => ({ program: pooled(draws, []) }) },
  {
    name: 'the database is slow',
    has: false,
    make: (draws) => ({ program: asking(draws, [draws.fetch(SELECT, 12_000, 40_000)], 200_000_000) }),
  },
  {
    name: 'a few ticks wait a little',
    has: false,
    make: (draws) => ({
      program: asking(draws, [sometimes(0.05, [draws.fetch('wait pool', 5, 40)]), draws.fetch(SELECT, 900, 3_000)]),
    }),
  },
];

const BALANCE = 'query SELECT free FROM balances WHERE symbol = $1';
const LIMITS = 'query SELECT max_size FROM limits';
const CANDLES = 'query SELECT close FROM candles WHERE symbol = $1 ORDER BY at DESC LIMIT 50';

export const sequentialStatements: readonly World[] = [
  {
    name: 'two reads of the same symbol',
    has: true,
    make: (draws) => {
      const [first, second] = [draws.fetch(SELECT, 200, 2_000), draws.fetch(BALANCE, 200, 2_000)];
      const program = asking(draws, [first, second]);
      const together: Step = { does: 'all', branches: [[first], [second]] };
      return { program, repaired: replaced(program, [first, second], [together]) };
    },
  },
  {
    name: 'three reads, one of them of everything',
    has: true,
    make: (draws) => ({
      program: asking(
        draws,
        [SELECT, LIMITS, CANDLES].map((statement) => draws.fetch(statement, 200, 1_500)),
      ),
    }),
  },
  {
    name: 'two methods that ask once each',
    has: true,
    make: (draws) => ({
      program: asking(draws, [
        inMethod('Positions.sizeOf', [draws.fetch(SELECT, 200, 1_500)]),
        inMethod('Balances.freeOf', [draws.fetch(BALANCE, 200, 1_500)]),
      ]),
    }),
  },
  {
    name: 'two reads in some ticks',
    has: true,
    make: (draws) => ({
      program: asking(draws, [
        sometimes(draws.between(0.2, 0.9), [draws.fetch(SELECT, 300, 1_500), draws.fetch(BALANCE, 300, 1_500)]),
      ]),
    }),
  },
  {
    name: 'two reads that run together',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        { does: 'all', branches: [[draws.fetch(SELECT, 200, 1_500)], [draws.fetch(BALANCE, 200, 1_500)]] },
      ]),
    }),
  },
  {
    name: 'a read of what the first has found',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch('query SELECT account_id FROM users WHERE name = $1', 200, 1_500),
        draws.fetch('query SELECT free FROM accounts WHERE id = $1', 200, 1_500),
      ]),
    }),
  },
  {
    name: 'a read with one more value',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch(SELECT, 200, 1_500),
        draws.fetch('query SELECT price FROM book WHERE symbol = $1 AND size >= $2', 200, 1_500),
      ]),
    }),
  },
  {
    name: 'a computation in between',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch(SELECT, 200, 900),
        draws.compute(600, 1_500),
        draws.fetch(BALANCE, 200, 900),
      ]),
    }),
  },
  {
    name: 'a transaction',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch('query BEGIN', 30, 60),
        draws.fetch(SELECT, 200, 1_500),
        draws.fetch(BALANCE, 200, 1_500),
        draws.fetch('query COMMIT', 200, 600),
      ]),
    }),
  },
  {
    name: 'a read behind a write',
    has: false,
    make: (draws) => ({
      program: asking(draws, [draws.fetch(UPDATE, 200, 1_500), draws.fetch(LIMITS, 200, 1_500)]),
    }),
  },
  {
    name: 'one of the two takes next to nothing',
    has: false,
    make: (draws) => ({ program: asking(draws, [draws.fetch(SELECT, 1_500, 3_000), draws.fetch(LIMITS, 5, 40)]) }),
  },
  { name: 'a read of each row', has: false, make: (draws) => ({ program: asking(draws, readEach(draws)) }) },
  {
    name: 'asked again until it works',
    has: false,
    make: (draws) => ({
      program: asking(draws, [{ does: 'fetch', operation: SELECT, time: draws.time(80, 300), failures: fails(0.6) }]),
    }),
  },
];
