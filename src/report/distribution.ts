// A histogram drawn small: steps that people count in, a dozen rows at most.

import type { HistogramData } from '../model/histogram/exponential-histogram.js';
import { formatCount, formatDuration, formatShare, withoutZeros } from '../model/format-units.js';
import { bucketMiddleNanos } from '../model/histogram/histogram-buckets.js';
import type { Nanoseconds, Share } from '../model/units.js';
import { bar } from './bar.js';
import { type Row, tableLines } from './table.js';
import type { Page } from './page.js';

const MOST_ROWS = 12;
const BAR_WIDTH = 30;
/** The finest first: where it takes too many rows, the next one is used. */
const STEPS = [[1, 2, 5], [1, 3], [1]];

export interface DistributionBin {
  readonly fromNanos: Nanoseconds;
  readonly toNanos: Nanoseconds;
  count: number;
}

/** @returns no lines without values */
export function distributionLines(histogram: HistogramData, page: Page): string[] {
  const bins = distributionBins(histogram);
  const most = Math.max(...bins.map(({ count }) => count));
  const rows = bins.map(({ fromNanos, toNanos, count }): Row => ({
    cells: [
      binText({ fromNanos, toNanos }),
      bar(count / most, Math.min(BAR_WIDTH, page.columns - 46)),
      formatCount(count),
      formatShare((count / histogram.count) as Share),
    ],
    styles: [undefined, 'cyan'],
  }));
  return tableLines(
    [
      { title: '', align: 'right', flexible: true },
      { title: '', align: 'left', most: BAR_WIDTH },
      { title: '', align: 'right' },
      { title: '', align: 'right' },
    ],
    rows,
    page,
  );
}

export function binText({ fromNanos, toNanos }: Pick<DistributionBin, 'fromNanos' | 'toNanos'>): string {
  return `${withoutZeros(formatDuration(fromNanos))} to ${withoutZeros(formatDuration(toNanos))}`;
}

/** @returns none without values */
export function distributionBins(histogram: HistogramData): DistributionBin[] {
  const first = Math.max(1, histogram.zeroCount > 0 ? 1 : histogram.minNanos);
  const last = Math.max(first, histogram.maxNanos);
  if (histogram.count === 0) return [];
  const series = STEPS.map((steps) => boundaries(steps, first, last));
  const edges = series.find((candidate) => candidate.length <= MOST_ROWS + 1) ?? series.at(-1) ?? [];
  return edges.length > 1 ? fill(edges, histogram) : [];
}

/** From the last boundary at or below `first` to the first one above `last`. */
function boundaries(steps: readonly number[], first: number, last: number): number[] {
  const lowest = Math.floor(Math.log10(first));
  const highest = Math.ceil(Math.log10(last + 1));
  const all: number[] = [];
  for (let exponent = lowest; exponent <= highest; exponent++) all.push(...steps.map((step) => step * 10 ** exponent));
  const begin = all.findLastIndex((edge) => edge <= first);
  const end = all.findIndex((edge) => edge > last);
  return all.slice(Math.max(0, begin), end === -1 ? all.length : end + 1);
}

/** By the middle of each bucket: beside an edge, half a percent of its duration may stand on the other side. */
function fill(
  edges: readonly number[],
  { scale, buckets, zeroCount, minNanos, maxNanos }: HistogramData,
): DistributionBin[] {
  const bins = edges.slice(1).map((toNanos, index): DistributionBin => ({
    fromNanos: (edges[index] ?? 0) as Nanoseconds,
    toNanos: toNanos as Nanoseconds,
    count: index === 0 ? zeroCount : 0,
  }));
  buckets.values.forEach((count, position) => {
    const middle = Math.min(Math.max(bucketMiddleNanos(scale, buckets.offset + position), minNanos), maxNanos);
    const bin = bins.find(({ toNanos }) => middle < toNanos) ?? bins.at(-1);
    if (bin !== undefined) bin.count += count;
  });
  return bins;
}
