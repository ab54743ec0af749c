// What takes longer with what it is given, as the report has it.

import type { OperationRow } from '../../model/record/record-segment.js';
import type { ReportSizeCrossing, ReportSizeGrowth } from '../../model/report/growth-report.js';
import { type Sized, SIZED } from '../../model/sizes/size-sums.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { crossingOf, slopesAt } from './laws.js';
import { type SizeGrowth, sizeGrowth, WIDEST_SIZE } from './size-growth.js';

/** As many times the largest size that was seen: further on, memory and caches are others. */
const FARTHEST = 20;
/** Of a slope: a cell of sizes has the mean of its sizes and that of the logarithms of its times, which are not of quite the same call. */
const CELL_BIAS = 0.005;

/** @returns those whose calls of the largest size take longest first */
export function reportSizeGrowth(operations: readonly OperationRow[]): ReportSizeGrowth[] {
  return operations
    .flatMap((row) =>
      SIZED.flatMap((sized) => {
        const cells = row.sizes?.[sized];
        const growth = cells && sizeGrowth(cells);
        return growth === undefined ? [] : rowOf(row, sized, growth);
      }),
    )
    .toSorted((one, other) => other.toNanos - one.toNanos || (one.name < other.name ? -1 : 1));
}

function rowOf({ kind, name, location }: OperationRow, sized: Sized, growth: SizeGrowth): ReportSizeGrowth {
  const { fits, fromSize, toSize, fromNanos, toNanos, points, calls } = growth;
  const [best] = fits;
  const slopes = fits.flatMap((fit) => slopesAt(fit, toSize));
  const crossing = crossingOfTarget(growth);
  const [least, most] = [Math.max(0, Math.min(...slopes) * (1 - CELL_BIAS)), Math.max(...slopes) * (1 + CELL_BIAS)];
  const bestSlopes = best === undefined ? [least, most] : slopesAt(best, toSize);
  return {
    kind,
    name,
    ...(location !== undefined && { location }),
    with: sized,
    law: fits.length === 1 && best !== undefined ? best.law : 'unclear',
    laws: fits.map((fit) => fit.law),
    fromSize,
    toSize,
    fromNanos: Math.round(fromNanos) as Nanoseconds,
    toNanos: Math.round(toNanos) as Nanoseconds,
    // The two limits are as far from it.
    oneMoreNanos: (bestSlopes[0] + bestSlopes[1]) / 2,
    oneMoreAtLeastNanos: least,
    oneMoreAtMostNanos: most,
    points,
    calls,
    ...(crossing !== undefined && { crossing }),
  };
}

function crossingOfTarget({ fits, toSize, toNanos }: SizeGrowth): ReportSizeCrossing | undefined {
  if (toNanos >= TICK_TARGET_NANOS) return undefined;
  const found = crossingOf(fits, TICK_TARGET_NANOS, WIDEST_SIZE);
  if (found === undefined || found.latest > FARTHEST * toSize) return undefined;
  return {
    limitNanos: TICK_TARGET_NANOS,
    size: Math.round(found.x),
    smallest: Math.round(found.earliest),
    largest: Math.round(found.latest),
  };
}
