// How RSS grows over the time that target P2 asks for: the slope that the report has, on fewer points.

import { median } from '../../analysis/statistics/numbers.js';
import { type Point, theilSenSlope } from '../../analysis/statistics/theil-sen.js';
import { MEMORY_STABILITY_NANOS } from '../../model/targets.js';
import { MINUTE, type Share } from '../../model/units.js';
import { MEMORY_POINT_NANOS } from './limits.js';

export class RecentRssGrowth {
  readonly #points: Point[] = [];
  #judgedNanos = -Infinity;
  #share: Share | undefined;

  /** @param rssBytes 0 where it is not known */
  add(atNanos: number, rssBytes: number): void {
    const points = this.#points;
    if (rssBytes === 0 || atNanos - (points.at(-1)?.x ?? -Infinity) < MEMORY_POINT_NANOS) return;
    points.push({ x: atNanos, y: rssBytes });
    while (points.length > 1 && atNanos - (points[1] as Point).x >= MEMORY_STABILITY_NANOS) points.shift();
  }

  /** @returns growth over the time, as a share of the median; `undefined` until there is so much time */
  share(atNanos: number): Share | undefined {
    // All pairs of points: a fraction of a millisecond, once a minute.
    if (atNanos - this.#judgedNanos < MINUTE) return this.#share;
    this.#judgedNanos = atNanos;
    this.#share = this.#judge(atNanos);
    return this.#share;
  }

  #judge(atNanos: number): Share | undefined {
    const points = this.#points;
    const spanNanos = atNanos - (points[0]?.x ?? atNanos);
    if (spanNanos < MEMORY_STABILITY_NANOS) return undefined;
    const slope = theilSenSlope(points);
    return slope === undefined ? undefined : (((slope * spanNanos) / median(points.map(({ y }) => y))) as Share);
  }
}
