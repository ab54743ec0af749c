import type { CacheRow } from '../../../src/model/record/outside-rows.js';
import { MOST_STATEMENTS } from '../../../src/analysis/targets/judge-queries.js';
import { judgeTargets } from '../../../src/analysis/targets/judge-targets.js';
import type { RecordSegment } from '../../../src/model/record/record-segment.js';
import type { ReportTarget } from '../../../src/model/report/report.js';
import type { Nanoseconds, UnixMilliseconds } from '../../../src/model/units.js';
import { BEGIN, MICRO, MILLI, repeated, sampleOf, samplesOf, segmentOf, timedRow } from '../segment-builder.js';

function row(id: ReportTarget['id'], scope: string, judged?: RecordSegment, warmup?: RecordSegment): ReportTarget {
  const found = judgeTargets(judged, warmup).find((target) => target.id === id && target.scope === scope);
  if (found === undefined) throw new Error(`no row ${id} ${scope}`);
  return found;
}

const fast = { 'tick onTick': 400 * MICRO };
const slow = { 'tick onTick': 1_000 * MICRO };

describe('the targets', () => {
  it('stand in their order, each with a status, a limit and evidence', () => {
    const rows = judgeTargets(segmentOf([fast]), undefined);
    expect(rows.map(({ id, scope }) => `${id} ${scope}`)).toEqual([
      'P1 ticks',
      'P2 rss',
      'P2 stability',
      'P3 process',
      'P4 caches',
      'P5 overall',
    ]);
    for (const { evidence } of rows) expect(evidence).not.toBe('');
  });

  describe('P1, 95 % of ticks take less than 1 ms', () => {
    it('passes at exactly 95 %; a tick of exactly 1 ms is not under it', () => {
      const judged = segmentOf([...repeated(95, fast), ...repeated(5, slow)]);
      expect(row('P1', 'ticks', judged)).toEqual({
        id: 'P1',
        scope: 'ticks',
        status: 'pass',
        value: 0.95,
        limit: 0.95,
        unit: 'share',
        evidence: '95 of 100 ticks (95.0 %) took less than 1 ms, in 60.0 s',
      });
    });

    it('fails just below, and the evidence does not round up to the limit', () => {
      const judged = segmentOf([...repeated(9_499, fast), ...repeated(501, slow)]);
      expect(row('P1', 'ticks', judged)).toMatchObject({
        status: 'fail',
        value: 0.9499,
        evidence: '9,499 of 10,000 ticks (94.9 %) took less than 1 ms, in 60.0 s',
      });
    });

    it('is unknown, with the numbers, where only the warm-up was seen', () => {
      const warmup = segmentOf([...repeated(640, fast), ...repeated(172, slow)], {
        toUnixMillis: (BEGIN + 8_100) as UnixMilliseconds,
      });
      const expected = {
        id: 'P1',
        scope: 'ticks',
        status: 'unknown',
        limit: 0.95,
        unit: 'share',
        evidence: 'only the warm-up was seen: 640 of 812 ticks (78.8 %) took less than 1 ms, in 8.10 s',
      };
      expect(row('P1', 'ticks', undefined, warmup)).toEqual(expected);
      // A record after warm-up in which no tick ended is no evidence either.
      expect(row('P1', 'ticks', segmentOf([]), warmup)).toEqual(expected);
    });

    it('leaves the warm-up out where there is more', () => {
      expect(row('P1', 'ticks', segmentOf(repeated(100, fast)), segmentOf(repeated(100, slow)))).toMatchObject({
        status: 'pass',
        value: 1,
      });
    });

    it('is unknown, with the numbers, where so few ticks may be chance, whatever the warm-up was like', () => {
      const judged = segmentOf([...repeated(14, fast), slow]);
      expect(row('P1', 'ticks', judged, segmentOf(repeated(100, slow)))).toEqual({
        id: 'P1',
        scope: 'ticks',
        status: 'unknown',
        limit: 0.95,
        unit: 'share',
        evidence:
          '14 of 15 ticks (93.3 %) took less than 1 ms, in 60.0 s; they are too few to rule out chance, 100 are enough',
      });
    });

    it('is unknown where ticks began and none ended, and where there was none', () => {
      const began = segmentOf([]);
      const open = { ...began, ticks: { ...began.ticks, started: 12 } };
      expect(row('P1', 'ticks', open).evidence).toBe('12 ticks began, none has ended');
      expect(row('P1', 'ticks').evidence).toBe('no tick was seen after the warm-up');
    });
  });

  describe('P2, memory', () => {
    it('takes the last sample of each process, and of those the largest', () => {
      const samples = [
        sampleOf({ second: 1, rssBytes: 140 * MILLI }),
        sampleOf({ second: 2, rssBytes: 90 * MILLI }),
        sampleOf({ process: 'p2', second: 2, rssBytes: 99.9 * MILLI }),
      ];
      expect(row('P2', 'rss', segmentOf([], { samples }))).toMatchObject({
        status: 'pass',
        value: 99_900_000,
        limit: 100_000_000,
        evidence: '99.9 MB at the last of 3 samples, in p2; the limit is for each process',
      });
    });

    it('says how much of it is private', () => {
      const samples = [sampleOf({ second: 1, rssBytes: 99 * MILLI, privateBytes: 41.5 * MILLI })];
      expect(row('P2', 'rss', segmentOf([], { samples })).evidence).toBe(
        '99.0 MB at the last of 1 sample, in bot.js (pid 4711), 41.5 MB of it private; the limit is for each process',
      );
    });

    it('is not judged from 100 MB on, where the program may be under the limit without what Tickscope takes', () => {
      const rowOf = (rssBytes: number): ReportTarget =>
        row('P2', 'rss', segmentOf([], { samples: [sampleOf({ second: 1, rssBytes })] }));
      expect(rowOf(99.999 * MILLI).status).toBe('pass');
      expect(rowOf(100 * MILLI)).toEqual({
        id: 'P2',
        scope: 'rss',
        status: 'unknown',
        limit: 100_000_000,
        unit: 'bytes',
        evidence:
          '100 MB at the last of 1 sample, in bot.js (pid 4711); the limit is for each process. Tickscope itself may need some 60 MB of it, ' +
          'so the program alone may be under the limit: look at it with ps -o rss= while it runs without Tickscope',
      });
      expect(rowOf(159.999 * MILLI).status).toBe('unknown');
    });

    it('fails with 60 MB more, for each process and not for their sum', () => {
      const samples = [sampleOf({ second: 1, rssBytes: 160 * MILLI }), sampleOf({ process: 'p2', second: 1 })];
      expect(row('P2', 'rss', segmentOf([], { samples }))).toMatchObject({
        status: 'fail',
        value: 160_000_000,
        evidence: '160 MB at the last of 2 samples, in bot.js (pid 4711); the limit is for each process',
      });
    });

    it('says nothing about stability before 30 minutes, and how long is missing', () => {
      const samples = samplesOf(301, () => ({}));
      const unknown = row('P2', 'stability', segmentOf([], { samples }));
      expect(unknown.status).toBe('unknown');
      expect(unknown.value).toBeUndefined();
      expect(unknown.evidence).toBe(
        'it takes 30 min of one process after the warm-up to say anything; seen: 5.00 min, missing: 25.0 min',
      );
      expect(row('P2', 'stability').evidence).toMatch(/seen: none, missing: 30.0 min$/);
    });

    it.each([
      {
        name: 'passes on a flat record with outliers',
        grow: (second: number) => (second % 50 === 0 ? 30 : 0),
        share: 0,
      },
      { name: 'passes below 5 %', grow: (second: number) => (2 * second) / 1_800, share: 2 / 51 },
      { name: 'fails from 5 % on', grow: (second: number) => (5 * second) / 1_800, share: 5 / 52.5 },
    ])('$name', ({ grow, share }) => {
      const samples = samplesOf(1_801, (second) => ({ rssBytes: Math.round((50 + grow(second - 1)) * MILLI) }));
      const target = row('P2', 'stability', segmentOf([], { samples }));
      expect(target.value).toBeCloseTo(share, 5);
      expect(target.status).toBe(share < 0.05 ? 'pass' : 'fail');
      expect(target.evidence).toMatch(/over 30.0 min \(Theil-Sen slope\), in bot.js \(pid 4711\)/);
    });

    it('judges the process that grew most', () => {
      const samples = ['p1', 'p2'].flatMap((process) =>
        samplesOf(1_801, (second) => ({
          process,
          rssBytes: 50 * MILLI + (process === 'p2' ? second * 10_000 : 0),
        })),
      );
      expect(row('P2', 'stability', segmentOf([], { samples }))).toMatchObject({ status: 'fail' });
      expect(row('P2', 'stability', segmentOf([], { samples })).evidence).toContain('18.0 MB');
    });
  });

  describe('P3, processor time at normal load', () => {
    it('takes the seconds at or below the median tick rate', () => {
      // Three of five seconds have at most the median of 100 ticks: 30 %, 40 % and 50 % of a core.
      const load = [
        { started: 100, cpuShare: 0.4 },
        { started: 900, cpuShare: 0.99 },
        { started: 50, cpuShare: 0.3 },
        { started: 100, cpuShare: 0.5 },
        { started: 500, cpuShare: 0.9 },
      ];
      const samples = samplesOf(5, (second) => load[second - 1] ?? {});
      const target = row('P3', 'process', segmentOf([], { samples }));
      expect(target.value).toBeCloseTo(0.4, 12);
      expect(target).toMatchObject({
        status: 'pass',
        limit: 0.5,
        evidence:
          '40.0 % of one core in 3 of 5 samples (3.00 s), those at or below the median of 100 ticks/s, in bot.js (pid 4711)',
      });
    });

    it('fails at half a core, by the busiest process', () => {
      const samples = [
        ...samplesOf(3, () => ({ started: 10, cpuShare: 0.1 })),
        ...samplesOf(3, () => ({ process: 'p2', started: 0, cpuShare: 0.5 })),
      ];
      expect(row('P3', 'process', segmentOf([], { samples }))).toMatchObject({ status: 'fail', value: 0.5 });
    });

    it('is unknown without samples, and shows those of the warm-up', () => {
      expect(row('P3', 'process', segmentOf([])).status).toBe('unknown');
      const warmup = segmentOf([], { samples: samplesOf(2, () => ({ cpuShare: 0.8 })) });
      expect(row('P3', 'process', undefined, warmup)).toMatchObject({ status: 'unknown' });
      expect(row('P3', 'process', undefined, warmup).evidence).toMatch(
        /^only the warm-up was seen: 80.0 % of one core/,
      );
    });
  });

  describe('P4, caches', () => {
    const cache = (name: string, hits: number, misses: number, unknown = 0): CacheRow => ({
      source: 'lru-cache',
      name,
      location: `${name}.js:7`,
      hits,
      misses,
      unknown,
      sets: misses,
      evictions: 0,
    });

    it('is judged by the worst cache, and for each of them', () => {
      const caches = [cache('Prices', 81, 19), cache('Books', 80, 20), cache('Unused', 0, 0), cache('Far', 0, 0, 5)];
      const rows = judgeTargets(segmentOf([], { caches }), undefined).filter(({ id }) => id === 'P4');
      expect(rows.map(({ scope, status, value }) => [scope, status, value])).toEqual([
        ['caches', 'fail', 0.8],
        ['Books (Books.js:7)', 'fail', 0.8],
        ['Prices (Prices.js:7)', 'pass', 0.81],
      ]);
      expect(rows.map(({ evidence }) => evidence)).toEqual([
        'the worst of 2 caches, Books (Books.js:7), in 60.0 s',
        '80 of 100 look-ups found what they looked for',
        '81 of 100 look-ups found what they looked for',
      ]);
    });

    it('does not judge a cache by a few look-ups, nor the others by that cache', () => {
      const few = cache('Rare', 3, 2);
      const rowsOf = (caches: CacheRow[]): unknown[] =>
        judgeTargets(segmentOf([], { caches }), undefined)
          .filter(({ id }) => id === 'P4')
          .map(({ scope, status, value }) => [scope, status, value]);
      expect(rowsOf([few, cache('Prices', 81, 19)])).toEqual([
        ['caches', 'pass', 0.81],
        ['Rare (Rare.js:7)', 'unknown', undefined],
        ['Prices (Prices.js:7)', 'pass', 0.81],
      ]);
      expect(row('P4', 'caches', segmentOf([], { caches: [few, cache('Prices', 81, 19)] })).evidence).toMatch(
        /^the worst of 1 cache, Prices/,
      );
      expect(rowsOf([few])).toEqual([
        ['caches', 'unknown', undefined],
        ['Rare (Rare.js:7)', 'unknown', undefined],
      ]);
    });

    it('is unknown without look-ups and says what is missing, and shows the warm-up', () => {
      expect(row('P4', 'caches', segmentOf([fast]))).toMatchObject({ status: 'unknown', limit: 0.8 });
      expect(row('P4', 'caches').evidence).toMatch(/^no look-up in a cache was seen after the warm-up/);
      const warmup = segmentOf([], { caches: [cache('Prices', 9, 1)] });
      expect(row('P4', 'caches', undefined, warmup)).toMatchObject({ status: 'unknown' });
      expect(row('P4', 'caches', undefined, warmup).evidence).toMatch(
        /^only the warm-up was seen: the worst of 1 cache/,
      );
    });
  });

  describe('P5, queries', () => {
    it('is judged overall and for each statement, the slowest on average first, with the pool apart', () => {
      const operations = [
        timedRow('query', 'SELECT a', repeated(98, 1 * MILLI)),
        timedRow('query', 'SELECT b', [30 * MILLI, 50 * MILLI]),
        timedRow('wait', 'pool', [2 * MILLI, 4 * MILLI]),
        timedRow('database', 'save', [900 * MILLI]),
      ];
      const rows = judgeTargets(segmentOf([], { operations }), undefined).filter(({ id }) => id === 'P5');
      expect(rows).toEqual([
        {
          id: 'P5',
          scope: 'overall',
          status: 'pass',
          // 98 * 1 + 80 over 100
          value: 1_780_000,
          limit: 10_000_000,
          unit: 'nanoseconds',
          evidence:
            '1.78 ms on average over 100 calls of 2 statements, in 60.0 s; ' +
            'apart from it, 3.00 ms on average over 2 waits for a pool connection',
        },
        {
          id: 'P5',
          scope: 'SELECT b',
          status: 'fail',
          value: 40_000_000,
          limit: 10_000_000,
          unit: 'nanoseconds',
          evidence: '40.0 ms on average over 2 calls, slowest 50.0 ms',
        },
        {
          id: 'P5',
          scope: 'SELECT a',
          status: 'pass',
          value: 1_000_000,
          limit: 10_000_000,
          unit: 'nanoseconds',
          evidence: '1.00 ms on average over 98 calls, slowest 1.00 ms',
        },
      ]);
    });

    it('does not count the time in which the program held its event loop while the answer can have been there', () => {
      const held = {
        ...timedRow('query', 'SELECT a', [20 * MILLI, 22 * MILLI]),
        loopNanos: (40 * MILLI) as Nanoseconds,
      };
      const operations = [held, timedRow('query', 'SELECT b', [4 * MILLI, 4 * MILLI])];
      const rows = judgeTargets(segmentOf([], { operations }), undefined).filter(({ id }) => id === 'P5');
      expect(rows.map(({ scope, status, value, evidence }) => [scope, status, value, evidence])).toEqual([
        [
          'overall',
          'pass',
          // 42 - 40 + 8 over 4
          2_500_000,
          '2.50 ms on average over 4 calls of 2 statements, in 60.0 s, and 10.0 ms more while the program held its event loop; ' +
            'no waiting for a pool connection was seen',
        ],
        ['SELECT b', 'pass', 4_000_000, '4.00 ms on average over 2 calls, slowest 4.00 ms'],
        [
          'SELECT a',
          'pass',
          1_000_000,
          '1.00 ms on average over 2 calls, slowest 22.0 ms, and 20.0 ms more while the program held its event loop',
        ],
      ]);
    });

    it('fails at 10 ms, names at most 10 statements, and counts the shared row only overall', () => {
      const operations = [
        ...Array.from({ length: 14 }, (_, at) => timedRow('query', `SELECT ${at}`, [(at + 1) * MILLI])),
        timedRow('query', '__other__', [45 * MILLI]),
      ];
      const rows = judgeTargets(segmentOf([], { operations }), undefined).filter(({ id }) => id === 'P5');
      expect(rows).toHaveLength(1 + MOST_STATEMENTS);
      // 1 + 2 + ... + 14 + 45 is 150 over 15 calls.
      expect(rows[0]).toMatchObject({ scope: 'overall', status: 'fail', value: 10_000_000 });
      expect(rows[0]?.evidence).toMatch(
        /15 calls of 14 statements, in 60.0 s; no waiting for a pool connection was seen$/,
      );
      expect(rows[1]).toMatchObject({ scope: 'SELECT 13', value: 14_000_000 });
    });

    it('is unknown where no query was seen', () => {
      expect(row('P5', 'overall', segmentOf([fast]))).toMatchObject({ status: 'unknown' });
      expect(row('P5', 'overall').evidence).toMatch(/^no query was seen after the warm-up: none ran, or its driver/);
      const warmup = segmentOf([], { operations: [timedRow('query', 'SELECT a', [3 * MILLI])] });
      expect(row('P5', 'overall', segmentOf([]), warmup).evidence).toMatch(
        /^only the warm-up was seen: 3.00 ms on average over 1 call of 1 statement/,
      );
      expect(judgeTargets(undefined, warmup).filter(({ id }) => id === 'P5')).toHaveLength(1);
    });
  });
});
