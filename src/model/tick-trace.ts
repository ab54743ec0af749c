// One tick as the recorder hands it over when it closes: a structure of arrays, so that closing allocates nothing.

/** Set on an operation that threw or rejected. */
export const FLAG_FAILED = 1;
/** Set on an operation that had not ended when its tick closed: it is late, and its end is not known. */
export const FLAG_LATE = 2;

/**
 * Position 0 is the tick itself (or, outside any tick, the outermost operation). Positions are in the order in which the
 * operations started, so a parent always stands before its children. Only the first `count` places are valid, and only
 * until the call that received the trace returns: the recorder uses the arrays again.
 */
export interface TickTrace {
  readonly count: number;
  /** Monotonic start in nanoseconds since the process's time origin. */
  readonly startNanos: Float64Array;
  /** Monotonic end; of a late operation, the tick's own end. */
  readonly endNanos: Float64Array;
  /** Position of the parent; -1 at position 0. */
  readonly parents: Int32Array;
  /** Identity in the process's name table. */
  readonly operationIds: Int32Array;
  readonly flags: Uint8Array;
}

export const ROOT = 0;
export const NO_PARENT = -1;
