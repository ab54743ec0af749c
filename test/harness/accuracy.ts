// How right what-if is: each repair is predicted from the record of a run, and the same program then runs with the operation really faster.

import { predictedRatio } from '../../src/analysis/predict-p95.js';
import { BucketArray } from '../../src/model/histogram/bucket-array.js';
import { addPacked } from '../../src/model/histogram/packed-buckets.js';
import type { OperationRow, RecordSegment } from '../../src/model/record/record-segment.js';
import { FASTER_SHARES, type WhatIfTicks } from '../../src/model/record/what-if-rows.js';
import { measured } from './measured-run.js';
import { isComputedWait, loopHolderOf } from '../../src/model/wait-names.js';
import { type Program, type Repair, TICK } from './program.js';
import { simulate, type SimulatedRun } from './simulate.js';

const QUANTILE = 0.95;

export interface PredictedRepair {
  readonly repair: Repair;
  readonly p95Nanos: number;
  readonly predictedNanos: number;
  readonly trueNanos: number;
}

export interface AccuracyInput {
  readonly program: Program;
  readonly seed: number;
  readonly ticks: number;
  /** Of response time, with the wait before the tick. */
  readonly knowsWaits?: boolean;
  readonly fasterShares?: readonly number[];
}

/** Of every operation that has shifts, and every share. */
export function predictedRepairs(input: AccuracyInput): PredictedRepair[] {
  const { program, seed, ticks, knowsWaits = false, fasterShares = FASTER_SHARES } = input;
  const run = simulate(program, seed, ticks);
  const p95Nanos = p95Of(run, knowsWaits);
  return predictions(measured(run, knowsWaits)).flatMap(({ row, ratioAt }) => {
    const repaired = repairedIn(row);
    if (repaired === undefined) return [];
    return fasterShares.map((faster) => {
      const repair = { ...repaired, faster };
      const ratio = ratioAt(FASTER_SHARES.indexOf(faster as 0.5)) as number;
      const trueNanos = p95Of(simulate(program, seed, ticks, repair), knowsWaits);
      return { repair, p95Nanos, predictedNanos: p95Nanos * ratio, trueNanos };
    });
  });
}

/** What a person would make faster; waiting for other ticks, or for nobody, is nothing of the kind. */
function repairedIn(row: OperationRow): Omit<Repair, 'faster'> | undefined {
  const holder = loopHolderOf(row);
  if (holder !== undefined) return holder === `tick ${TICK}` ? undefined : { operation: holder, untraced: false };
  if (row.kind === 'untraced') return { operation: row.name, untraced: true };
  return isComputedWait(row) ? undefined : { operation: row.name, untraced: false };
}

function predictions(segment: RecordSegment): { row: OperationRow; ratioAt: (place: number) => number | undefined }[] {
  const buckets = new BucketArray();
  addPacked(buckets, (segment.whatIf as WhatIfTicks).buckets);
  return segment.operations.flatMap((row) => {
    const { whatIf } = row;
    if (whatIf === undefined || whatIf.shifts.length === 0) return [];
    return [{ row, ratioAt: (place: number) => predictedRatio(buckets, whatIf, place, QUANTILE) }];
  });
}

export function p95Of({ ticks }: SimulatedRun, withWait: boolean): number {
  const nanos = Float64Array.from(
    ticks,
    ({ arrivedNanos, startNanos, endNanos }) => endNanos - (withWait ? arrivedNanos : startNanos),
  ).sort();
  return nanos[Math.ceil(QUANTILE * nanos.length) - 1] as number;
}

/** As a share of p95. */
export function errorOf({ p95Nanos, predictedNanos, trueNanos }: PredictedRepair): number {
  return Math.abs(predictedNanos - trueNanos) / p95Nanos;
}
