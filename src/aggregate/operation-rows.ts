// The sums of a segment by operation: exact rows for the first names of the process, one shared row of each kind for the rest.

import { HeavyHitters } from '../model/histogram/heavy-hitters.js';
import { EXACT_NAMES } from '../model/limits.js';
import type { NameTable } from '../model/name-table.js';
import { OPERATION_KINDS, operationKey, OTHER } from '../model/operation.js';
import type { LoopOwner } from '../model/owner-table.js';
import type { OperationRow } from '../model/record/record-segment.js';
import {
  FLAG_FAILED,
  FLAG_LATE,
  FLAG_OUTSIDE_TICK,
  NO_PARENT,
  ROOT,
  type TickTimes,
  type TickTrace,
  type WaitsByOwner,
} from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';
import { GC_WAIT, loopWait, START_WAIT } from '../model/wait-names.js';
import { OperationAccumulator } from './operation-accumulator.js';

type Rows = (OperationAccumulator | undefined)[];

/** A part of a tick's response time that belongs to a row. */
export type VisitPart = (row: OperationAccumulator, nanos: number, position: number) => void;

/** The position of waiting before a tick started. */
export const BEFORE_TICK = -2;

/** Places among the waits. */
const GC_PLACE = 0;
const START_PLACE = 1;
const FIRST_OWNER = 2;

export class OperationRows {
  readonly #names: NameTable;
  readonly #ownerOf: (ownerId: number) => LoopOwner;
  /** Bucket (scale 4) of the response time of the tick that is being added. */
  #tickBucket = 0;
  #visit: VisitPart | undefined;
  #waitsOfTick: WaitsByOwner | undefined;
  /** By operation id: the exact rows, then the shared row of each kind. */
  readonly operations: Rows = emptyRows();
  /** By the same ids: the untraced waiting of that operation. That of names without an exact row is in the shared row of waits. */
  readonly untraced: Rows = emptyRows();
  /** Garbage collection, waiting for nobody, then by owner id: what ticks waited for while that owner held the event loop. */
  readonly waits: Rows = [];
  /** Names without an exact row, by their time. */
  readonly heavyHitters: HeavyHitters = new HeavyHitters();

  constructor(names: NameTable, ownerOf: (ownerId: number) => LoopOwner) {
    this.#names = names;
    this.#ownerOf = ownerOf;
  }

  /** Counts one call and its duration. @returns the strategy that it belongs to, where there is one */
  ended(operationId: number, durationNanos: Nanoseconds, flags: number): string | undefined {
    const row = this.of(operationId);
    row.durations.record(durationNanos);
    if ((flags & FLAG_FAILED) !== 0) row.failed++;
    if ((flags & FLAG_OUTSIDE_TICK) !== 0) row.outsideTicks++;
    if ((flags & FLAG_LATE) !== 0) row.late++;
    if (operationId < EXACT_NAMES) return row.strategy;
    this.#weigh(operationId, durationNanos);
    return this.#names.entry(operationId).strategy;
  }

  /** Adds where the time of a closed tick went. */
  addTimes({ count, operationIds }: TickTrace, times: TickTimes, tickBucket: number): void {
    const { selfNanos, waits, awaited } = times;
    this.#tickBucket = tickBucket;
    awaited.forEach(this.#addAwaited);
    for (let position = ROOT; position < count; position++) {
      const operationId = operationIds[position] as number;
      const row = this.of(operationId);
      row.selfNanos += selfNanos[position] as number;
      row.callsByTick.add(tickBucket, 1);
      const synchronous = synchronousAt(position, times);
      if (synchronous > 0) row.criticalPathByTick.add(tickBucket, synchronous);
      const elsewhere = elsewhereAt(position, times);
      if (elsewhere > 0) this.#addUntraced(operationId, elsewhere as Nanoseconds, tickBucket);
    }
    waits.forEach(this.#addWait);
  }

  /** Adds the self times of a tree outside any tick. */
  addSelfTimes({ count, operationIds }: TickTrace, selfNanos: Float64Array): void {
    for (let position = ROOT; position < count; position++) {
      this.of(operationIds[position] as number).selfNanos += selfNanos[position] as number;
    }
  }

  of(operationId: number): OperationAccumulator {
    const known = this.operations[operationId];
    if (known !== undefined) return known;
    const { kind, name, strategy } = this.#names.entry(operationId);
    if (operationId < EXACT_NAMES)
      return (this.operations[operationId] = new OperationAccumulator({ kind, name }, undefined, strategy));
    return (this.operations[this.#names.otherId(kind)] ??= new OperationAccumulator({ kind, name: OTHER }));
  }

  *toRows(): Generator<OperationRow, void, void> {
    for (const [operationId, row] of this.operations.entries()) {
      if (row === undefined) continue;
      // Looked up now and not when the row was made: a location can become known later.
      const { location, calledAt } = this.#names.entry(operationId);
      row.location = location;
      row.calledAt = calledAt;
      yield row.toRow();
    }
    for (const row of this.untraced) if (row !== undefined) yield row.toRow();
    for (const row of this.waits) if (row !== undefined) yield row.toRow();
  }

  /** A call that waited at an `await` counts once, with all of its waiting there. */
  readonly #addAwaited = (nameId: number, nanos: number): void => {
    addWaiting(this.of(nameId), nanos, this.#tickBucket);
    if (nameId >= EXACT_NAMES) this.#weigh(nameId, nanos as Nanoseconds);
  };

  /** A call that waited counts once, with all of its waiting. */
  #addUntraced(operationId: number, nanos: Nanoseconds, tickBucket: number): void {
    addWaiting(this.untracedOf(operationId), nanos, tickBucket);
    if (operationId < EXACT_NAMES) return;
    const { name } = this.#names.entry(operationId);
    if (name !== OTHER) this.heavyHitters.add(operationKey('untraced', name), nanos);
  }

  /** A tick that waited for somebody counts once, with all of its waiting for that one. */
  readonly #addWait = (ownerId: number, nanos: number): void => {
    addWaiting(this.waitOf(ownerId), nanos, this.#tickBucket);
  };

  /** The row of waiting for an owner of the event loop. */
  waitOf(ownerId: number): OperationAccumulator {
    return (this.waits[ownerId + FIRST_OWNER] ??= new OperationAccumulator(loopWait(this.#ownerOf(ownerId))));
  }

  /** @returns how much there was to take: another pause may have taken it before */
  takeFromPath(operationId: number, tickBucket: number, nanos: number): number {
    return taken(this.of(operationId), tickBucket, nanos);
  }

  /** What a tick waited before it started, while nobody held the loop. */
  addUnexplainedWait(nanos: number, tickBucket: number): void {
    if (nanos > 0) addWaiting(this.#startWait(), nanos, tickBucket);
  }

  #startWait(): OperationAccumulator {
    return (this.waits[START_PLACE] ??= new OperationAccumulator(START_WAIT));
  }

  /**
   * Visits the rows that `addTimes` and `addUnexplainedWait` add parts of a tick to. A row can come several times.
   *
   * @param visit gets the position that the part is of, `NO_PARENT` for waits in the tick: whatever it did at once waited too; and
   *   `BEFORE_TICK` for those before it started
   */
  visitParts(trace: TickTrace, times: TickTimes, unexplainedNanos: number, visit: VisitPart): void {
    const { count, operationIds } = trace;
    const { waits, awaited } = times;
    for (let position = ROOT; position < count; position++) {
      const operationId = operationIds[position] as number;
      const synchronous = synchronousAt(position, times);
      if (synchronous > 0) visit(this.of(operationId), synchronous, position);
      const elsewhere = elsewhereAt(position, times);
      if (elsewhere > 0) visit(this.untracedOf(operationId), elsewhere, position);
    }
    this.#visit = visit;
    this.#waitsOfTick = waits;
    awaited.forEach(this.#visitAwaited);
    waits.forEach(this.#visitWait);
    if (unexplainedNanos > 0) visit(this.#startWait(), unexplainedNanos, BEFORE_TICK);
  }

  // Two functions for the life of the rows: closures would be garbage of every tick.
  readonly #visitAwaited = (nameId: number, nanos: number, position: number): void =>
    this.#visit?.(this.of(nameId), nanos, position);
  readonly #visitWait = (ownerId: number, nanos: number): void => {
    const row = this.waitOf(ownerId);
    const before = this.#waitsOfTick?.beforeNanosOf(ownerId) ?? 0;
    if (before > 0) this.#visit?.(row, before, BEFORE_TICK);
    if (before < nanos) this.#visit?.(row, nanos - before, NO_PARENT);
  };

  /** The same of waiting for somebody who held the event loop. */
  takeFromWait(ownerId: number, tickBucket: number, nanos: number): number {
    return taken(this.waits[ownerId + FIRST_OWNER], tickBucket, nanos);
  }

  /** A pause in a tick, all of what it has taken. */
  collected(nanos: number, tickBucket: number): void {
    addWaiting((this.waits[GC_PLACE] ??= new OperationAccumulator(GC_WAIT)), nanos, tickBucket);
  }

  /** The row of the untraced waiting of an operation. */
  untracedOf(operationId: number): OperationAccumulator {
    if (operationId >= EXACT_NAMES) return this.of(this.#names.otherId('untraced'));
    const { name } = this.#names.entry(operationId);
    return (this.untraced[operationId] ??= new OperationAccumulator({ kind: 'untraced', name }));
  }

  /** Names that even the name table refused have the id of a shared row, and cannot be weighed by name. */
  #weigh(operationId: number, nanos: Nanoseconds): void {
    const { kind, name } = this.#names.entry(operationId);
    if (name !== OTHER) this.heavyHitters.add(operationKey(kind, name), nanos);
  }
}

/** What an operation itself had of the critical path. */
function synchronousAt(position: number, { criticalPathNanos, untracedNanos, heldNanos }: TickTimes): number {
  return (
    (criticalPathNanos[position] as number) - (untracedNanos[position] as number) - (heldNanos[position] as number)
  );
}

/** What it waited at no known `await`. */
function elsewhereAt(position: number, { untracedNanos, awaited }: TickTimes): number {
  const untraced = untracedNanos[position] as number;
  return untraced === 0 ? 0 : untraced - awaited.nanosOf(position);
}

function taken(row: OperationAccumulator | undefined, tickBucket: number, most: number): number {
  if (row === undefined) return 0;
  const nanos = Math.min(most, row.criticalPathByTick.get(tickBucket));
  if (nanos > 0) row.criticalPathByTick.add(tickBucket, -nanos);
  return nanos;
}

function addWaiting(row: OperationAccumulator, nanos: number, tickBucket: number): void {
  row.durations.record(nanos as Nanoseconds);
  row.selfNanos += nanos;
  row.callsByTick.add(tickBucket, 1);
  row.criticalPathByTick.add(tickBucket, nanos);
}

function emptyRows(): Rows {
  return Array.from({ length: EXACT_NAMES + OPERATION_KINDS.length }, () => undefined);
}
