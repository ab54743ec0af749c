// What waiting is called that has an owner.

import type { OperationName } from './operation.js';
import { type LoopOwner, ownerLabel } from './owner-table.js';

const LOOP = 'loop: ';

/** Waiting while somebody held the event loop, by who that was. */
export function loopWait(owner: LoopOwner): OperationName {
  return { kind: 'wait', name: `${LOOP}${ownerLabel(owner)}` };
}

/** @returns who held the loop, `timer rebalance`; `undefined` for other operations */
export function loopHolderOf({ kind, name }: OperationName): string | undefined {
  return kind === 'wait' && name.startsWith(LOOP) ? name.slice(LOOP.length) : undefined;
}

/** Whether it is what is left of others' time, and nothing that was called. */
export function isComputedWait(operation: OperationName): boolean {
  return operation.kind === 'untraced' || loopHolderOf(operation) !== undefined;
}
