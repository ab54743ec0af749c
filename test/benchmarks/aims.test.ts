// Whether an aim is met follows from what was measured, and from nothing else.

import { createRequire } from 'node:module';

interface Spread {
  median: number;
  least: number;
  most: number;
}
type Runs = Map<string, Record<string, number | null>[]>;

const load = createRequire(__filename);
const { aimsOf } = load('../../benchmarks/aims.js') as {
  aimsOf: (results: Record<string, unknown>) => { aim: string; measured: string; isMet: boolean }[];
};
const { ratioByRound, rowsOf } = load('../../benchmarks/compared.js') as {
  ratioByRound: (runs: Runs, name: string, to: string, key: string) => number[];
  rowsOf: (runs: Runs, keys: string[]) => Record<string, unknown>[];
};

const spread = (median: number): Spread => ({ median, least: median - 0.01, most: median + 0.01 });
const programs = (ratio: number): Record<string, unknown> => ({
  programs: { rows: [{ what: 'a loop', tickscope: spread(ratio) }] },
});

/** One regime with the given shares of what stock adds. */
function ticks(threadToStock: Spread | undefined, processToStock: Spread): Record<string, unknown> {
  const row = { threadToStock, processToStock, p50Nanos: spread(2_300) };
  const rows = [
    { name: 'tickscope', ...row },
    { name: 'tickscope, sending', ...row },
  ];
  const allocation = [{ shape: '23', rows: [{ name: 'tickscope', tickBytes: spread(0) }] }];
  return { ticks: { cells: [{ regime: 'hot', shape: '23', rows }], allocation } };
}

describe('the aims of the benchmarks', () => {
  it.each([
    [1.1, true],
    [1.101, false],
  ])('are judged by the median: %d of 1.10 is met: %s', (ratio, isMet) => {
    expect(aimsOf(programs(ratio))).toEqual([expect.objectContaining({ isMet })]);
  });

  it('are missed against stock where the process takes more, though its main thread does not', () => {
    const [hot] = aimsOf(ticks(spread(0.04), spread(0.06)));
    expect(hot).toMatchObject({ isMet: false });
  });

  it('are judged by the process alone where a platform has no time of a thread, and say so', () => {
    const [hot] = aimsOf(ticks(undefined, spread(0.04)));
    expect(hot).toMatchObject({ isMet: true, measured: expect.stringContaining('thread -') as string });
  });

  it('are not there for what was not measured', () => {
    expect(aimsOf({})).toEqual([]);
  });
});

describe('the runs of a benchmark', () => {
  it('are compared within a round, whatever the machine does between two rounds', () => {
    const runs: Runs = new Map([
      ['bare', [{ nanos: 10 }, { nanos: 1_000 }]],
      ['tickscope', [{ nanos: 15 }, { nanos: 1_500 }]],
      ['stock', [{ nanos: 60 }, { nanos: 6_000 }]],
    ]);
    expect(ratioByRound(runs, 'tickscope', 'stock', 'nanos')).toEqual([0.1, 0.1]);
    expect(rowsOf(runs, ['nanos'])[1]).toEqual({ name: 'tickscope', nanos: { median: 500, least: 5, most: 500 } });
  });

  it('have no figure, not nothing, for what a platform does not measure', () => {
    const runs: Runs = new Map([
      ['bare', [{ nanos: null }]],
      ['tickscope', [{ nanos: null }]],
    ]);
    expect(rowsOf(runs, ['nanos'])).toEqual([
      { name: 'bare', nanos: undefined },
      { name: 'tickscope', nanos: undefined },
    ]);
  });
});
