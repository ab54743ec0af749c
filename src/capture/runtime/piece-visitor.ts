// Who is told of the pieces of time in which somebody held the event loop.

import type { PieceBlock } from './piece-block.js';

/** Told of each piece that held the loop, from the last one back. */
export interface PieceVisitor {
  piece(ownerId: number, traceNumber: number, fromNanos: number, toNanos: number, callbackNanos: number): void;
  /** @returns whether it took all pieces of the block as one; else it is told of each */
  block?(block: PieceBlock): boolean;
}
