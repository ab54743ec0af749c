// What if one operation were faster? Each tick that takes part is timed anew for each operation that it waited for, and moves from the
// bucket of its duration to the one that it would have had. So the record of any time says what p95 would be.
//
// Other work is taken as unchanged, also that of the ticks behind this one.

import { bucketIndex } from '../../model/histogram/histogram-buckets.js';
import { BucketArray } from '../../model/histogram/bucket-array.js';
import { operationKey } from '../../model/operation.js';
import { FASTER_SHARES, SHARE_UNITS, type WhatIfTicks } from '../../model/record/what-if-rows.js';
import { ROOT, type TickTimes, type TickTrace } from '../../model/tick-trace.js';
import type { OperationAccumulator } from '../operation-accumulator.js';
import { OperationShifts } from './operation-shifts.js';
import { Retime } from './retime.js';
import { TickSums } from './tick-sums.js';
import { TickThinning } from './tick-thinning.js';

/** Operations whose shifts a segment keeps: those with most time on the path in the segment before. */
export const WHAT_IF_OPERATIONS = 24;
/** Of overlapping operations in one tick: 20 of 512 take half a millisecond. Ticks with more do not take part. */
export const WHAT_IF_TICK_OPERATIONS = 512;
/** A part of the time below this moves no tick to another bucket. */
const LEAST_SHARE = 0.01;
/** One that has shifts keeps them until another weighs so many times as much: rows of few segments say little. */
const STAYS_WITHIN = 2;

/** Where the rows are that components belong to. */
export interface WhatIfRows {
  of(operationId: number): OperationAccumulator;
  untracedOf(operationId: number): OperationAccumulator;
}

/** What stays from segment to segment. */
export class WhatIfMemory {
  readonly thinning: TickThinning = new TickThinning();
  readonly retime: Retime = new Retime();
  /** Of the tick that is being added. */
  readonly found: OperationAccumulator[] = [];
  /** By position: the part of its own time that belongs to one component. */
  parts: Float64Array = new Float64Array(64);
  /** The keys of operations that have shifts. */
  kept: Set<string> = new Set();
}

export class WhatIf {
  readonly #memory: WhatIfMemory;
  readonly #ticks = new TickSums();
  readonly #all: OperationAccumulator[] = [];

  constructor(memory: WhatIfMemory = new WhatIfMemory()) {
    this.#memory = memory;
  }

  /** An empty one for the next segment, in which the heaviest of this one have shifts. */
  next(): WhatIf {
    const heaviest = this.#all
      .map(({ identity, whatIf }) => {
        const { totalNanos, shifts } = whatIf as OperationShifts;
        const key = operationKey(identity.kind, identity.name);
        return { key, weight: shifts === undefined ? totalNanos : totalNanos * STAYS_WITHIN };
      })
      .toSorted((left, right) => right.weight - left.weight)
      .slice(0, WHAT_IF_OPERATIONS);
    if (heaviest.length > 0) this.#memory.kept = new Set(heaviest.map(({ key }) => key));
    return new WhatIf(this.#memory);
  }

  /** @param waitNanos how long the tick's event had waited; NaN where that is not known */
  add(trace: TickTrace, times: TickTimes, waitNanos: number, rows: WhatIfRows): void {
    const memory = this.#memory;
    const weight = memory.thinning.weightOf(trace.startNanos[ROOT] as number);
    if (weight === 0) return;
    const overlaps = this.#find(trace, times, rows);
    const isTooMuch = overlaps && trace.count > WHAT_IF_TICK_OPERATIONS;
    memory.thinning.took(weight, trace.count, overlaps && !isTooMuch);
    if (isTooMuch) this.#ticks.leftOut += weight;
    else {
      const wait = Number.isNaN(waitNanos) ? 0 : waitNanos;
      const duration = (trace.endNanos[ROOT] as number) - (trace.startNanos[ROOT] as number);
      const nanos = wait + duration;
      const squaresBucket = bucketIndex(4, duration);
      const bucket = bucketOf(nanos);
      this.#ticks.buckets.add(bucket, weight);
      if (!Number.isNaN(waitNanos)) this.#ticks.withWait += weight;
      if (overlaps) memory.retime.read(trace);
      for (let found = 0; found < memory.found.length; found++) {
        const row = memory.found[found] as OperationAccumulator;
        const shifts = row.whatIf as OperationShifts;
        const own = shifts.tickNanos;
        shifts.totalNanos += weight * own;
        const share = Math.round((SHARE_UNITS * own) / duration);
        if (share > 0) shifts.squaresByTick.add(squaresBucket, weight * share * share);
        if (own < LEAST_SHARE * nanos) continue;
        shifts.ticks += weight;
        if (shifts.shifts === undefined) shifts.missed += weight;
        else if (overlaps) this.#shiftOverlapping(trace, times, rows, row, wait, bucket, weight);
        else {
          for (let place = 0; place < FASTER_SHARES.length; place++) {
            const saved = Math.round((FASTER_SHARES[place] as number) * own);
            move(shifts.shifts[place] as BucketArray, bucket, nanos - saved, weight);
          }
        }
      }
    }
    for (let found = 0; found < memory.found.length; found++) {
      const { whatIf } = memory.found[found] as OperationAccumulator;
      (whatIf as OperationShifts).tickNanos = 0;
    }
    memory.found.length = 0;
  }

  toTicks(): WhatIfTicks | undefined {
    return this.#ticks.toTicks();
  }

  /** Adds up the time that each operation has on the path. @returns whether operations overlap */
  #find({ count, operationIds }: TickTrace, times: TickTimes, rows: WhatIfRows): boolean {
    const { criticalPathNanos, selfNanos, untracedNanos } = times;
    let overlaps = false;
    for (let position = ROOT; position < count; position++) {
      const nanos = criticalPathNanos[position] as number;
      // Where nothing overlaps, own time and time on the path are the same.
      if (nanos !== selfNanos[position]) overlaps = true;
      if (nanos === 0) continue;
      const untraced = untracedNanos[position] as number;
      const operationId = operationIds[position] as number;
      if (nanos > untraced) this.#count(rows.of(operationId), nanos - untraced);
      if (untraced > 0) this.#count(rows.untracedOf(operationId), untraced);
    }
    return overlaps;
  }

  #count(row: OperationAccumulator, nanos: number): void {
    const shifts = row.whatIf ?? this.#meet(row);
    if (shifts.tickNanos === 0) this.#memory.found.push(row);
    shifts.tickNanos += nanos;
  }

  /** For the first time in this segment. */
  #meet(row: OperationAccumulator): OperationShifts {
    const shifts = new OperationShifts();
    row.whatIf = shifts;
    this.#all.push(row);
    const { kept } = this.#memory;
    const key = operationKey(row.identity.kind, row.identity.name);
    if (kept.size < WHAT_IF_OPERATIONS) kept.add(key);
    if (kept.has(key)) shifts.keepShifts();
    return shifts;
  }

  #shiftOverlapping(
    { count, operationIds }: TickTrace,
    { criticalPathNanos, untracedNanos }: TickTimes,
    rows: WhatIfRows,
    row: OperationAccumulator,
    wait: number,
    bucket: number,
    weight: number,
  ): void {
    const memory = this.#memory;
    if (memory.parts.length < count) memory.parts = new Float64Array(2 * count);
    const { parts } = memory;
    const isUntraced = row.identity.kind === 'untraced';
    for (let position = ROOT; position < count; position++) {
      const operationId = operationIds[position] as number;
      const onPath = criticalPathNanos[position] as number;
      const untraced = untracedNanos[position] as number;
      let part = 0;
      if (isUntraced) {
        if (untraced > 0 && rows.untracedOf(operationId) === row) part = untraced / onPath;
      } else if (rows.of(operationId) === row) part = untraced > 0 ? 1 - untraced / onPath : 1;
      parts[position] = part;
    }
    const { shifts } = row.whatIf as OperationShifts;
    for (let place = 0; place < FASTER_SHARES.length; place++) {
      const faster = FASTER_SHARES[place] as number;
      const nanos = wait + Math.round(memory.retime.durationWith(parts, faster));
      move((shifts as readonly BucketArray[])[place] as BucketArray, bucket, nanos, weight);
    }
  }
}

function move(shifts: BucketArray, from: number, toNanos: number, weight: number): void {
  const to = bucketOf(toNanos);
  if (to === from) return;
  shifts.add(from, -weight);
  shifts.add(to, weight);
}

/** A tick that takes no time counts for one that takes a nanosecond, which has a bucket. */
function bucketOf(nanos: number): number {
  return bucketIndex(6, Math.max(1, nanos));
}
