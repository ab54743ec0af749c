// Who is told of the pieces of time in which somebody held the event loop.

/** Told of each piece that held the loop, from the last one back. */
export interface PieceVisitor {
  piece(ownerId: number, traceNumber: number, fromNanos: number, toNanos: number, callbackNanos: number): void;
}
