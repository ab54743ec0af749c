// The arrays of one open tick. The next tick reuses them, so that a tick allocates nothing.

import { OPERATIONS_PER_TICK } from '../limits.js';
import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT, type TickTrace } from '../tick-trace.js';
import type { AwaitMarks } from './await-marks.js';
import type { WorkInTrace } from './work-in-trace.js';

const FIRST_CAPACITY = 32;
export const NO_POSITION = -1;

export class TickBuffer implements TickTrace {
  count = 0;
  isSynchronous = false;
  /** Where its functions came to an `await`; most ticks have none. */
  awaits: AwaitMarks | undefined;
  startNanos: Float64Array;
  endNanos: Float64Array;
  parents: Int32Array;
  operationIds: Int32Array;
  flags: Uint8Array;
  /** The log position of each one's begin; 0 where it is not in the log. */
  begins: Int32Array;
  readonly #limit: number;

  constructor(capacity: number = FIRST_CAPACITY, limit: number = OPERATIONS_PER_TICK) {
    this.startNanos = new Float64Array(capacity);
    this.endNanos = new Float64Array(capacity);
    this.parents = new Int32Array(capacity);
    this.operationIds = new Int32Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.begins = new Int32Array(capacity);
    this.#limit = limit;
  }

  /** @returns the operation's position, or `NO_POSITION` where the tick is full */
  start(operationId: number, parent: number, startNanos: number): number {
    const position = this.count;
    if (position === this.flags.length && !this.#grow()) return NO_POSITION;
    this.startNanos[position] = startNanos;
    this.parents[position] = parent === NO_PARENT ? NO_PARENT : this.#openAtOrAbove(parent);
    this.operationIds[position] = operationId;
    // Late until it ends: an operation that is open when the tick closes needs no second pass to be marked.
    this.flags[position] = FLAG_LATE;
    this.count = position + 1;
    return position;
  }

  end(position: number, endNanos: number, failed: boolean): void {
    this.endNanos[position] = endNanos;
    this.flags[position] = failed ? FLAG_FAILED : (this.flags[position] as number) & FLAG_FAILED;
  }

  /** @returns the position of the operation that began there in the log; `NO_POSITION` where it has none */
  positionOf(begin: number): number {
    for (let position = 0; position < this.count; position++) if (this.begins[position] === begin) return position;
    return NO_POSITION;
  }

  isOpen(position: number): boolean {
    return ((this.flags[position] as number) & FLAG_LATE) !== 0;
  }

  /** Marks an open operation as failed, whatever `end` says later. */
  markFailed(position: number): void {
    if (position !== NO_POSITION) this.flags[position]! |= FLAG_FAILED;
  }

  /**
   * Takes an operation out of the tree: it gets no duration and no failure, and its children become its parent's.
   * @returns the parent
   */
  leaveOut(position: number): number {
    const parent = this.parents[position] as number;
    this.endNanos[position] = this.startNanos[position] as number;
    this.flags[position] = 0;
    for (let child = position + 1; child < this.count; child++) {
      if (this.parents[child] === position) this.parents[child] = parent;
    }
    return parent;
  }

  /** Ends every open operation at the end of the tick. */
  close(endNanos: number): void {
    for (let position = 0; position < this.count; position++) {
      if (((this.flags[position] as number) & FLAG_LATE) !== 0) this.endNanos[position] = endNanos;
    }
  }

  /** Leaves Tickscope's work out of the times of a closed tick: what came after it comes so much earlier. */
  leaveOutWork(work: WorkInTrace): void {
    const { startNanos, endNanos } = this;
    for (let position = 0; position < this.count; position++) {
      startNanos[position]! -= work.before(startNanos[position] as number);
      endNanos[position]! -= work.before(endNanos[position] as number);
    }
    this.awaits?.leaveOutWork(work);
  }

  /** A call in the context of an ended operation belongs to the nearest ancestor that is still open. */
  #openAtOrAbove(position: number): number {
    let open = position;
    while (open !== ROOT && !this.isOpen(open)) open = this.parents[open] as number;
    return open;
  }

  #grow(): boolean {
    const capacity = this.flags.length * 2;
    if (capacity > this.#limit) return false;
    const grown = <Values extends Float64Array | Int32Array | Uint8Array>(values: Values, empty: Values): Values => {
      empty.set(values);
      return empty;
    };
    this.startNanos = grown(this.startNanos, new Float64Array(capacity));
    this.endNanos = grown(this.endNanos, new Float64Array(capacity));
    this.parents = grown(this.parents, new Int32Array(capacity));
    this.operationIds = grown(this.operationIds, new Int32Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
    this.begins = grown(this.begins, new Int32Array(capacity));
    return true;
  }
}

/** Buffers that wait for their next tick. Large ones are dropped, so that one huge tick does not hold memory for ever. */
export class TickBufferPool {
  readonly #free: TickBuffer[] = [];

  take(): TickBuffer {
    return this.#free.pop() ?? new TickBuffer();
  }

  giveBack(buffer: TickBuffer): void {
    if (this.#free.length >= 64 || buffer.flags.length < FIRST_CAPACITY || buffer.flags.length > 256) return;
    buffer.count = 0;
    buffer.awaits?.clear();
    buffer.isSynchronous = false;
    this.#free.push(buffer);
  }
}
