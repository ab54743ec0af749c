import { operationTable } from '../../src/analysis/operation-table.js';
import { HeavyHitters } from '../../src/model/histogram/heavy-hitters.js';
import { OTHER, operationKey } from '../../src/model/operation.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { segmentOf, timedRow } from './segment-builder.js';

const process = { pid: 1, name: 'bot.js', nodeVersion: 'v24', startedAtUnixMillis: 0 as never };
const onePart = { processes: [{ id: 'p1', ...process }] };
const twoParts = {
  processes: [
    { id: 'p1', ...process },
    { id: 'p2', ...process },
  ],
};

function hitters(...entries: readonly (readonly [name: string, count: number, total: number, error: number])[]): {
  floorNanos: Nanoseconds;
  entries: { key: string; count: number; totalNanos: Nanoseconds; errorNanos: Nanoseconds }[];
} {
  return {
    floorNanos: 0 as Nanoseconds,
    entries: entries.map(([name, count, total, error]) => ({
      key: operationKey('query', name),
      count,
      totalNanos: total as Nanoseconds,
      errorNanos: error as Nanoseconds,
    })),
  };
}

function figures(rows: ReturnType<typeof operationTable>): unknown[] {
  return rows.map((row) => [row.name, row.count, row.totalNanos, row.exact ? 'exact' : row.totalAtLeastNanos]);
}

describe('the table of operations', () => {
  it('is by total time, with the sums of each row', () => {
    const operations = [
      { ...timedRow('indicator', 'ema', [100, 300]), selfNanos: 350 as Nanoseconds, location: 'bot.js:7' },
      { ...timedRow('query', 'SELECT 1', [900]), criticalPathByTick: { offset: -3, values: [200, 0, 500] } },
    ];
    expect(operationTable(segmentOf([], { operations }))).toMatchObject([
      { kind: 'query', name: 'SELECT 1', totalNanos: 900, criticalPathNanos: 700, exact: true },
      { kind: 'indicator', name: 'ema', count: 2, totalNanos: 400, selfNanos: 350, location: 'bot.js:7', exact: true },
    ]);
  });

  it('has the mean length of what an indicator was given, and the rest as it was counted', () => {
    const indicator = {
      library: 'technicalindicators',
      parameters: ['period=14'],
      calls: 4,
      inputLength: 450,
      maxInputLength: 200,
      repeated: 3,
      repeatedInTick: 1,
    };
    const { inputLength: _sum, ...shown } = indicator;
    const [row] = operationTable(segmentOf([], { operations: [{ ...timedRow('indicator', 'sma', [5]), indicator }] }));
    expect(row?.indicator).toEqual({ ...shown, meanInputLength: 112.5 });
  });

  it('takes what a heavy hitter surely has off the shared row of its kind, so that totals add up', () => {
    // 1,000 ns in the shared row: `a` has 600 to 650 of them, `b` 250 to 300.
    const segment = segmentOf([], {
      ...onePart,
      operations: [timedRow('query', OTHER, [300, 300, 250, 100, 50]), timedRow('indicator', OTHER, [70])],
      heavyHitters: hitters(['a', 2, 650, 50], ['b', 1, 300, 50]),
    });
    const rows = operationTable(segment);
    expect(figures(rows)).toEqual([
      ['a', 2, 650, 600],
      ['b', 1, 300, 250],
      [OTHER, 2, 150, 50],
      [OTHER, 1, 70, 'exact'],
    ]);
    const total = rows.reduce(
      (sum, row) => sum + (row.name === OTHER ? row.totalNanos : (row.totalAtLeastNanos ?? 0)),
      0,
    );
    expect(total).toBe(1_070);
  });

  it('makes an interval of a name that is exact in one process and shares a row in another', () => {
    const segment = segmentOf([], {
      ...twoParts,
      operations: [timedRow('query', 'a', [1_000]), timedRow('query', OTHER, [500])],
      heavyHitters: hitters(['a', 1, 400, 100]),
    });
    expect(figures(operationTable(segment))).toEqual([
      ['a', 2, 1_400, 1_300],
      [OTHER, 0, 200, 100],
    ]);
  });

  it('knows that a name without a counter can have weighed the floor in another process', () => {
    const heavyHitters = { ...hitters(['b', 1, 400, 0]), floorNanos: 90 as Nanoseconds };
    const operations = [
      timedRow('query', 'a', [1_000]),
      timedRow('query', OTHER, [400, 100]),
      timedRow('tick', 'onTick', [5]),
    ];
    expect(figures(operationTable(segmentOf([], { ...twoParts, operations, heavyHitters })))).toEqual([
      ['a', 1, 1_090, 1_000],
      ['b', 1, 400, 400],
      [OTHER, 1, 100, 100],
      ['onTick', 1, 5, 'exact'],
    ]);
    expect(figures(operationTable(segmentOf([], { ...onePart, operations, heavyHitters })))[0]).toEqual([
      'a',
      1,
      1_000,
      'exact',
    ]);
  });

  it('brackets the truth of an adversarial stream, and loses no nanosecond of it', () => {
    const counters = new HeavyHitters();
    const truth = new Map<string, number>();
    const durations: number[] = [];
    for (let call = 0; call < 5_000; call++) {
      const name = call % 3 === 0 ? `hot ${call % 7}` : `cold ${call}`;
      const nanos = 1 + ((call * 7_919) % 501);
      counters.add(operationKey('query', name), nanos as Nanoseconds);
      truth.set(name, (truth.get(name) ?? 0) + nanos);
      durations.push(nanos);
    }
    const rows = operationTable(
      segmentOf([], { operations: [timedRow('query', OTHER, durations)], heavyHitters: counters.toData() }),
    );
    let total = 0;
    for (const row of rows) {
      total += row.name === OTHER ? row.totalNanos : (row.totalAtLeastNanos as number);
      if (row.name === OTHER) continue;
      expect(truth.get(row.name)).toBeLessThanOrEqual(row.totalNanos);
      expect(truth.get(row.name)).toBeGreaterThanOrEqual(row.totalAtLeastNanos as number);
    }
    expect(total).toBe(durations.reduce((sum, nanos) => sum + nanos, 0));
    expect(rows.filter(({ name }) => name.startsWith('hot'))).toHaveLength(7);
  });
});
