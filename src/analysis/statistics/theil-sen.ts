// The Theil-Sen slope: the median of the slopes between all pairs of points. Up to 29 % of outliers do not move it.
//
// Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968).

import { median } from './numbers.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pairs grow with the square: 300 points are 44,850 of them, some milliseconds. */
export const MOST_POINTS = 300;

/** @returns y per x; `undefined` where no two points differ in x */
export function theilSenSlope(points: readonly Point[]): number | undefined {
  const thinned = thinOut(points);
  const slopes = new Float64Array((thinned.length * (thinned.length - 1)) / 2);
  let count = 0;
  for (const [place, one] of thinned.entries()) {
    for (let later = place + 1; later < thinned.length; later++) {
      const other = thinned[later] as Point;
      if (other.x !== one.x) slopes[count++] = (other.y - one.y) / (other.x - one.x);
    }
  }
  return count === 0 ? undefined : median(slopes.subarray(0, count));
}

/** Evenly spread over the list, first and last included: the same list always gives the same points. */
function thinOut(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, place) => points[Math.round(place * step)] as Point);
}
