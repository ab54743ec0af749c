// How the time of an operation grows with the size of what it is given. Said only where sizes are far enough apart and what looks like it is excluded:
//
// - chance: the slope is many standard errors above 0, its points counted as fewer where they hang together
// - a busy spell while something filled up: of the largest sizes not one is as fast as any of the smallest
// - two kinds of calls: two levels with a step between them fit clearly worse, as where nothing is computed until there are enough values
// - buckets, caches of the processor and compilers: a law that is nowhere far from what was measured is not excluded

import type { BucketArrayData } from '../../model/histogram/bucket-array.js';
import { SIZE_LAWS, type SizeLaw } from '../../model/report/growth-report.js';
import { LOG_STEPS, type SizeCells } from '../../model/sizes/size-sums.js';
import { excludes, type Fit, type FitPoint, fitLaw, plausibleLaws, stepSquares, valueAt } from './laws.js';

/** Of a size at which a time is reached, between its limits: so that it is right within a tenth. */
export const WIDEST_SIZE = 0.2;

const LEAST_POINTS = 8;
const MOST_POINTS = 48;
/** Of those that were looked at, in one point. */
const LEAST_CALLS = 8;
/** Cells of one point: from a size to 1.4 times as much. */
const WIDEST_POINT = 8;
/** Between the largest sizes and the smallest. */
const LEAST_SPREAD = 4;
const LEAST_RISE = 1.5;
const LEAST_ERRORS = 8;
const STEP_EXCLUDED = 3;
/** Root of the mean square of the relative errors: what fits so well is a law of the machine's as likely as not. */
const CLOSE = 0.015;

export interface SizeGrowth {
  /** Those that are plausible, the best first; x is a size, y nanoseconds. */
  readonly fits: readonly Fit<SizeLaw>[];
  readonly fromSize: number;
  readonly toSize: number;
  readonly fromNanos: number;
  readonly toNanos: number;
  readonly points: number;
  readonly calls: number;
}

/** @returns `undefined` where it may as well not grow, and where too little is known */
export function sizeGrowth(cells: SizeCells): SizeGrowth | undefined {
  const blocks = blocksOf(cells);
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined || blocks.length < LEAST_POINTS) return undefined;
  if (last.x < LEAST_SPREAD * first.x) return undefined;
  const fits = clearFits(blocks);
  const [best] = fits;
  if (best === undefined) return undefined;
  const [fromNanos, toNanos] = [valueAt(best, first.x), valueAt(best, last.x)];
  if (!(fromNanos > 0 && toNanos >= LEAST_RISE * fromNanos)) return undefined;
  return {
    fits,
    fromSize: Math.round(first.x),
    toSize: Math.round(last.x),
    fromNanos,
    toNanos,
    points: blocks.length,
    calls: blocks.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function clearFits(points: readonly FitPoint[]): Fit<SizeLaw>[] {
  if (!isAboveItsBegin(points)) return [];
  const [best] = plausibleLaws(SIZE_LAWS, points);
  if (best === undefined || best.errorsAboveZero < LEAST_ERRORS) return [];
  if (!excludes(best, stepSquares(points), STEP_EXCLUDED)) return [];
  return notExcluded(best, points);
}

/** @returns the laws that may be the cause of these points, the best first */
function notExcluded(best: Fit<SizeLaw>, points: readonly FitPoint[]): Fit<SizeLaw>[] {
  const errorOf = ({ squares }: Fit): number => Math.sqrt(squares / points.length);
  const plausible = new Set(plausibleLaws(SIZE_LAWS, points).map(({ law }) => law));
  const isNear = (fit: Fit): boolean => errorOf(fit) < CLOSE + errorOf(best);
  const all = SIZE_LAWS.flatMap((law) => fitLaw(law, points) ?? []).filter(
    // Where the best is as near as that, nothing that moves the points can have hidden a law that is farther off.
    errorOf(best) < CLOSE ? isNear : (fit) => errorOf(fit) < CLOSE || plausible.has(fit.law),
  );
  return all.toSorted((one, other) => one.squares - other.squares);
}

function isAboveItsBegin(points: readonly FitPoint[]): boolean {
  const third = Math.floor(points.length / 3);
  const values = points.map(({ y }) => y);
  return Math.min(...values.slice(-third)) > Math.max(...values.slice(0, third));
}

interface Block extends FitPoint {
  readonly calls: number;
}

/** Cells side by side, of which each has enough calls, in equal parts of the logarithm of the size. */
function blocksOf({ calls, sizes, logSteps }: SizeCells): Block[] {
  const cellsTogether = Math.ceil(calls.values.length / MOST_POINTS);
  const blocks: Block[] = [];
  let sums = { calls: 0, size: 0, steps: 0, cells: 0 };
  for (const [place, count] of calls.values.entries()) {
    const cell = calls.offset + place;
    sums = {
      calls: sums.calls + count,
      size: sums.size + valueIn(sizes, cell),
      steps: sums.steps + valueIn(logSteps, cell),
      cells: sums.cells + 1,
    };
    if (sums.cells < cellsTogether) continue;
    if (sums.calls < LEAST_CALLS) {
      // A few calls of quite another size belong to neither side.
      if (sums.calls > 0 && sums.cells < Math.max(WIDEST_POINT, 2 * cellsTogether)) continue;
    } else {
      blocks.push({
        x: sums.size / sums.calls,
        y: 2 ** (sums.steps / sums.calls / LOG_STEPS),
        calls: sums.calls,
      });
    }
    sums = { calls: 0, size: 0, steps: 0, cells: 0 };
  }
  return blocks;
}

function valueIn({ offset, values }: BucketArrayData, cell: number): number {
  return values[cell - offset] ?? 0;
}
