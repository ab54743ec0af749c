import { rssGrowthPerThousandTicks } from '../../src/analysis/memory-growth.js';
import { MILLI, samplesOf } from './segment-builder.js';

describe('memory growth', () => {
  it('is bytes per 1,000 ticks, whatever the rate of ticks', () => {
    // 200 bytes a tick, in bursts.
    let ticks = 0;
    const samples = samplesOf(60, (second) => {
      const started = second % 3 === 0 ? 300 : 20;
      ticks += started;
      return { started, rssBytes: 50 * MILLI + 200 * ticks };
    });
    expect(rssGrowthPerThousandTicks(samples)).toBe(200_000);
  });

  it('is 0 and not -0 for memory that shrinks by less than a byte', () => {
    const samples = samplesOf(20, (second) => ({ started: 1_000_000, rssBytes: 50 * MILLI - (second > 10 ? 1 : 0) }));
    expect(Object.is(rssGrowthPerThousandTicks(samples), 0)).toBe(true);
  });

  it('is that of the process that grows most', () => {
    const samples = [5, 80].flatMap((bytesPerTick) =>
      samplesOf(20, (second) => ({
        process: `grows by ${bytesPerTick}`,
        started: 100,
        rssBytes: 50 * MILLI + bytesPerTick * 100 * second,
      })),
    );
    expect(rssGrowthPerThousandTicks(samples)).toBe(80_000);
  });

  it('is known from 10 samples and 1,000 ticks on', () => {
    expect(rssGrowthPerThousandTicks(samplesOf(10, () => ({ started: 100 })))).toBe(0);
  });

  it.each([
    ['9 samples', samplesOf(9, () => ({ started: 1_000 }))],
    ['999 ticks', samplesOf(27, () => ({ started: 37 }))],
    ['no samples', []],
  ])('is unknown with %s', (_, samples) => {
    expect(rssGrowthPerThousandTicks(samples)).toBeUndefined();
  });
});
