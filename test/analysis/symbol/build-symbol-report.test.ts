import * as fc from 'fast-check';
import { GroupAccumulator } from '../../../src/aggregate/group-accumulator.js';
import { type NoSuchSymbol, SymbolReportBuilder } from '../../../src/analysis/symbol/build-symbol-report.js';
import type { GroupRow, StoredSegment } from '../../../src/model/record/record-segment.js';
import type { SymbolReport } from '../../../src/model/report/symbol-report.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { BOT, sampleSegment } from '../../record-file/sample-segments.js';

function groupOf(symbol: string, durations: readonly number[], failed = 0): GroupRow {
  const group = new GroupAccumulator('symbol', symbol);
  durations.forEach((nanos, place) => group.record(nanos as Nanoseconds, place < failed));
  return group.toRow();
}

function segmentOf(groups: readonly GroupRow[], more: Partial<StoredSegment> = {}): StoredSegment {
  return { ...sampleSegment(), groups, ...more };
}

function built(symbol: string, segments: readonly StoredSegment[]): SymbolReport | NoSuchSymbol {
  const builder = new SymbolReportBuilder(symbol);
  for (const segment of segments) builder.add(segment);
  return builder.build([]);
}

function reportOf(symbol: string, segments: readonly StoredSegment[]): SymbolReport {
  const found = built(symbol, segments);
  if (!('schema' in found)) throw new Error('no such symbol');
  return found;
}

/** The nearest rank of a sorted list. */
const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;

it('has the counts of its ticks exactly, and their percentiles to the width of a bucket, over all segments', () => {
  const durations = fc.array(fc.integer({ min: 1_000, max: 50_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(durations, durations, durations, (first, second, others) => {
      const { ticks } = reportOf('A', [
        segmentOf([groupOf('A', first, 1), groupOf('B', others)], { warmup: true }),
        segmentOf([groupOf('B', others), groupOf('A', second)]),
      ]);
      const all = [...first, ...second].toSorted((one, other) => one - other);
      expect(ticks).toMatchObject({ count: all.length, failed: 1, maxNanos: all.at(-1) });
      expect(ticks.underTargetShare).toBe(all.filter((nanos) => nanos < 1_000_000).length / all.length);
      for (const [share, found] of [
        [0.5, ticks.p50Nanos],
        [0.95, ticks.p95Nanos],
        [0.99, ticks.p99Nanos],
      ] as const) {
        expect(Math.abs(found / rank(all, share) - 1)).toBeLessThan(0.0055);
      }
    }),
    { numRuns: 60 },
  );
});

it('has the slowest of its trees, however many of others are slower', () => {
  const [tree] = sampleSegment().kept;
  const treeOf = (symbol: string, place: number, micros: number): StoredSegment['kept'][number] => ({
    ...tree!,
    symbol,
    traceId: (place + 1).toString(16).padStart(32, '0'),
    durationNanos: (micros * 1_000) as Nanoseconds,
  });
  const others = Array.from({ length: 400 }, (_, place) => treeOf('B', place, 9_000 + place));
  const own = [treeOf('A', 500, 30), treeOf('A', 501, 40)];
  const { slowest } = reportOf('A', [segmentOf([groupOf('A', [30_000, 40_000])], { kept: [...others, ...own] })]);
  expect(slowest.map(({ symbol, durationNanos }) => [symbol, durationNanos])).toEqual([
    ['A', 40_000],
    ['A', 30_000],
  ]);
});

it('has its orders, its feed and its samples of the processor, and of no other symbol', () => {
  const profile = { scope: 'symbol', collecting: 0 } as const;
  const profiles = [
    { ...profile, name: 'BTC/USDT', samples: 40, frames: [{ name: 'sign', samples: 40 }] },
    { ...profile, name: 'ETH/USDT', samples: 60, frames: [{ name: 'hash', samples: 60 }] },
    { scope: 'operation', kind: 'tick', name: 'onTick', samples: 100, collecting: 0, frames: [] } as const,
  ];
  const sample = sampleSegment();
  const groups = [...sample.groups, groupOf('ETH/USDT', [5])];
  const { orders, feed, profile: found } = reportOf('BTC/USDT', [segmentOf(groups, { profiles })]);
  expect(orders.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
  expect(feed.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
  expect(found).toMatchObject({ name: 'BTC/USDT', share: 0.4, frames: [{ name: 'sign', samples: 40 }] });
  expect(reportOf('ETH/USDT', [segmentOf(groups, { profiles })])).toMatchObject({ orders: [], feed: [], slowest: [] });
});

it('says what it does not tell, and shows nothing of all symbols as its own', () => {
  const report = reportOf('BTC/USDT', [sampleSegment(), sampleSegment({ warmup: true, atUnixMillis: 1 })]);
  expect(report.limits).toEqual([
    expect.stringMatching(/^A record adds up over all symbols: what makes slow ticks slow, what-if, findings, waits/),
    expect.stringMatching(/no sample of this one, so nothing is ranked by them\.$/),
    expect.stringMatching(/^Ticks while warming up are in its numbers/),
  ]);
  expect(Object.keys(report).toSorted()).toEqual([
    'allTicks',
    'feed',
    'histograms',
    'limits',
    'notes',
    'orders',
    'program',
    'schema',
    'slowest',
    'symbol',
    'ticks',
  ]);
});

describe('symbols that share a row', () => {
  const folded = [groupOf('A', [1_000]), groupOf('__other__', [1_000, 2_000])];

  it('are said where another process may have counted the symbol there', () => {
    const second = { ...BOT, id: '4712-c0ffee01', pid: 4_712 };
    const limits = (processes: StoredSegment['processes']): string =>
      reportOf('A', [segmentOf(folded, { processes })]).limits.join('\n');
    expect(limits([BOT, second])).toContain('2 ticks of symbols that came late to a process are in __other__');
    expect(limits([BOT])).not.toContain('__other__');
  });

  it('are said of their row too', () => {
    expect(reportOf('__other__', [segmentOf(folded)])).toMatchObject({
      ticks: { count: 2 },
      limits: expect.arrayContaining([expect.stringMatching(/^__other__ are symbols that came when .* 192 apart/)]),
    });
  });

  it('are where one may be that is not there', () => {
    expect(built('B', [segmentOf(folded)])).toEqual({ symbols: ['A'], otherTicks: 2 });
    expect(built('B', [])).toEqual({ symbols: [], otherTicks: 0 });
  });
});
