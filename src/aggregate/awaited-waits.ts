// Splits the untraced waiting of one tick by the `await` that was pending.

import { type AwaitMarks, NO_AWAIT } from '../model/tree/await-marks.js';
import type { AwaitedWaits, TickTrace } from '../model/tick-trace.js';

const FIRST_SIZE = 16;

/** Allocates nothing once the tick with the most places has been seen. */
export class WaitsByAwait implements AwaitedWaits {
  readonly #syncNanosWithin: (fromNanos: number, toNanos: number) => number;
  #count = 0;
  /** Of the gap that is being split. */
  #position = 0;
  #left = 0;
  #leftWeight = 0;
  #positions = new Int32Array(FIRST_SIZE);
  #nameIds = new Int32Array(FIRST_SIZE);
  #nanos = new Float64Array(FIRST_SIZE);

  /** @param syncNanosWithin how much of a time the operation can have been running */
  constructor(syncNanosWithin: (fromNanos: number, toNanos: number) => number) {
    this.#syncNanosWithin = syncNanosWithin;
  }

  clear(): void {
    this.#count = 0;
  }

  /**
   * Puts waiting in a gap of an operation down to the awaits that were pending in it.
   *
   * @param nanos how much was waited from `fromNanos` to `toNanos`
   */
  add(trace: TickTrace, position: number, fromNanos: number, toNanos: number, nanos: number): void {
    const { awaits, begins } = trace;
    if (awaits === undefined || awaits.count === 0 || begins === undefined) return;
    const begin = begins[position] as number;
    this.#leftWeight = 0;
    eachPending(awaits, begin, fromNanos, toNanos, this.#addWeight);
    this.#left = nanos;
    this.#position = position;
    eachPending(awaits, begin, fromNanos, toNanos, this.#addPart);
  }

  // Two functions for the life of this: closures would be garbage of every tick that waits.
  readonly #addWeight = (_nameId: number, fromNanos: number, toNanos: number): void => {
    this.#leftWeight += this.#waitedWithin(fromNanos, toNanos);
  };

  readonly #addPart = (nameId: number, fromNanos: number, toNanos: number): void => {
    if (this.#leftWeight === 0) return;
    const weight = this.#waitedWithin(fromNanos, toNanos);
    // Of what is left, so that the parts add up to all of it.
    const part = Math.round((this.#left * weight) / this.#leftWeight);
    this.#leftWeight -= weight;
    this.#left -= part;
    if (part > 0 && nameId !== NO_AWAIT) this.#put(this.#position, nameId, part);
  };

  nanosOf(position: number): number {
    let sum = 0;
    for (let entry = 0; entry < this.#count; entry++) {
      if (this.#positions[entry] === position) sum += this.#nanos[entry] as number;
    }
    return sum;
  }

  forEach(visit: (nameId: number, nanos: number, position: number) => void): void {
    for (let entry = 0; entry < this.#count; entry++) {
      visit(this.#nameIds[entry] as number, this.#nanos[entry] as number, this.#positions[entry] as number);
    }
  }

  #waitedWithin(fromNanos: number, toNanos: number): number {
    const length = toNanos - fromNanos;
    return length - Math.min(length, this.#syncNanosWithin(fromNanos, toNanos));
  }

  /** A call counts once for each place, with all of its waiting there. */
  #put(position: number, nameId: number, nanos: number): void {
    for (let entry = 0; entry < this.#count; entry++) {
      if (this.#positions[entry] !== position || this.#nameIds[entry] !== nameId) continue;
      this.#nanos[entry]! += nanos;
      return;
    }
    if (this.#count === this.#positions.length) this.#grow();
    this.#positions[this.#count] = position;
    this.#nameIds[this.#count] = nameId;
    this.#nanos[this.#count] = nanos;
    this.#count++;
  }

  #grow(): void {
    const [positions, nameIds, nanos] = [this.#positions, this.#nameIds, this.#nanos];
    const size = positions.length * 2;
    this.#positions = new Int32Array(size);
    this.#nameIds = new Int32Array(size);
    this.#nanos = new Float64Array(size);
    this.#positions.set(positions);
    this.#nameIds.set(nameIds);
    this.#nanos.set(nanos);
  }
}

/** Visits the awaits of an operation that were pending in a time, with the part of it. */
function eachPending(
  { begins, nameIds, nanos, count, untilNanos }: AwaitMarks,
  begin: number,
  fromNanos: number,
  toNanos: number,
  visit: (nameId: number, fromNanos: number, toNanos: number) => void,
): void {
  const until = Math.min(toNanos, untilNanos);
  let nameId = NO_AWAIT;
  let since = fromNanos;
  for (let mark = 0; mark < count; mark++) {
    if (begins[mark] !== begin) continue;
    const at = Math.min(nanos[mark] as number, until);
    if (at > since) {
      visit(nameId, since, at);
      since = at;
    }
    nameId = nameIds[mark] as number;
  }
  if (until > since) visit(nameId, since, until);
  const rest = Math.max(since, until);
  if (toNanos > rest) visit(NO_AWAIT, rest, toNanos);
}
