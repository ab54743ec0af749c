import * as fc from 'fast-check';
import { median } from '../../../src/analysis/statistics/numbers.js';
import { MOST_POINTS, type Point, theilSenSlope } from '../../../src/analysis/statistics/theil-sen.js';
import { SEED } from '../../aggregate/random-trace.js';

describe('the Theil-Sen slope', () => {
  it('is the slope of a straight line, with a quarter of the points far off', () => {
    const points = Array.from({ length: 200 }, (_, x) => ({ x, y: x % 4 === 0 ? 1e9 : 3 * x + 7 }));
    expect(theilSenSlope(points)).toBeCloseTo(3, 9);
  });

  it('is unknown where no two points differ in x', () => {
    expect(theilSenSlope([])).toBeUndefined();
    expect(theilSenSlope([{ x: 1, y: 2 }])).toBeUndefined();
    expect(
      theilSenSlope([
        { x: 1, y: 2 },
        { x: 1, y: 9 },
      ]),
    ).toBeUndefined();
  });

  it('is the median of all slopes', () => {
    const anyPoint = fc.record({ x: fc.nat(20), y: fc.integer({ min: -50, max: 50 }) });
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 12 }), (points: Point[]) => {
        const slopes = points.flatMap((one) =>
          points.filter((other) => other.x > one.x).map((other) => (other.y - one.y) / (other.x - one.x)),
        );
        const slope = theilSenSlope(points);
        expect(slope === undefined).toBe(slopes.length === 0);
        expect(slope ?? 0).toBeCloseTo(slopes.length === 0 ? 0 : median(slopes), 12);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('looks at the whole of a long series, thinned out evenly', () => {
    // The first tenth is flat; a look at the first 300 points only would find no slope.
    const points = Array.from({ length: 10 * MOST_POINTS }, (_, x) => ({ x, y: x < MOST_POINTS ? 0 : 2 * x }));
    expect(theilSenSlope(points)).toBe(2);
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('has a median: of %j it is %d', (values, expected) => {
    const before = [...values];
    expect(median(values)).toBe(expected);
    expect(values).toEqual(before);
  });
});
