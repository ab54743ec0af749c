// Spans of the program that have ended inside a tick, until it is known whether the tick is kept.

/** Of one tick, beside those that have a place in its tree. */
const UNPLACED_SPANS = 128;

export class HeldSpans {
  /** By the position of their operations. */
  readonly placed: Map<number, object> = new Map();
  /** Their times were given by the program, and tell nothing of their place. */
  readonly unplaced: object[] = [];

  /** @returns false where there is no room */
  addUnplaced(span: object): boolean {
    return this.unplaced.length < UNPLACED_SPANS && this.unplaced.push(span) > 0;
  }
}
