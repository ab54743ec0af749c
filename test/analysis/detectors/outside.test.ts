// Caches, and calls to the outside.

import type { CacheRow, ExternalRow } from '../../../src/model/record/outside-rows.js';
import type { ReportFinding } from '../../../src/model/report/report.js';
import { findingsOf, type PlannedCall } from './recording.js';

function findingsOfCache(row: Partial<CacheRow>): readonly ReportFinding[] {
  const cache: CacheRow = {
    source: 'lru-cache',
    name: 'LRUCache',
    hits: 0,
    misses: 0,
    unknown: 0,
    sets: 0,
    evictions: 0,
    ...row,
  };
  return findingsOf({ calls: [], parts: { caches: [cache] } }).filter(({ id }) => id === 'cache-misses');
}

describe('a cache', () => {
  it.each([
    ['that is full', { hits: 500, misses: 500, evictions: 480, mostEntries: 100, limit: 100 }, 'larger max'],
    ['whose entries expire', { hits: 500, misses: 500, evictions: 480, mostEntries: 40, limit: 100 }, 'longer ttl'],
    ['that is asked for other keys', { hits: 10, misses: 5_000, evictions: 3, mostEntries: 90, limit: 100 }, 'the key'],
    ['of the program', { source: 'configured', name: 'Prices.get', hits: 790, misses: 210 }, 'the key'],
  ] as const)('%s is found', (_, row, advice) => {
    const [finding] = findingsOfCache(row);
    expect(finding?.advice).toContain(advice);
  });

  it.each([
    ['has four of five', { hits: 800, misses: 200 }],
    ['was asked a few times', { hits: 1, misses: 998 }],
    ['answers with promises of others', { hits: 0, misses: 0, unknown: 5_000 }],
    ['is only filled', { sets: 5_000 }],
  ])('that %s is not', (_, row) => {
    expect(findingsOfCache(row)).toEqual([]);
  });
});

describe('a call to the outside', () => {
  const NAME = 'GET api.venue.com /price';
  const call: PlannedCall = { kind: 'external', name: NAME, micros: 2_000 };
  const idsWith = (row: Partial<ExternalRow>): readonly string[] => {
    const external: ExternalRow = {
      name: NAME,
      outcomes: [{ outcome: '200', count: 200 }],
      sent: 0,
      sentNanos: 0 as never,
      answered: 0,
      firstByteNanos: 0 as never,
      newConnections: 0,
      reusedConnections: 0,
      ...row,
    };
    return findingsOf({ calls: [call], parts: { externals: [external] } }).map(({ id }) => id);
  };

  it('that is refused is found', () => {
    expect(idsWith({ outcomes: [{ outcome: '429', count: 3 }] })).toContain('rate-limited-calls');
    expect(idsWith({ outcomes: [{ outcome: '418', count: 3 }] })).toContain('rate-limited-calls');
    expect(idsWith({ outcomes: [{ outcome: '503', count: 3 }] })).not.toContain('rate-limited-calls');
  });

  it.each([
    [20, 0],
    [100, 100],
  ])('on %d new connections, %d found ones, is found', (newConnections, reusedConnections) => {
    expect(idsWith({ newConnections, reusedConnections })).toContain('new-connections');
  });

  it.each([
    [19, 0],
    [99, 101],
    [0, 200],
    [0, 0],
  ])('on %d new connections, %d found ones, is not', (newConnections, reusedConnections) => {
    expect(idsWith({ newConnections, reusedConnections })).not.toContain('new-connections');
  });
});
