import { shareInterval } from '../../src/analysis/share-interval.js';

describe('the interval of a share', () => {
  it('is one point where all ticks are alike', () => {
    const { atLeast, atMost } = shareInterval([{ ticks: 100, totalNanos: 1e6, nanos: 25e4, squares: 100 / 16 }]);
    expect(atLeast).toBeCloseTo(0.25, 9);
    expect(atMost).toBeCloseTo(0.25, 9);
  });

  it('lies between 0 and 1 where one tick in a hundred is all of it', () => {
    const { atLeast, atMost } = shareInterval([{ ticks: 100, totalNanos: 1e6, nanos: 1e4, squares: 1 }]);
    expect(atLeast).toBeGreaterThan(0);
    expect(atLeast).toBeLessThan(0.01);
    expect(atMost).toBeGreaterThan(0.03);
    expect(atMost).toBeLessThan(1);
  });

  it('is the share itself where it is nothing or all', () => {
    expect(shareInterval([{ ticks: 9, totalNanos: 9, nanos: 9, squares: 9 }])).toEqual({ atLeast: 1, atMost: 1 });
    expect(shareInterval([{ ticks: 9, totalNanos: 9, nanos: 0, squares: 0 }])).toEqual({ atLeast: 0, atMost: 0 });
  });
});
