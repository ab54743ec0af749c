// The last minutes of the sums, and windows of them that end now.

import { REMEMBERED_NANOS, type WindowLimits } from './limits.js';
import { RSS, type SumsRow } from './sums.js';

/** What was added between two rows. */
export interface Change {
  readonly nanos: number;
  of(place: number): number;
}

/** Rows that are closer to the one before take its place: a loop that was held is followed by many at once. */
const LEAST_BETWEEN_NANOS = 100_000_000;
const MOST_ROWS = 1_024;

interface Point {
  readonly atNanos: number;
  readonly row: SumsRow;
}

export class History {
  readonly #points: Point[] = [];
  #beganNanos: number | undefined;

  add(atNanos: number, row: SumsRow): void {
    this.#beganNanos ??= atNanos;
    const points = this.#points;
    const before = points.at(-2);
    if (before !== undefined && atNanos - before.atNanos < LEAST_BETWEEN_NANOS) points.pop();
    points.push({ atNanos, row });
    // The first of the rows is as old as the longest window, or older.
    while (points.length > MOST_ROWS || atNanos - (points[1]?.atNanos ?? atNanos) >= REMEMBERED_NANOS) {
      points.shift();
    }
  }

  get atNanos(): number {
    return this.#points.at(-1)?.atNanos ?? 0;
  }

  /** @returns `undefined` where what is remembered is shorter, or holds too little of `counted` */
  window({ nanos, mostNanos, least }: WindowLimits, counted: number): Change | undefined {
    const last = this.#points.at(-1);
    if (last === undefined) return undefined;
    for (let at = this.#points.length - 2; at >= 0; at--) {
      const first = this.#points[at] as Point;
      const passed = last.atNanos - first.atNanos;
      if (passed < nanos) continue;
      if ((last.row[counted] as number) - (first.row[counted] as number) >= least) return changeOf(first, last);
      if (passed >= mostNanos) return undefined;
    }
    return undefined;
  }

  /** What had come by the first row, where that is younger than `nanos`: of sums to which a healthy start adds nothing. */
  beforeFirst(counted: number, nanos: number): number {
    const [first] = this.#points;
    return first === undefined || this.atNanos - first.atNanos >= nanos ? 0 : (first.row[counted] as number);
  }

  /** From the last row that is so old, or the first that is remembered: where the loop was held, rows are far apart. */
  since(nanos: number): Change {
    return this.sinceSettled(nanos, 0);
  }

  /** The same of what comes into the sums after it: what was under way at the first row is left out. @param lateNanos how late it comes */
  sinceSettled(nanos: number, lateNanos: number): Change {
    const last = this.#points.at(-1);
    if (last === undefined) return NO_CHANGE;
    const settledNanos = (this.#beganNanos ?? 0) + lateNanos;
    const first =
      this.#points.findLast(({ atNanos }) => last.atNanos - atNanos >= nanos && atNanos >= settledNanos) ??
      this.#points.find(({ atNanos }) => atNanos >= settledNanos);
    return changeOf(first ?? last, last);
  }

  /** The last windows of so long each, the earliest first; `undefined` where less is remembered. */
  windows(nanos: number, count: number): Change[] | undefined {
    const last = this.#points.at(-1);
    if (last === undefined) return undefined;
    const changes: Change[] = [];
    let end = last;
    for (let at = this.#points.length - 2; at >= 0 && changes.length < count; at--) {
      const first = this.#points[at] as Point;
      if (end.atNanos - first.atNanos < nanos) continue;
      changes.unshift(changeOf(first, end));
      end = first;
    }
    return changes.length === count ? changes : undefined;
  }

  /** @returns the smallest RSS in the last time; 0 where so much is not remembered, or it is not known */
  leastRss(nanos: number): number {
    const { atNanos } = this;
    let least = Infinity;
    for (let at = this.#points.length - 1; at >= 0; at--) {
      const point = this.#points[at] as Point;
      least = Math.min(least, point.row[RSS] as number);
      if (atNanos - point.atNanos >= nanos) return least;
    }
    return 0;
  }
}

const NO_CHANGE: Change = { nanos: 0, of: () => 0 };

function changeOf(first: Point, last: Point): Change {
  return {
    nanos: last.atNanos - first.atNanos,
    of: (place) => (last.row[place] as number) - (first.row[place] as number),
  };
}
