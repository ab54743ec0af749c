// Tickscope's own work inside an open trace. For what the program did there that time has not passed: the trace's clock stands still.

/** Pieces of work that one trace keeps apart; a longer list is that of a trace which hardly ends. */
const MOST_PIECES = 4_096;

export class WorkInTrace {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** How much there was up to the end of each piece. */
  readonly #nanos: number[] = [];

  /** Pieces come in their order, and none lies in another. */
  add(fromNanos: number, toNanos: number): void {
    const last = this.#nanos.length - 1;
    if (last + 1 === MOST_PIECES) return;
    this.#nanos.push((this.#nanos[last] ?? 0) + toNanos - fromNanos);
    this.#from.push(fromNanos);
    this.#to.push(toNanos);
  }

  /** How much of it lies before a time. */
  before(atNanos: number): number {
    let low = 0;
    let high = this.#from.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#from[middle] as number) < atNanos) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (this.#nanos[low - 1] as number) - Math.max(0, (this.#to[low - 1] as number) - atNanos);
  }

  between(fromNanos: number, toNanos: number): number {
    return this.before(toNanos) - this.before(fromNanos);
  }

  /** The time at which the trace's clock stood at `clockNanos`; the first where it stood still there. */
  timeAt(clockNanos: number): number {
    let index = 0;
    let nanos = 0;
    while (index < this.#from.length && (this.#from[index] as number) < clockNanos + nanos) {
      nanos = this.#nanos[index++] as number;
    }
    return clockNanos + nanos;
  }
}
