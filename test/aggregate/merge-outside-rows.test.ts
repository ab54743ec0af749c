// Rows of caches and of calls to the outside add up, in whatever order they come.

import fc from 'fast-check';
import { mergeCaches, mergeExternals } from '../../src/aggregate/merge-outside-rows.js';
import type { CacheRow, ExternalRow } from '../../src/model/record/outside-rows.js';

const amount = fc.nat(1_000);
const anyPhase = fc.record({ count: amount, nanos: amount });
const name = fc.constantFrom('a', 'b', 'c');

const anyCache = fc.record(
  {
    source: fc.constantFrom('lru-cache', 'configured'),
    name,
    location: fc.constantFrom('bot.js:1', 'bot.js:2'),
    hits: amount,
    misses: amount,
    unknown: amount,
    sets: amount,
    evictions: amount,
    mostEntries: amount,
    limit: amount,
    reuse: fc.record({
      lookUps: fc.integer({ min: 1, max: 1_000 }),
      firsts: amount,
      missed: amount,
      halvings: fc.nat(9),
      sizes: fc.record({ offset: fc.nat(90), values: fc.constantFrom([], [3], [1, 0, 4]) }),
    }),
  },
  { requiredKeys: ['source', 'name', 'hits', 'misses', 'unknown', 'sets', 'evictions'] },
) as unknown as fc.Arbitrary<CacheRow>;

const anyExternal = fc
  .record(
    {
      name,
      outcomes: fc.uniqueArray(fc.record({ outcome: fc.constantFrom('200', '429', 'aborted'), count: amount }), {
        selector: ({ outcome }) => outcome,
      }),
      sent: amount,
      sentNanos: amount,
      answered: amount,
      firstByteNanos: amount,
      newConnections: amount,
      reusedConnections: amount,
      connecting: fc.record({ whole: anyPhase, lookup: anyPhase, tcp: anyPhase, tls: anyPhase }),
      repeats: fc.integer({ min: 1, max: 1_000 }),
    },
    {
      requiredKeys: [
        'name',
        'outcomes',
        'sent',
        'sentNanos',
        'answered',
        'firstByteNanos',
        'newConnections',
        'reusedConnections',
      ],
    },
  )
  // The venue follows from the name.
  .map((row) => ({ ...row, ...(row.name === 'a' && { venue: 'kraken' }) })) as unknown as fc.Arbitrary<ExternalRow>;

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

it('adds up caches of one name and place, the same in any order and in any parts', () => {
  fc.assert(
    fc.property(fc.array(anyCache, { maxLength: 12 }), fc.nat(12), (rows, at) => {
      const merged = mergeCaches(rows);
      expect(mergeCaches(rows.toReversed())).toEqual(merged);
      expect(mergeCaches([...mergeCaches(rows.slice(at)), ...mergeCaches(rows.slice(0, at))])).toEqual(merged);
      expect(sum(merged, ({ hits, misses }) => hits + 2 * misses)).toBe(
        sum(rows, ({ hits, misses }) => hits + 2 * misses),
      );
    }),
  );
});

it('adds up calls of one name and their outcomes, the same in any order and in any parts', () => {
  fc.assert(
    fc.property(fc.array(anyExternal, { maxLength: 12 }), fc.nat(12), (rows, at) => {
      const merged = mergeExternals(rows);
      const outcomes = (all: readonly ExternalRow[]): number =>
        sum(all, (row) => sum(row.outcomes, ({ outcome, count }) => count * outcome.length));
      expect(mergeExternals(rows.toReversed())).toEqual(merged);
      expect(mergeExternals([...mergeExternals(rows.slice(at)), ...mergeExternals(rows.slice(0, at))])).toEqual(merged);
      expect(outcomes(merged)).toBe(outcomes(rows));
    }),
  );
});
