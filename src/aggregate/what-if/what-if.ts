// What if one operation were faster? Each tick that takes part is timed anew for each operation that it waited for, and moves from the
// bucket of its duration to the one that it would have had. So the record of any time says what p95 would be.
//
// Other work is taken as unchanged. Ticks that wait behind this one start earlier, as far as their waits are known.

import { bucketIndex } from '../../model/histogram/histogram-buckets.js';
import { BucketArray } from '../../model/histogram/bucket-array.js';
import { operationKey } from '../../model/operation.js';
import { FASTER_SHARES, SHARE_UNITS, type WhatIfTicks } from '../../model/record/what-if-rows.js';
import { isTickWait } from '../../model/wait-names.js';
import { durationOf, ROOT, type TickTimes, type TickTrace } from '../../model/tick-trace.js';
import type { OperationAccumulator } from '../operation-accumulator.js';
import { BEFORE_TICK, type OperationRows } from '../operation-rows.js';
import { OperationShifts } from './operation-shifts.js';
import { holdsLoop, type LoopBefore, QueueGains } from './queue-gains.js';
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

/** What stays from segment to segment. */
export class WhatIfMemory {
  readonly thinning: TickThinning = new TickThinning();
  readonly retime: Retime = new Retime();
  readonly queue: QueueGains = new QueueGains();
  /** Of the tick that is being added. */
  readonly found: OperationAccumulator[] = [];
  /** By position: the part of its own time that belongs to one component. */
  parts: Float64Array = new Float64Array(64);
  row: OperationAccumulator | undefined;
  criticalPathNanos: Float64Array = this.parts;
  readonly addPart = (row: OperationAccumulator, nanos: number, position: number): void => {
    if (row === this.row && position >= ROOT) {
      this.parts[position]! += nanos / (this.criticalPathNanos[position] as number);
    }
  };
  /** The keys of operations that have shifts. */
  kept: Set<string> = new Set();
}

export class WhatIf {
  readonly #memory: WhatIfMemory;
  readonly #ticks = new TickSums();
  readonly #all: OperationAccumulator[] = [];
  /** Of the tick that is being added. */
  #rows: OperationRows | undefined;
  /** The position of the last operation of that tick that waited for the loop. */
  #lastWaiting: number = ROOT;

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
    this.#memory.queue.nextSegment();
    if (heaviest.length > 0) this.#memory.kept = new Set(heaviest.map(({ key }) => key));
    return new WhatIf(this.#memory);
  }

  /**
   * @param waitNanos how long the tick's event had waited; NaN where that is not known
   * @param unexplainedNanos the part of it in which nobody held the event loop
   */
  add(
    trace: TickTrace,
    times: TickTimes,
    waitNanos: number,
    unexplainedNanos: number,
    rows: OperationRows,
    loop: LoopBefore,
  ): void {
    const memory = this.#memory;
    const { found, queue } = memory;
    const startNanos = trace.startNanos[ROOT] as number;
    const weight = memory.thinning.weightOf(startNanos, trace.endNanos[ROOT] as number, waitNanos);
    if (weight === 0) return;
    this.#rows = rows;
    queue.tick(startNanos, trace.endNanos[ROOT] as number, waitNanos, loop, this.#held);
    this.#lastWaiting = lastWaiting(trace, times);
    rows.visitParts(trace, times, unexplainedNanos, this.#count);
    const overlaps = hasOverlaps(trace, times);
    const isTooMuch = overlaps && trace.count > WHAT_IF_TICK_OPERATIONS;
    memory.thinning.took(weight, trace.count, overlaps && !isTooMuch);
    if (isTooMuch) this.#ticks.leftOut += weight;
    else {
      const response = durationOf(trace) + (waitNanos > 0 ? waitNanos : 0);
      const squaresBucket = bucketIndex(4, response);
      const bucket = bucketOf(response);
      this.#ticks.buckets.add(bucket, weight);
      if (!Number.isNaN(waitNanos)) this.#ticks.withWait += weight;
      if (overlaps) memory.retime.read(trace);
      for (let place = 0; place < found.length; place++) {
        const shifts = (found[place] as OperationAccumulator).whatIf as OperationShifts;
        if (shifts.waitingNanos > 0) queue.waited(shifts);
      }
      for (let place = 0; place < found.length; place++) {
        const row = found[place] as OperationAccumulator;
        const shifts = row.whatIf as OperationShifts;
        const { tickNanos, waitingNanos, beforeNanos } = shifts;
        shifts.totalNanos += weight * tickNanos;
        const share = Math.round((SHARE_UNITS * tickNanos) / response);
        if (share > 0) shifts.squaresByTick.add(squaresBucket, weight * share * share);
        if (tickNanos < LEAST_SHARE * response && !shifts.isAhead) continue;
        shifts.ticks += weight;
        if (shifts.shifts === undefined) shifts.missed += weight;
        else if (overlaps && waitingNanos === 0) {
          this.#shiftOverlapping(trace, times, unexplainedNanos, rows, row, response, weight);
        } else this.#moveFaster(row, bucket, response, tickNanos - beforeNanos, weight);
      }
      this.#moveBehind(bucket, response, weight);
    }
    for (let place = 0; place < found.length; place++) {
      const shifts = (found[place] as OperationAccumulator).whatIf as OperationShifts;
      shifts.tickNanos = shifts.waitingNanos = shifts.beforeNanos = shifts.earlyNanos = 0;
    }
    found.length = 0;
  }

  toTicks(): WhatIfTicks | undefined {
    return this.#ticks.toTicks();
  }

  // One function for the life of the segment: a closure per tick would be garbage per tick.
  readonly #count = (row: OperationAccumulator, nanos: number, position: number): void => {
    const shifts = row.whatIf ?? this.#meet(row);
    if (shifts.tickNanos === 0) this.#memory.found.push(row);
    shifts.tickNanos += nanos;
    if (position < ROOT) shifts.waitingNanos += nanos;
    if (position === BEFORE_TICK) shifts.beforeNanos += nanos;
    else if (position < this.#lastWaiting && position >= ROOT && holdsLoop(row)) shifts.earlyNanos += nanos;
  };

  readonly #held = (ownerId: number, nanos: number): void => {
    const row = (this.#rows as OperationRows).waitOf(ownerId);
    if (row.whatIf === undefined) this.#meet(row);
    this.#memory.queue.held(row, nanos);
  };

  /** For the first time in this segment. */
  #meet(row: OperationAccumulator): OperationShifts {
    const shifts = new OperationShifts();
    shifts.isTickWait = isTickWait(row.identity);
    row.whatIf = shifts;
    this.#all.push(row);
    const { kept } = this.#memory;
    const key = operationKey(row.identity.kind, row.identity.name);
    if (kept.size < WHAT_IF_OPERATIONS) kept.add(key);
    if (kept.has(key)) shifts.keepShifts();
    return shifts;
  }

  /** Where nothing overlaps, or everything waited at once, the tick is shorter by what the operation is. */
  #moveFaster(row: OperationAccumulator, bucket: number, response: number, nanos: number, weight: number): void {
    const { queue } = this.#memory;
    const { shifts } = row.whatIf as OperationShifts;
    for (let place = 0; place < FASTER_SHARES.length; place++) {
      const saved = Math.round((FASTER_SHARES[place] as number) * nanos + queue.gainOf(row, place));
      move((shifts as readonly BucketArray[])[place] as BucketArray, bucket, response - saved, weight);
    }
  }

  /** By what the ticks before did and this one did not. */
  #moveBehind(bucket: number, response: number, weight: number): void {
    const { found, queue } = this.#memory;
    const before = queue.rows.length;
    for (let place = 0; place < before; place++) {
      const row = queue.rows[place] as OperationAccumulator;
      if ((row.whatIf as OperationShifts).tickNanos > 0) continue;
      this.#moveFaster(row, bucket, response, 0, weight);
    }
    for (let place = 0; place < found.length; place++) queue.ran(found[place] as OperationAccumulator);
  }

  #shiftOverlapping(
    trace: TickTrace,
    times: TickTimes,
    unexplainedNanos: number,
    rows: OperationRows,
    row: OperationAccumulator,
    response: number,
    weight: number,
  ): void {
    const memory = this.#memory;
    if (memory.parts.length < trace.count) memory.parts = new Float64Array(2 * trace.count);
    memory.parts.fill(0, 0, trace.count);
    memory.row = row;
    memory.criticalPathNanos = times.criticalPathNanos;
    rows.visitParts(trace, times, unexplainedNanos, memory.addPart);
    shareAmongCalls(trace, times, rows, row, memory.parts);
    const { shifts } = row.whatIf as OperationShifts;
    const bucket = bucketOf(response);
    const before = response - durationOf(trace);
    for (let place = 0; place < FASTER_SHARES.length; place++) {
      const faster = FASTER_SHARES[place] as number;
      const gain = memory.queue.gainOf(row, place);
      const nanos = before + Math.round(memory.retime.durationWith(memory.parts, faster) - gain);
      move((shifts as readonly BucketArray[])[place] as BucketArray, bucket, nanos, weight);
    }
  }
}

/**
 * Calls of the same operation beside the one that ticks waited for become faster with it: otherwise the next longest takes its place.
 * The part that is its own is known of those on the critical path, and taken to be the same in the others.
 */
function shareAmongCalls(
  { count, operationIds }: TickTrace,
  { criticalPathNanos }: TickTimes,
  rows: OperationRows,
  row: OperationAccumulator,
  parts: Float64Array,
): void {
  let known = 0;
  let sum = 0;
  for (let position = ROOT; position < count; position++) {
    if (criticalPathNanos[position] === 0 || rows.of(operationIds[position] as number) !== row) continue;
    known++;
    sum += parts[position] as number;
  }
  if (known === 0 || sum === 0) return;
  for (let position = ROOT; position < count; position++) {
    if (criticalPathNanos[position] !== 0 || rows.of(operationIds[position] as number) !== row) continue;
    parts[position] = sum / known;
  }
}

/** Where nothing overlaps, own time and time on the path are the same. */
function hasOverlaps({ count }: TickTrace, { criticalPathNanos, selfNanos }: TickTimes): boolean {
  for (let position = ROOT; position < count; position++) {
    if (criticalPathNanos[position] !== selfNanos[position]) return true;
  }
  return false;
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

/** @returns `ROOT` where none did, or the tick itself: what came before that is not known */
function lastWaiting({ count, isSynchronous }: TickTrace, { heldNanos }: TickTimes): number {
  if (isSynchronous === true) return ROOT;
  for (let position = count - 1; position > ROOT; position--) if ((heldNanos[position] as number) > 0) return position;
  return ROOT;
}
