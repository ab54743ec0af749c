// The visitor of pieces of time in which somebody held the event loop.

import type { PieceBlock } from './piece-block.js';

/** Told of each piece that held the loop, from the last one back. */
export interface PieceVisitor {
  piece(ownerId: number, traceNumber: number, fromNanos: number, toNanos: number, callbackNanos: number): void;
  /** @returns whether the block counts as a whole; else `piece` is called for each of its pieces */
  block?(block: PieceBlock): boolean;
}

/** The time of all pieces. */
export class SumOfPieces implements PieceVisitor {
  nanos = 0;

  piece(_ownerId: number, _traceNumber: number, fromNanos: number, toNanos: number): void {
    this.nanos += toNanos - fromNanos;
  }

  block({ heldNanos }: PieceBlock): boolean {
    this.nanos += heldNanos;
    return true;
  }
}
