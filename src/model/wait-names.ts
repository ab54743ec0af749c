// What waiting is called that has an owner.

import type { OperationName } from './operation.js';
import { type LoopOwner, ownerLabel } from './owner-table.js';

/** Garbage collections in the tick's own time. */
export const GC_WAIT: OperationName = { kind: 'wait', name: 'gc' };

/** Before a tick, while nobody held the event loop: it was about to be called, or its event lay in a queue of the program's. */
export const START_WAIT: OperationName = { kind: 'wait', name: 'start' };

const LOOP = 'loop: ';

/** Waiting while somebody held the event loop, by who that was. */
export function loopWait(owner: LoopOwner): OperationName {
  return { kind: 'wait', name: `${LOOP}${ownerLabel(owner)}` };
}

/** @returns who held the loop, `timer rebalance`; `undefined` for other operations */
export function loopHolderOf({ kind, name }: OperationName): string | undefined {
  return kind === 'wait' && name.startsWith(LOOP) ? name.slice(LOOP.length) : undefined;
}

/** Whether it is waiting for another tick, which held the loop. */
export function isTickWait(operation: OperationName): boolean {
  return loopHolderOf(operation)?.startsWith('tick ') === true;
}

/** Whether it is waiting for Tickscope's work, which is nothing of the program's. */
export function isTickscopeWait(operation: OperationName): boolean {
  return loopHolderOf(operation) === 'tickscope';
}

export function isGcWait({ kind, name }: OperationName): boolean {
  return kind === GC_WAIT.kind && name === GC_WAIT.name;
}

export function isStartWait({ kind, name }: OperationName): boolean {
  return kind === START_WAIT.kind && name === START_WAIT.name;
}

/** Whether it is what is left of others' time, and nothing that was called. */
export function isComputedWait(operation: OperationName): boolean {
  return (
    operation.kind === 'untraced' ||
    isGcWait(operation) ||
    isStartWait(operation) ||
    loopHolderOf(operation) !== undefined
  );
}
