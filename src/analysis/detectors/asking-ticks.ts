// Kept ticks that ask a statement.

import type { KeptOperation, KeptTick } from '../../model/record/record-segment.js';

export interface AskingTick {
  readonly tick: KeptTick;
  /** At least one. */
  readonly asked: readonly KeptOperation[];
}

export function asking(kept: readonly KeptTick[], statement: string): AskingTick[] {
  return kept
    .map((tick) => ({
      tick,
      asked: tick.operations.filter(({ kind, name }) => kind === 'query' && name === statement),
    }))
    .filter(({ asked }) => asked.length > 0);
}
