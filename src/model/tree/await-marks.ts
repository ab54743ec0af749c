// The places at which the functions of one open tick came to an `await`, in the order in which they did.

import { NUMBER_MASK } from '../log/log-layout.js';
import type { WorkInTrace } from './work-in-trace.js';

/** Instead of a name: what is waited for from here on is at no `await` of the function. */
export const NO_AWAIT: number = NUMBER_MASK;

/** Of one tick. What is waited for after these is named without a place. */
const MOST_MARKS = 256;
const FIRST_MARKS = 16;

export class AwaitMarks {
  count: number = 0;
  /** The log position at which the operation began that waits. */
  begins: Int32Array = new Int32Array(FIRST_MARKS);
  /** What the waiting is called, by its id in the name table; `NO_AWAIT` where it has no place. */
  nameIds: Int32Array = new Int32Array(FIRST_MARKS);
  nanos: Float64Array = new Float64Array(FIRST_MARKS);
  /** Nothing is known of what comes after. */
  untilNanos: number = Infinity;

  clear(): void {
    this.count = 0;
    this.untilNanos = Infinity;
  }

  add(begin: number, nameId: number, atNanos: number): void {
    const { count } = this;
    if (count === MOST_MARKS) {
      this.untilNanos = Math.min(this.untilNanos, atNanos);
      return;
    }
    if (count === this.begins.length) this.#grow();
    this.begins[count] = begin;
    this.nameIds[count] = nameId;
    this.nanos[count] = atNanos;
    this.count++;
  }

  /** Leaves Tickscope's work out of the times, as the operations of the tick do. */
  leaveOutWork(work: WorkInTrace): void {
    for (let mark = 0; mark < this.count; mark++) this.nanos[mark]! -= work.before(this.nanos[mark] as number);
    if (this.untilNanos !== Infinity) this.untilNanos -= work.before(this.untilNanos);
  }

  #grow(): void {
    const [begins, nameIds, nanos] = [this.begins, this.nameIds, this.nanos];
    const size = begins.length * 2;
    this.begins = new Int32Array(size);
    this.nameIds = new Int32Array(size);
    this.nanos = new Float64Array(size);
    this.begins.set(begins);
    this.nameIds.set(nameIds);
    this.nanos.set(nanos);
  }
}
