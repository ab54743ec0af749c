// Pieces in a row as one, with how long each owner held the loop in them: a wait behind a thousand others is put down to its owners
// without looking at each piece.

/** Pieces in a row. */
export const PIECES_PER_BLOCK = 64;
/** With more owners it is looked at piece by piece. */
const OWNERS_PER_BLOCK = 8;

export class PieceBlock {
  fromNanos = 0;
  toNanos = 0;
  /** Of all owners. */
  heldNanos = 0;
  readonly #owners = new Int32Array(OWNERS_PER_BLOCK);
  readonly #nanos = new Float64Array(OWNERS_PER_BLOCK);
  #count = 0;
  #hasAllOwners = true;
  /** Numbers of the traces that its pieces belong to. */
  #leastTrace = Infinity;
  #mostTrace = 0;

  /** Empties the block for the piece that begins at `fromNanos`. */
  begin(fromNanos: number): void {
    this.fromNanos = fromNanos;
    this.heldNanos = 0;
    this.#count = 0;
    this.#hasAllOwners = true;
    this.#leastTrace = Infinity;
    this.#mostTrace = 0;
  }

  add(ownerId: number, traceNumber: number, startNanos: number, endNanos: number): void {
    const nanos = endNanos - startNanos;
    this.toNanos = endNanos;
    this.heldNanos += nanos;
    if (traceNumber > 0) {
      this.#leastTrace = Math.min(this.#leastTrace, traceNumber);
      this.#mostTrace = Math.max(this.#mostTrace, traceNumber);
    }
    let at = 0;
    while (at < this.#count && this.#owners[at] !== ownerId) at++;
    if (at === OWNERS_PER_BLOCK) {
      this.#hasAllOwners = false;
      return;
    }
    if (at === this.#count) {
      this.#count++;
      this.#owners[at] = ownerId;
      this.#nanos[at] = 0;
    }
    this.#nanos[at]! += nanos;
  }

  /** Whether a piece of it may belong to a trace. */
  mayHave(traceNumber: number): boolean {
    return this.#leastTrace <= traceNumber && traceNumber <= this.#mostTrace;
  }

  /** @returns whether the sums of all of its owners were visited; else none was */
  visit(held: (ownerId: number, nanos: number) => void): boolean {
    if (!this.#hasAllOwners) return false;
    for (let at = 0; at < this.#count; at++) held(this.#owners[at] as number, this.#nanos[at] as number);
    return true;
  }
}
