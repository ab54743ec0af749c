// Which operation runs in a scope, and in which open trace that is, by the tables of the drain.

import { NONE, NOT_COUNTED, type RunningOperations } from './running-operations.js';
import type { Scopes } from './scopes.js';
import type { TraceTable } from './trace-table.js';

/** @param slot of a scope @returns the place of its open trace in the table; `NONE` where that has closed, or there was none */
export function openTraceOf(slot: number, scopes: Scopes, traces: TraceTable): number {
  const index = slot === NONE ? NONE : (scopes.tree[slot] as number);
  if (index === NONE) return NONE;
  return traces.at(index).number === scopes.number[slot] ? index : NONE;
}

/** @returns the id of the innermost operation that runs in a scope; `undefined` where there is none, or its trace is not open */
export function innermostIn(
  scope: number,
  scopes: Scopes,
  operations: RunningOperations,
  traces: TraceTable,
): number | undefined {
  const slot = scopes.find(scope);
  if (openTraceOf(slot, scopes, traces) === NONE) return undefined;
  const top = scopes.top[slot] as number;
  return top === NONE ? undefined : operations.operationId[top];
}

/** @returns twice the id of the innermost operation that runs in a scope, and 1 where its call is on the stack; `NONE` where none runs any more */
export function runningOperationIn(
  scope: number,
  scopes: Scopes,
  operations: RunningOperations,
  traces: TraceTable,
): number {
  const slot = scopes.find(scope);
  if (slot === NONE) return NONE;
  const { operationId, outer } = operations;
  const base = scopes.base[slot] as number;
  for (let running = scopes.top[slot] as number; running !== base; running = outer[running] as number) {
    if (operationId[running] !== NOT_COUNTED) return (operationId[running] as number) * 2 + 1;
  }
  if (base === NONE || scopes.ended[slot] === 1) return NONE;
  const index = openTraceOf(slot, scopes, traces);
  return (operationId[base] as number) * 2 + (isOutermostCall(scope, index, traces) ? 1 : 0);
}

/** Whether a scope is that of the outermost function of an open trace, and that has not returned. */
function isOutermostCall(scope: number, index: number, traces: TraceTable): boolean {
  if (index === NONE) return false;
  const { logPosition, returnedNanos } = traces.at(index);
  return logPosition === Math.abs(scope) && returnedNanos === Infinity;
}
