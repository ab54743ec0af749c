// Programs that ask a statement once for each row, and what only looks like that.

import type { Program, Step } from '../program.js';
import { type Draws, repeated, replaced } from './draws.js';
import { asking, BATCH, each, fails, inMethod, INSERT, readEach, SELECT, sometimes, UPDATE } from './query-worlds.js';
import type { Scenario, World } from './scenario.js';

/** One call of a tick in the mean of all, of so many. */
function oneOfMany(count: number, nameOf: (place: number) => string, draws: Draws): Step[] {
  return Array.from({ length: count }, (_, place) => draws.fetch(nameOf(place), 80, 200));
}

/** One statement for all rows takes as long as one of now, and a little longer for each row. */
function batchOf(draws: Draws, reads: readonly Step[]): Step {
  const [read] = reads as readonly [Extract<Step, { readonly does: 'fetch' }>];
  const asLong = 1 + draws.between(0, 0.02) * (reads.length - 1);
  return { ...read, time: { ...read.time, medianNanos: Math.round(read.time.medianNanos * asLong) } };
}

/** Asks for each row, and repaired for all of them. @param around what the program does with the questions or with one */
function looped(
  draws: Draws,
  reads: readonly Step[],
  around: (reads: readonly Step[]) => readonly Step[] = (questions) => questions,
): Scenario {
  const steps = around(reads);
  const program = asking(draws, steps);
  return { program, repaired: replaced(program, steps, around([batchOf(draws, reads)])) };
}

export const queriesInALoop: readonly World[] = [
  {
    name: 'a read of each row',
    has: true,
    make: (draws) => looped(draws, readEach(draws)),
  },
  {
    name: 'a read of each row, in a method that asks once',
    has: true,
    make: (draws) => looped(draws, readEach(draws), (reads) => [inMethod('Positions.findRisk', reads)]),
  },
  {
    name: 'a method for each row, which waits for a connection and reads the answer',
    has: true,
    make: (draws) => {
      const wait = draws.fetch('wait pool', 5, 60);
      const work = draws.compute(5, 40);
      return looped(draws, readEach(draws), (reads) =>
        reads.map((read) => inMethod('Positions.findRisk', [{ ...work }, { ...wait }, read, { ...work }])),
      );
    },
  },
  {
    name: 'a read of each row, all at the same time',
    has: true,
    make: (draws) =>
      looped(draws, readEach(draws), (reads) => [{ does: 'all', branches: reads.map((read) => [read]) }]),
  },
  {
    name: 'a read of each row, now and then',
    has: true,
    make: (draws) => {
      const share = draws.between(0.1, 0.5);
      return looped(draws, readEach(draws), (reads) => [sometimes(share, reads)]);
    },
  },
  {
    name: 'a read of each row, on a loop that a timer holds',
    has: true,
    make: (draws) => {
      const { program, repaired } = looped(draws, each(draws, SELECT));
      const timers = [{ name: 'timer rebuild', everyNanos: 2_300_000, time: draws.time(200, 700) }];
      return { program: { ...program, timers }, repaired: { ...(repaired as Program), timers } };
    },
  },
  {
    name: 'as many rows as there are, which are a few more or less each time',
    has: true,
    make: (draws) => {
      const rows = draws.whole(14, 24);
      const step = draws.fetch(SELECT, 80, 300);
      return {
        program: asking(
          draws,
          Array.from({ length: rows }, () => sometimes(0.7, [{ ...step }])),
        ),
      };
    },
  },
  { name: 'an insert of each row', has: true, make: (draws) => looped(draws, each(draws, INSERT)) },
  { name: 'an update of each row', has: true, make: (draws) => looped(draws, each(draws, UPDATE)) },
  {
    name: 'a read of each row that fails now and then',
    has: true,
    make: (draws) => {
      const step: Step = { does: 'fetch', operation: SELECT, time: draws.time(80, 300), failures: fails(0.1) };
      return { program: asking(draws, repeated(draws.whole(7, 20), step)) };
    },
  },
  {
    name: 'four reads at most',
    has: false,
    make: (draws) => ({ program: asking(draws, repeated(draws.whole(1, 4), draws.fetch(SELECT, 80, 400))) }),
  },
  { name: 'a batch', has: false, make: (draws) => ({ program: asking(draws, [draws.fetch(BATCH, 400, 2_000)]) }) },
  {
    name: 'asked again until it works',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        { does: 'fetch', operation: SELECT, time: draws.time(80, 300), failures: fails(draws.between(0.5, 0.85)) },
      ]),
    }),
  },
  {
    name: 'pages',
    has: false,
    make: (draws) => {
      const statement = draws.oneOf([
        'query SELECT * FROM fills ORDER BY id LIMIT 100 OFFSET $1',
        'query SELECT * FROM fills WHERE id > $1 ORDER BY id LIMIT 100',
        'query FETCH FORWARD 100 FROM fills',
        'query SELECT * FROM fills WHERE at >= $1 ORDER BY at FETCH FIRST 50 ROWS ONLY',
        'query SELECT TOP 100 * FROM fills WHERE id > @last ORDER BY id',
      ]);
      return { program: asking(draws, repeated(draws.whole(6, 15), draws.fetch(statement, 80, 300))) };
    },
  },
  {
    name: 'a poll, once in each tick',
    has: false,
    make: (draws) => ({
      program: asking(draws, [draws.fetch('query SELECT id FROM jobs WHERE state = $1 LIMIT 10', 100, 900)], 8_000_000),
    }),
  },
  {
    name: 'different statements',
    has: false,
    make: (draws) => ({
      program: asking(
        draws,
        oneOfMany(draws.whole(6, 12), (place) => `query SELECT price FROM book_${'abcdefghijkl'[place]}`, draws),
      ),
    }),
  },
  {
    name: 'too short to matter',
    has: false,
    make: (draws) => ({
      program: asking(draws, [draws.compute(4_000, 9_000), ...repeated(6, draws.fetch(SELECT, 1, 3))]),
    }),
  },
  {
    name: 'each row at the start, and then one at a time',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        { does: 'at first', ticks: draws.whole(1, 4), body: repeated(30, draws.fetch(SELECT, 200, 600)) },
        draws.fetch('query SELECT price FROM book WHERE symbol = $1', 80, 300),
      ]),
    }),
  },
  {
    name: 'statements of a transaction',
    has: false,
    make: (draws) => ({
      program: asking(draws, [
        draws.fetch('query BEGIN', 30, 60),
        draws.fetch(UPDATE, 100, 400),
        draws.fetch(INSERT, 100, 400),
        draws.fetch('query COMMIT', 200, 600),
      ]),
    }),
  },
];
