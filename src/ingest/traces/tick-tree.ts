// One tick of a trace as the analysis wants it: operations in the order of their starts, children inside their parents.
//
// On one clock a child that outlives its parent was not awaited, and stays as it is. Where clocks differ, or are coarse, that proves
// nothing: a child that sticks out is cut to its parent, and one that holds its parent, or lies beside it, is left out. The rule and
// test data: uber-research/CRISP.

import { OPERATIONS_PER_TICK } from '../../model/limits.js';
import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT, type TickTrace } from '../../model/tick-trace.js';
import type { IngestLosses } from '../losses.js';
import { HELD_FAILED, HELD_LATE, HELD_WHOLE_MILLISECOND, NO_SPAN, type SpanStore } from './span-store.js';
import type { TraceTree } from './trace-tree.js';

const MILLISECOND = 1e6;

/** Told of each operation in a tick. @param flags `FLAG_FAILED` and `FLAG_LATE` */
export type VisitOperation = (operationId: number, durationNanos: number, flags: number) => void;

export class TickTree implements TickTrace {
  count = 0;
  readonly startNanos: Float64Array = new Float64Array(OPERATIONS_PER_TICK);
  readonly endNanos: Float64Array = new Float64Array(OPERATIONS_PER_TICK);
  readonly parents: Int32Array = new Int32Array(OPERATIONS_PER_TICK);
  readonly operationIds: Int32Array = new Int32Array(OPERATIONS_PER_TICK);
  readonly flags: Uint8Array = new Uint8Array(OPERATIONS_PER_TICK);
  /** What Tickscope measured, by position; NaN where the span does not say it. */
  readonly storedPathNanos: Float64Array = new Float64Array(OPERATIONS_PER_TICK);
  readonly storedSelfNanos: Float64Array = new Float64Array(OPERATIONS_PER_TICK);
  readonly storedWaitNanos: Float64Array = new Float64Array(OPERATIONS_PER_TICK);
  /** Operations, in the tree or beyond it. */
  operations = 0;
  /** Of the source's times: exported ends may be early by less than a microsecond. */
  resolutionNanos = 1_000;
  readonly #spans: SpanStore;
  readonly #tree: TraceTree;
  readonly #losses: IngestLosses;
  readonly #onlyOperations: boolean;
  /** By member, in an order in which parents come first. */
  #spanOf = new Int32Array(0);
  #parentMember = this.#spanOf;
  #order = this.#spanOf;
  #positionOf = this.#spanOf;
  #starts = new Float64Array(0);
  #ends = this.#starts;
  #memberFlags = new Uint8Array(0);
  #members = 0;

  /**
   * @param onlyOperations whether only those spans have a place that Tickscope placed
   */
  constructor(spans: SpanStore, tree: TraceTree, losses: IngestLosses, onlyOperations: boolean) {
    this.#spans = spans;
    this.#tree = tree;
    this.#losses = losses;
    this.#onlyOperations = onlyOperations;
  }

  /** @param tick in the tree of its trace @param visit is called for its operations, not for itself */
  read(tick: number, visit: VisitOperation): void {
    this.#reserve(this.#tree.count);
    this.#members = 0;
    const place = this.#tree.places[tick] as number;
    const start = this.#spans.startNanos[place] as number;
    this.#add(tick, NO_SPAN, start, start + (this.#spans.durationNanos[place] as number), this.#flagsOf(place));
    for (let member = 0; member < this.#members; member++)
      this.#takeChildren(this.#spanOf[member] as number, member, visit);
    this.operations = this.#members;
    this.#fill();
  }

  /** @param member its nearest ancestor with a place */
  #takeChildren(span: number, member: number, visit: VisitOperation): void {
    const { firstChild, nextSibling } = this.#tree;
    for (let child = firstChild[span] as number; child !== NO_SPAN; child = nextSibling[child] as number) {
      if (!this.#isTickOfItsOwn(child)) this.#take(child, member, visit);
    }
  }

  /** A tick inside another one: of another program, which was asked by this one. By name, it is a part of the outer one. */
  #isTickOfItsOwn(span: number): boolean {
    return this.#onlyOperations && this.#tree.isTick(span);
  }

  #take(span: number, parentMember: number, visit: VisitOperation): void {
    const place = this.#tree.places[span] as number;
    const { innerOperationId: operationId = 0, isOperation, isBackdated } = this.#spans.classes[place] ?? {};
    const duration = this.#spans.durationNanos[place] as number;
    if (isBackdated === true || (this.#onlyOperations && isOperation !== true)) {
      this.#losses.add(isBackdated === true ? 'spans_with_given_times' : 'spans_of_others');
      if (isBackdated === true) visit(operationId, duration, this.#flagsOf(place) & FLAG_FAILED);
      return this.#takeChildren(span, parentMember, visit);
    }
    const flags = this.#place(span, place, parentMember);
    visit(operationId, duration, flags);
  }

  /** Gives a span its place in the tree, if it has one. @returns its flags */
  #place(span: number, place: number, parentMember: number): number {
    const spans = this.#spans;
    const start = this.#startOf(place);
    const parent = this.#openAt(parentMember, start);
    const [parentStart, parentEnd] = [this.#starts[parent] as number, this.#ends[parent] as number];
    const end = start + (spans.durationNanos[place] as number);
    let flags = this.#flagsOf(place);
    const isOther = this.#isOtherProcess(place, parent);
    const slack = isOther ? Infinity : this.#slackOf(place, parent);
    const isBeside = end < parentStart || (isOther && (start >= parentEnd || end <= parentStart));
    if (isBeside || (isOther && start < parentStart && end > parentEnd)) {
      this.#losses.add('spans_beside_their_parents');
      return flags;
    }
    let placedEnd = end - parentEnd <= slack && (flags & FLAG_LATE) === 0 ? Math.min(end, parentEnd) : end;
    const tickEnd = this.#ends[0] as number;
    if (placedEnd > tickEnd) {
      flags |= FLAG_LATE;
      placedEnd = tickEnd;
    }
    const placedStart = Math.max(start, parentStart);
    // What begins when its tick is over is late, and has no place in its tree.
    if (placedStart > tickEnd) return flags | FLAG_LATE;
    this.#add(span, parent, placedStart, Math.max(placedStart, placedEnd), flags);
    return flags;
  }

  #startOf(place: number): number {
    const sinceTick = this.#spans.sinceTickNanos[place] as number;
    const isExact = this.#onlyOperations && sinceTick >= 0;
    return isExact ? (this.#starts[ROOT] as number) + sinceTick : (this.#spans.startNanos[place] as number);
  }

  /** What begins after its parent has ended belongs to the nearest ancestor that was still open. */
  #openAt(member: number, nanos: number): number {
    let open = member;
    while (open !== 0 && nanos > (this.#ends[open] as number)) open = this.#parentMember[open] as number;
    return open;
  }

  #flagsOf(place: number): number {
    const held = this.#spans.flags[place] as number;
    return ((held & HELD_FAILED) !== 0 ? FLAG_FAILED : 0) | ((held & HELD_LATE) !== 0 ? FLAG_LATE : 0);
  }

  #isOtherProcess(place: number, parent: number): boolean {
    const { processNumbers } = this.#spans;
    return processNumbers[place] !== processNumbers[this.#tree.places[this.#spanOf[parent] as number] as number];
  }

  /** By so much a child may stick out and have been awaited. */
  #slackOf(place: number, parent: number): number {
    const { flags } = this.#spans;
    const parentPlace = this.#tree.places[this.#spanOf[parent] as number] as number;
    const both = (flags[place] as number) & (flags[parentPlace] as number);
    const isCoarse = !this.#onlyOperations && (both & HELD_WHOLE_MILLISECOND) !== 0;
    return isCoarse ? MILLISECOND : this.resolutionNanos;
  }

  #add(span: number, parentMember: number, start: number, end: number, flags: number): void {
    const member = this.#members++;
    this.#spanOf[member] = span;
    this.#parentMember[member] = parentMember;
    this.#starts[member] = start;
    this.#ends[member] = end;
    this.#memberFlags[member] = flags;
    this.#order[member] = member;
  }

  #fill(): void {
    this.#sort();
    const count = Math.min(this.#members, OPERATIONS_PER_TICK);
    this.#losses.add('spans_beyond_tree', this.#members - count);
    const spans = this.#spans;
    for (let position = 0; position < count; position++) {
      const member = this.#order[position] as number;
      const place = this.#tree.places[this.#spanOf[member] as number] as number;
      this.#positionOf[member] = position;
      this.startNanos[position] = this.#starts[member] as number;
      this.endNanos[position] = this.#ends[member] as number;
      const parent = this.#parentMember[member] as number;
      this.parents[position] = parent === NO_SPAN ? NO_PARENT : (this.#positionOf[parent] as number);
      const { operationId = 0, innerOperationId = 0 } = spans.classes[place] ?? {};
      this.operationIds[position] = position === ROOT ? operationId : innerOperationId;
      this.flags[position] = this.#memberFlags[member] as number;
      this.storedPathNanos[position] = spans.criticalPathNanos[place] as number;
      this.storedSelfNanos[position] = spans.selfNanos[place] as number;
      this.storedWaitNanos[position] = spans.waitNanos[place] as number;
    }
    this.count = count;
  }

  /** By their starts; parents, which were added first, stay before children that start with them. Nearly in order as a rule. */
  #sort(): void {
    const [order, starts] = [this.#order, this.#starts];
    if (this.#members > 64) {
      order
        .subarray(0, this.#members)
        .sort((left, right) => (starts[left] as number) - (starts[right] as number) || left - right);
      return;
    }
    for (let position = 1; position < this.#members; position++) {
      const member = order[position] as number;
      const start = starts[member] as number;
      let to = position;
      while (to > 1 && (starts[order[to - 1] as number] as number) > start) order[to] = order[--to] as number;
      order[to] = member;
    }
  }

  #reserve(count: number): void {
    if (this.#spanOf.length >= count) return;
    const size = Math.max(256, 2 ** Math.ceil(Math.log2(count)));
    const numbers = (): Int32Array<ArrayBuffer> => new Int32Array(size);
    [this.#spanOf, this.#parentMember, this.#order, this.#positionOf] = [numbers(), numbers(), numbers(), numbers()];
    [this.#starts, this.#ends] = [new Float64Array(size), new Float64Array(size)];
    this.#memberFlags = new Uint8Array(size);
  }
}
