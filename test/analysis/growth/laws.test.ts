import * as fc from 'fast-check';
import {
  crossingOf,
  excludes,
  type FitPoint,
  fitLaw,
  type Law,
  levelSquares,
  plausibleLaws,
  stepSquares,
  valueAt,
} from '../../../src/analysis/growth/laws.js';
import { SEED } from '../../aggregate/random-trace.js';

const SHAPES: Record<Law, (x: number) => number> = {
  logarithm: Math.log,
  root: Math.sqrt,
  linear: (x) => x,
  linearithmic: (x) => x * Math.log(x),
  quadratic: (x) => x ** 2,
};
const LAWS = Object.keys(SHAPES) as Law[];

const pointsOf = (y: (x: number) => number, count = 20): FitPoint[] =>
  Array.from({ length: count }, (_, place) => ({ x: place + 1, y: y(place + 1) }));

/** Up and down by turns, so that neighbours do not hang together. */
const wobbling = (points: readonly FitPoint[], share: number): FitPoint[] =>
  points.map(({ x, y }, place) => ({ x, y: y * (1 + (place % 2 === 0 ? share : -share)) }));

describe('a law', () => {
  it.each(LAWS)('that the points follow exactly is found, with its numbers: %s', (law) => {
    const anyNumber = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(anyNumber, anyNumber, (offset, slope) => {
        const points = pointsOf((x) => offset + slope * SHAPES[law](x));
        const [best, ...others] = plausibleLaws(LAWS, points);
        expect(best?.law).toBe(law);
        expect(others).toEqual([]);
        expect((best?.slope ?? 0) / slope).toBeCloseTo(1, 6);
        expect(best === undefined ? 0 : valueAt(best, 30) / (offset + slope * SHAPES[law](30))).toBeCloseTo(1, 6);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('is not told apart where the noise is larger than the difference', () => {
    const points = wobbling(
      pointsOf((x) => 100 + x),
      0.1,
    );
    expect(plausibleLaws(['linear', 'quadratic'], points)).toHaveLength(2);
  });

  it('has a direction of which the limits hold the truth, by the errors of least squares', () => {
    // The textbook's formula, of points whose weights are almost alike.
    const points = wobbling(
      pointsOf((x) => 1_000 + x),
      0.01,
    );
    const fit = fitLaw('linear', points);
    const along = points.reduce((sum, { x }) => sum + (x - 10.5) ** 2, 0);
    const squares = points.reduce((sum, { x, y }) => sum + (y - fitted(points, x)) ** 2, 0);
    expect((fit?.slope ?? 0) / (fit?.errorsAboveZero ?? 0)).toBeCloseTo(Math.sqrt(squares / 18 / along), 1);
  });

  it('is less sure where neighbours hang together', () => {
    const noise = [1, 1, 1, 1, 1, -1, -1, -1, -1, -1];
    const line = pointsOf((x) => 100 + x);
    const together = line.map(({ x, y }, place) => ({ x, y: y + (noise[place % 10] as number) }));
    const alternating = line.map(({ x, y }, place) => ({ x, y: y + (place % 2 === 0 ? 1 : -1) }));
    const errors = (points: FitPoint[]): number => fitLaw('linear', points)?.errorsAboveZero ?? 0;
    expect(errors(together)).toBeLessThan(errors(alternating) / 2);
  });

  it('leaves to the load what the load explains', () => {
    const loads = Array.from({ length: 20 }, (_, place) => 1 + place + 3 * (place % 3));
    const points = loads.map((load, place) => ({ x: place + 1, y: 100 + 10 * Math.log(load), load }));
    expect(
      fitLaw(
        'linear',
        points.map(({ x, y }) => ({ x, y })),
      )?.errorsAboveZero,
    ).toBeGreaterThan(5);
    expect(Math.abs(fitLaw('linear', points)?.slope ?? 1)).toBeLessThan(1e-9);
  });

  it('is not there for few points, and where x stands still or the load moves just like it', () => {
    expect(
      fitLaw(
        'linear',
        pointsOf((x) => x, 5),
      ),
    ).toBeUndefined();
    expect(
      fitLaw(
        'linear',
        pointsOf((x) => x).map(({ y }) => ({ x: 1, y })),
      ),
    ).toBeUndefined();
    expect(
      fitLaw(
        'linear',
        pointsOf((x) => 1 + x).map(({ x, y }) => ({ x, y, load: Math.exp(x) })),
      ),
    ).toBeUndefined();
  });
});

describe('a step', () => {
  it('is what two levels explain and a line does not', () => {
    const step = wobbling(
      pointsOf((x) => (x > 11 ? 150 : 100)),
      0.01,
    );
    const rise = wobbling(
      pointsOf((x) => 100 + 2.5 * x),
      0.01,
    );
    const isGrowth = (points: FitPoint[]): boolean => {
      const fit = fitLaw('linear', points);
      return fit !== undefined && excludes(fit, stepSquares(points));
    };
    expect(isGrowth(step)).toBe(false);
    expect(isGrowth(rise)).toBe(true);
  });

  it('of no height is no better than one level', () => {
    const flat = pointsOf(() => 7);
    expect(levelSquares(flat)).toBeCloseTo(0, 12);
    expect(stepSquares(flat)).toBeCloseTo(0, 12);
  });
});

describe('a crossing', () => {
  it.each(['linear', 'quadratic'] as const)('of a limit is where the law says: %s', (law) => {
    const points = wobbling(
      pointsOf((x) => 100 + SHAPES[law](x)),
      0.001,
    );
    const found = crossingOf(plausibleLaws(['linear', 'quadratic'], points), 100 + SHAPES[law](60));
    expect(Math.abs((found?.x ?? 0) / 60 - 1)).toBeLessThan(0.1);
    expect(found?.earliest).toBeLessThan(60);
    expect(found?.latest).toBeGreaterThan(60);
  });

  it('is not said where it is unsure, or nothing rises', () => {
    expect(
      crossingOf(
        plausibleLaws(
          ['linear'],
          wobbling(
            pointsOf((x) => 100 + x),
            0.1,
          ),
        ),
        300,
      ),
    ).toBeUndefined();
    expect(
      crossingOf(
        plausibleLaws(
          ['linear'],
          pointsOf((x) => 100 - x),
        ),
        300,
      ),
    ).toBeUndefined();
    expect(crossingOf([], 300)).toBeUndefined();
  });
});

/** The line of least squares, without weights. */
function fitted(points: readonly FitPoint[], at: number): number {
  const mean = (of: (point: FitPoint) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [middle, level] = [mean(({ x }) => x), mean(({ y }) => y)];
  const slope = mean(({ x, y }) => (x - middle) * (y - level)) / mean(({ x }) => (x - middle) ** 2);
  return level + slope * (at - middle);
}
