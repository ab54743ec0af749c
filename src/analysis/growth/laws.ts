// Which law a time follows as something else grows: y = a + b g(x), fitted to each g by least squares of the relative errors, because the noise
// of a duration is a share of it. Laws are told apart by how well they fit, and where two fit alike nothing is said of which it is.
//
// Neighbouring points hang together: a machine that is busy now is busy in ten seconds too. So the points count as fewer: n (1 - r) / (1 + r), r the
// correlation of a residual with the next one. Bayley and Hammersley, "The effective number of independent observations" (1946).

/** `logarithm` and `root` slow down: what follows them better than a law is filling up, and no growth that goes on. */
export type Law = 'logarithm' | 'root' | 'linear' | 'linearithmic' | 'quadratic';

interface Shape {
  of(x: number): number;
  inverse(shape: number): number;
  slopeAt(x: number): number;
}

const SHAPES: Readonly<Record<Law, Shape>> = {
  logarithm: { of: Math.log, inverse: Math.exp, slopeAt: (x) => 1 / x },
  root: { of: Math.sqrt, inverse: (shape) => shape * shape, slopeAt: (x) => 0.5 / Math.sqrt(x) },
  linear: { of: (x) => x, inverse: (shape) => shape, slopeAt: () => 1 },
  linearithmic: { of: (x) => x * Math.log(x), inverse: inverseLinearithm, slopeAt: (x) => Math.log(x) + 1 },
  quadratic: { of: (x) => x * x, inverse: (shape) => Math.sqrt(Math.max(0, shape)), slopeAt: (x) => 2 * x },
};

/** Of a law that fits worse by this much in the logarithm of its likelihood: 400 to 1 against it. */
const EXCLUDED = 6;
/** Of the line's direction: how far its limits are from it. More than 2.6, which would be 99 %: how points hang together is only estimated. */
const LIMIT_ERRORS = 4;

/** With fewer, nothing is known of how they hang together. */
const LEAST_POINTS = 6;
/** With fewer that count, no law is told from another. */
const LEAST_EFFECTIVE_POINTS = 8;
/** Of a crossing, between its limits: beyond, a date would be a guess. */
const WIDEST = 0.3;

export interface FitPoint {
  /** Above 0. */
  readonly x: number;
  /** Above 0. */
  readonly y: number;
  /** What else may have made y large, such as the load; its logarithm is fitted beside the law. */
  readonly load?: number;
}

export interface Fit<Of extends Law = Law> {
  readonly law: Of;
  /** y = offset + slope g(x). */
  readonly offset: number;
  readonly slope: number;
  /** How many standard errors the slope is above 0. */
  readonly errorsAboveZero: number;
  /** Sum of the squares of the relative errors. */
  readonly squares: number;
  readonly effectivePoints: number;
  /** The middle of the points, through which the line goes whatever its direction. */
  readonly middle: { readonly shape: number; readonly y: number };
}

/** @returns `undefined` with fewer than six points, or where x stands still or moves with the load alone */
export function fitLaw<Of extends Law>(law: Of, points: readonly FitPoint[]): Fit<Of> | undefined {
  if (points.length < LEAST_POINTS) return undefined;
  const weights = points.map(({ y }) => 1 / (y * y));
  const shapes = centred(
    points.map(({ x }) => SHAPES[law].of(x)),
    weights,
  );
  const values = centred(
    points.map(({ y }) => y),
    weights,
  );
  const loads = centred(
    points.map(({ load = 1 }) => Math.log(load)),
    weights,
  );
  // What the load explains is taken out of both: the rest of the one against the rest of the other.
  const loadSquares = products(loads.rest, loads.rest, weights);
  const isLoaded = loadSquares > 1e-12 * points.length;
  const without = (rest: readonly number[]): readonly number[] => {
    const share = isLoaded ? products(loads.rest, rest, weights) / loadSquares : 0;
    return rest.map((value, place) => value - share * (loads.rest[place] as number));
  };
  const along = without(shapes.rest);
  const up = without(values.rest);
  const alongSquares = products(along, along, weights);
  if (!(alongSquares > 1e-9 * products(shapes.rest, shapes.rest, weights))) return undefined;
  const slope = products(along, up, weights) / alongSquares;
  const residuals = up.map(
    (value, place) => (value - slope * (along[place] as number)) / (points[place] as FitPoint).y,
  );
  const squares = residuals.reduce((total, value) => total + value * value, 0);
  const effectivePoints = points.length * keptShare(residuals, squares);
  const freedom = Math.max(1, effectivePoints - (isLoaded ? 3 : 2));
  const error = Math.sqrt(squares / freedom / alongSquares);
  return {
    law,
    offset: values.middle - slope * shapes.middle,
    slope,
    errorsAboveZero: error === 0 ? Math.sign(slope) * Infinity : slope / error,
    squares,
    effectivePoints,
    middle: { shape: shapes.middle, y: values.middle },
  };
}

interface Centred {
  readonly middle: number;
  readonly rest: readonly number[];
}

function centred(values: readonly number[], weights: readonly number[]): Centred {
  let total = 0;
  let whole = 0;
  for (const [place, value] of values.entries()) {
    total += value * (weights[place] as number);
    whole += weights[place] as number;
  }
  return { middle: total / whole, rest: values.map((value) => value - total / whole) };
}

function products(one: readonly number[], other: readonly number[], weights: readonly number[]): number {
  return one.reduce((total, value, place) => total + value * (other[place] as number) * (weights[place] as number), 0);
}

/** Newton's method: x log x is convex, so from above it comes down to where it has to. */
function inverseLinearithm(shape: number): number {
  if (!(shape > 0) || shape === Infinity) return Math.max(shape, 1);
  let x = Math.max(Math.E, shape);
  for (let step = 0; step < 100; step++) {
    const next = (x + shape) / (Math.log(x) + 1);
    if (Math.abs(next - x) <= 1e-12 * x) break;
    x = next;
  }
  return x;
}

/** What one more of x adds there, between the limits of the slope. */
export function slopesAt({ law, slope, errorsAboveZero }: Fit, x: number): readonly [least: number, most: number] {
  const one = slope * SHAPES[law].slopeAt(x);
  return [one * (1 - LIMIT_ERRORS / errorsAboveZero), one * (1 + LIMIT_ERRORS / errorsAboveZero)];
}

export function valueAt({ law, offset, slope }: Fit, x: number): number {
  return offset + slope * SHAPES[law].of(x);
}

/** Whether a rival that leaves these squares of relative errors fits so much worse that it is none. */
export function excludes(best: Fit, rivalSquares: number, by: number = EXCLUDED): boolean {
  if (best.squares === 0) return rivalSquares > 0;
  return (best.effectivePoints / 2) * Math.log(rivalSquares / best.squares) > by;
}

/** @returns the fits of those of the laws that the points do not exclude, the best first */
export function plausibleLaws<Of extends Law>(laws: readonly Of[], points: readonly FitPoint[]): Fit<Of>[] {
  const fits = laws.flatMap((law) => fitLaw(law, points) ?? []).toSorted((one, other) => one.squares - other.squares);
  const [best] = fits;
  if (best === undefined) return [];
  // A wave that is as long as what was seen looks like either.
  if (best.effectivePoints < LEAST_EFFECTIVE_POINTS) return fits;
  return fits.filter((fit) => fit === best || !excludes(best, fit.squares));
}

/** Squares of the relative errors of two levels, one until some point and another from there: not growth, but a change. */
export function stepSquares(points: readonly FitPoint[]): number {
  let least = Infinity;
  for (let first = 2; first <= points.length - 2; first++) {
    least = Math.min(least, levelSquares(points.slice(0, first)) + levelSquares(points.slice(first)));
  }
  return least;
}

/** Squares of the relative errors of one level for all. */
export function levelSquares(points: readonly FitPoint[]): number {
  let inverse = 0;
  let inverseSquares = 0;
  for (const { y } of points) {
    inverse += 1 / y;
    inverseSquares += 1 / (y * y);
  }
  const level = inverse / inverseSquares;
  return points.reduce((total, { y }) => total + ((y - level) / y) ** 2, 0);
}

export interface Crossing {
  readonly x: number;
  readonly earliest: number;
  readonly latest: number;
}

/**
 * @param fits those that are plausible, the best first
 * @param widest between its limits, as a share
 * @returns where y reaches a limit; `undefined` where one of them says never, or they do not agree
 */
export function crossingOf(fits: readonly Fit[], limit: number, widest: number = WIDEST): Crossing | undefined {
  const [best] = fits;
  if (best === undefined) return undefined;
  const all = fits.flatMap((fit) =>
    [1 + LIMIT_ERRORS / fit.errorsAboveZero, 1 - LIMIT_ERRORS / fit.errorsAboveZero].map((factor) =>
      reaches(fit, factor, limit),
    ),
  );
  const x = reaches(best, 1, limit);
  const latest = Math.max(...all);
  const earliest = Math.min(...all);
  // Also where one says never: infinity is no small share of anything.
  return latest - earliest <= widest * x && x < Infinity ? { x, earliest, latest } : undefined;
}

/** @param factor of the slope, round the middle of the points */
function reaches({ law, slope, middle }: Fit, factor: number, limit: number): number {
  if (!(slope * factor > 0)) return Infinity;
  return SHAPES[law].inverse(middle.shape + (limit - middle.y) / (slope * factor));
}

/** The share of the points that would say as much if they did not hang together. */
function keptShare(residuals: readonly number[], squares: number): number {
  // What is left of points that follow a law exactly is rounding.
  if (squares < 1e-20 * residuals.length) return 1;
  let withNext = 0;
  for (let place = 1; place < residuals.length; place++) {
    withNext += (residuals[place] as number) * (residuals[place - 1] as number);
  }
  // Of a few points around a line the correlation comes out too small, by (2 + 4 r) / n: Marriott and Pope (1954).
  const unbiased = (withNext / squares + 2 / residuals.length) / (1 - 4 / residuals.length);
  const correlation = Math.min(0.95, Math.max(0, unbiased));
  return (1 - correlation) / (1 + correlation);
}
