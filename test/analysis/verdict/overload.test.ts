import { findOverloads } from '../../../src/analysis/verdict/overload.js';
import { BEGIN, samplesOf } from '../segment-builder.js';

/** Ten seconds a window; ticks started and ended in each second of it. */
function windows(...rates: readonly (readonly [started: number, ended: number])[]): ReturnType<typeof samplesOf> {
  return samplesOf(10 * rates.length, (second) => {
    const [started, ended] = rates[Math.floor((second - 1) / 10)] as readonly [number, number];
    return { started, ended };
  });
}

const calm = [100, 100] as const;
const rising = [120, 100] as const;

describe('overload', () => {
  it('is three windows of 10 s in a row in which over 5 % more ticks begin than end', () => {
    expect(findOverloads(windows(calm, rising, rising, rising, calm))).toEqual([
      {
        process: 'p1',
        fromUnixMillis: BEGIN + 10_000,
        durationNanos: 30_000_000_000,
        windows: 3,
        ticksStarted: 3_600,
        ticksEnded: 3_000,
      },
    ]);
  });

  it.each([
    ['two windows', windows(rising, rising, calm, rising, rising)],
    ['exactly 5 %', windows([105, 100], [105, 100], [105, 100], [105, 100])],
    ['a third window that is not full yet', windows(rising, rising, rising).slice(0, -1)],
    ['no ticks', windows([0, 0], [0, 0], [0, 0])],
    ['no samples', []],
  ])('is not %s', (_, samples) => {
    expect(findOverloads(samples)).toEqual([]);
  });

  it('is judged for each process; the longest comes first', () => {
    const long = windows(rising, rising, rising, rising).map((sample) => ({ ...sample, process: 'p2' }));
    const short = windows(rising, rising, rising, calm);
    const idle = windows(calm, calm, calm, calm).map((sample) => ({ ...sample, process: 'p3' }));
    const mixed = [...short, ...long, ...idle].toSorted((left, right) => left.atUnixMillis - right.atUnixMillis);
    expect(findOverloads(mixed).map(({ process, windows: count }) => [process, count])).toEqual([
      ['p2', 4],
      ['p1', 3],
    ]);
  });

  it('of two runs of the same length is the first', () => {
    const [overload] = findOverloads(windows(rising, rising, rising, calm, rising, rising, rising));
    expect(overload).toMatchObject({ fromUnixMillis: BEGIN, windows: 3 });
  });

  it('counts a program whose ticks never end', () => {
    expect(findOverloads(windows([1, 0], [1, 0], [1, 0]))).toMatchObject([{ ticksStarted: 30, ticksEnded: 0 }]);
  });
});
