// Does an operation take longer the longer the program runs? Said only where everything else that looks like it is excluded:
//
// - chance: the slope is many standard errors above 0, its points counted as fewer where they hang together, and beside what the load explains
// - a busy spell: in the last third not one point is as low as any of the first third
// - a change: two levels with a step between them fit clearly worse (a deployment, another machine, a neighbour)
// - something that fills up: its second half goes on rising like the whole; a logarithm and a plateau do not
// - the machine: where all operations of the process rise together, it is not theirs

import type { Nanoseconds } from '../../model/units.js';
import type { TimedOperation, TimedPoint } from './durations-over-time.js';
import { excludes, type Fit, type FitPoint, fitLaw, plausibleLaws, stepSquares, valueAt } from './laws.js';

export const HOUR_MILLIS = 3_600_000;
/** Shorter, and it is how a program starts. */
const LEAST_SPAN_MILLIS = 9.5 * 60_000;
const LEAST_POINTS = 12;
const MOST_POINTS = 24;
const LEAST_CALLS = 20;
/** Less is within what buckets, compilers and memory do. */
const LEAST_RISE = 1.25;
const LEAST_ERRORS = 8;
/** A step has one more number to be fitted with. */
const STEP_EXCLUDED = 3;
/** Of the slope of the whole, in its second half. */
const GOES_ON = 0.5;
const LEAST_ERRORS_OF_HALF = 2;
/** Of all operations. Less is a loop with the strategy and the tick that it is in, which grow with it. */
const ALIKE = 0.9;

const LAWS = ['linear', 'quadratic'] as const;
type GrowthLaw = (typeof LAWS)[number];
const SLOWING = ['logarithm', 'root'] as const;

/** Some cells of time together. */
interface Block extends FitPoint {
  readonly p95: number;
}

export interface UptimeGrowth {
  readonly operation: TimedOperation;
  /** Those that are plausible, the best first; x is hours since the process began, y nanoseconds. */
  readonly fits: readonly Fit<GrowthLaw>[];
  /** The same of p95, with the laws that the median leaves open; empty where it does not rise as clearly. */
  readonly p95Fits: readonly Fit<GrowthLaw>[];
  readonly fromNanos: Nanoseconds;
  readonly toNanos: Nanoseconds;
  readonly p95Nanos: number;
  readonly firstHours: number;
  readonly lastHours: number;
  readonly points: number;
}

/** @param operations of one process */
export function uptimeGrowth(operations: readonly TimedOperation[], startedAtUnixMillis: number): UptimeGrowth[] {
  const judged = operations.flatMap((operation) => {
    const blocks = blocksOf(operation.points, startedAtUnixMillis);
    return blocks === undefined ? [] : { operation, blocks, rise: roughRise(blocks) };
  });
  return judged.flatMap(({ operation, blocks, rise }) => {
    if (
      isTheMachine(
        rise,
        judged.map((other) => other.rise),
      )
    )
      return [];
    return growthOf(operation, blocks) ?? [];
  });
}

function growthOf(operation: TimedOperation, blocks: readonly Block[]): UptimeGrowth | undefined {
  const fits = clearFits(blocks);
  const [best] = fits;
  const first = blocks[0];
  const last = blocks.at(-1);
  if (best === undefined || first === undefined || last === undefined) return undefined;
  const from = valueAt(best, first.x);
  const to = valueAt(best, last.x);
  if (!(from > 0 && to >= LEAST_RISE * from)) return undefined;
  const p95Fits = fitsOfP95(blocks, fits);
  return {
    operation,
    fits,
    p95Fits,
    fromNanos: Math.round(from) as Nanoseconds,
    toNanos: Math.round(to) as Nanoseconds,
    p95Nanos: p95Fits[0] === undefined ? last.p95 : valueAt(p95Fits[0], last.x),
    firstHours: first.x,
    lastHours: last.x,
    points: blocks.length,
  };
}

/** Whatever makes the median grow makes p95 grow: its law is one that either of the two leaves open. */
function fitsOfP95(blocks: readonly Block[], fits: readonly Fit<GrowthLaw>[]): Fit<GrowthLaw>[] {
  const points = blocks.map(({ p95, ...block }) => ({ ...block, y: p95 }));
  const clear = clearFits(points);
  if (clear.length === 0) return [];
  const others = fits.filter(({ law }) => !clear.some((fit) => fit.law === law));
  return [...clear, ...others.flatMap(({ law }) => fitLaw(law, points) ?? [])];
}

/** @returns the laws that the points may follow; empty where they may as well not grow */
function clearFits(points: readonly FitPoint[]): Fit<GrowthLaw>[] {
  if (!isAboveItsBegin(points)) return [];
  const fits = plausibleLaws(LAWS, points);
  const [best] = fits;
  if (best === undefined || best.errorsAboveZero < LEAST_ERRORS) return [];
  const alone = points.map(({ x, y }) => ({ x, y }));
  const withoutLoad = fitLaw(best.law, alone);
  if (withoutLoad === undefined || withoutLoad.errorsAboveZero < LEAST_ERRORS) return [];
  // What the load explains away is not growth.
  if (best.slope < withoutLoad.slope * GOES_ON) return [];
  if (!excludes(withoutLoad, stepSquares(alone), STEP_EXCLUDED)) return [];
  return isFillingUp(alone, withoutLoad) ? [] : fits;
}

function isFillingUp(points: readonly FitPoint[], best: Fit): boolean {
  // From its own begin: long after the start of the program a logarithm of the whole time is a straight line too.
  const [first, second] = points;
  if (first === undefined || second === undefined) return true;
  const fromBegin = points.map(({ x, y }) => ({ x: x - first.x + (second.x - first.x) / 2, y }));
  if (SLOWING.some((law) => (fitLaw(law, fromBegin)?.squares ?? Infinity) <= best.squares)) return true;
  const half = fitLaw('linear', points.slice(points.length >> 1));
  const whole = fitLaw('linear', points);
  if (half === undefined || whole === undefined) return true;
  return half.slope < whole.slope * GOES_ON || half.errorsAboveZero < LEAST_ERRORS_OF_HALF;
}

function isAboveItsBegin(points: readonly FitPoint[]): boolean {
  const third = Math.floor(points.length / 3);
  const values = points.map(({ y }) => y);
  return third > 0 && Math.min(...values.slice(-third)) > Math.max(...values.slice(0, third));
}

/** The logarithm of how much the last third is above the first. */
function roughRise(blocks: readonly Block[]): number {
  const third = Math.floor(blocks.length / 3);
  const level = (part: readonly Block[]): number => part.reduce((sum, { y }) => sum + Math.log(y), 0) / part.length;
  return level(blocks.slice(-third)) - level(blocks.slice(0, third));
}

/** Where four operations or more are judged and hardly one of them does not rise at least half as much as this one. */
function isTheMachine(rise: number, rises: readonly number[]): boolean {
  const alike = rises.filter((other) => other >= rise / 2).length;
  return rises.length >= 4 && alike >= ALIKE * rises.length;
}

/** Equal parts of the time, of which each has enough calls. @returns `undefined` where that is too few, or too short */
function blocksOf(points: readonly TimedPoint[], startedAtUnixMillis: number): Block[] | undefined {
  const begin = points[0]?.unixMillis ?? 0;
  const span = (points.at(-1)?.unixMillis ?? 0) - begin;
  if (span < LEAST_SPAN_MILLIS) return undefined;
  const parts: TimedPoint[][] = [[]];
  let partOfLast = 0;
  for (const point of points) {
    const part = Math.floor(((point.unixMillis - begin) / span) * MOST_POINTS);
    // The last moment is no part of its own.
    if (part > partOfLast && part < MOST_POINTS && callsIn(parts.at(-1) ?? []) >= LEAST_CALLS) parts.push([]);
    partOfLast = part;
    parts.at(-1)?.push(point);
  }
  const blocks = parts.filter((part) => callsIn(part) >= LEAST_CALLS).map((part) => blockOf(part, startedAtUnixMillis));
  return blocks.length < LEAST_POINTS ? undefined : blocks;
}

function blockOf(points: readonly TimedPoint[], startedAtUnixMillis: number): Block {
  const calls = callsIn(points);
  const mean = (of: (point: TimedPoint) => number): number =>
    points.reduce((sum, point) => sum + point.calls * of(point), 0) / calls;
  const covered = points.reduce((sum, { coveredMillis }) => sum + coveredMillis, 0);
  return {
    // A cell's middle may lie before the process began.
    x:
      Math.max(
        mean((point) => point.unixMillis - startedAtUnixMillis),
        1,
      ) / HOUR_MILLIS,
    y: Math.exp(mean(({ medianNanos }) => Math.log(medianNanos))),
    p95: Math.exp(mean(({ p95Nanos }) => Math.log(p95Nanos))),
    load: calls / Math.max(covered, 1),
  };
}

function callsIn(points: readonly TimedPoint[]): number {
  return points.reduce((sum, { calls }) => sum + calls, 0);
}
