// The open traces by index. The object and the arrays of a closed one are used again, so that a tick allocates nothing.

import { OPEN_TICK_TREES } from '../../model/limits.js';
import type { Losses } from '../../model/losses.js';
import { NO_PARENT, ROOT } from '../../model/tick-trace.js';
import { type NewSpanId, OpenTrace } from '../../model/tree/open-trace.js';
import { NO_POSITION, TickBuffer, TickBufferPool } from '../../model/tree/tick-buffer.js';
import { NONE } from './running-operations.js';

/** Numbers are kept in 32 bits. */
const LAST_NUMBER = 0x7fffffff;

export class TraceTable {
  /** By index: its first scope. */
  readonly firstScope: number[] = [];
  readonly #losses: Losses;
  readonly #newId: NewSpanId;
  readonly #traces: OpenTrace[] = [];
  readonly #free: number[] = [];
  readonly #pool = new TickBufferPool();
  #opened = 0;
  #openCount = 0;

  constructor(losses: Losses, newId: NewSpanId) {
    this.#losses = losses;
    this.#newId = newId;
  }

  at(index: number): OpenTrace {
    return this.#traces[index] as OpenTrace;
  }

  /** @returns the index of the new trace, which nobody else has */
  open(isTick: boolean, operationId: number, logPosition: number, atNanos: number): number {
    const index = this.#free.pop() ?? this.#traces.length;
    const known = this.#traces[index];
    // Of one that was sent, what ends later is still to follow.
    const isKnown = known !== undefined && !known.isShared && !known.left;
    const trace = isKnown ? known : new OpenTrace(this.#newId);
    this.#traces[index] = trace;
    const buffer = this.#openCount < OPEN_TICK_TREES ? this.#pool.take() : this.#bufferWithoutTree();
    // Never 0, which is the number of a closed one.
    this.#opened = this.#opened === LAST_NUMBER ? 1 : this.#opened + 1;
    trace.open(this.#opened, isTick, operationId, logPosition, buffer);
    trace.startNanos = atNanos;
    buffer.start(operationId, NO_PARENT, atNanos);
    buffer.begins[ROOT] = logPosition;
    buffer.isSynchronous = true;
    this.#openCount++;
    this.firstScope[index] = NONE;
    return index;
  }

  /** The trace has closed, and nobody looks at its arrays any more. */
  giveBack(index: number, buffer: TickBuffer): void {
    this.#openCount--;
    this.#pool.giveBack(buffer);
    this.#free.push(index);
  }

  /** The open trace that has the operation which began there, and its place. */
  placeOf(begin: number): { readonly trace: OpenTrace; readonly position: number } | undefined {
    for (const trace of this.#traces) {
      const position = trace.buffer?.positionOf(begin) ?? NO_POSITION;
      if (position !== NO_POSITION) return { trace, position };
    }
    return undefined;
  }

  #bufferWithoutTree(): TickBuffer {
    this.#losses.add('ticks_beyond_trees');
    return new TickBuffer(1, 1);
  }
}
