// Builds a TickTrace from a list of operations in any order, parents named by their place in that list.

import { FLAG_FAILED, FLAG_LATE, NO_PARENT, type TickTrace } from '../../src/model/tick-trace.js';

export interface PlannedOperation {
  /** Place of the parent in the list; the root has none. */
  readonly parent?: number;
  readonly start: number;
  readonly end: number;
  readonly operationId: number;
  readonly failed?: boolean;
  readonly late?: boolean;
}

/** Puts the operations in the order of their starts, parents before children, as the recorder does. */
export function buildTrace(planned: readonly PlannedOperation[]): TickTrace {
  const order = [...planned.keys()].toSorted(
    (one, other) =>
      (planned[one] as PlannedOperation).start - (planned[other] as PlannedOperation).start ||
      depth(planned, one) - depth(planned, other) ||
      one - other,
  );
  const positionOf = new Map(order.map((place, position) => [place, position]));
  const sorted = order.map((place) => planned[place] as PlannedOperation);
  return {
    count: sorted.length,
    startNanos: Float64Array.from(sorted, ({ start }) => start),
    endNanos: Float64Array.from(sorted, ({ end }) => end),
    parents: Int32Array.from(sorted, ({ parent }) =>
      parent === undefined ? NO_PARENT : (positionOf.get(parent) as number),
    ),
    operationIds: Int32Array.from(sorted, ({ operationId }) => operationId),
    flags: Uint8Array.from(sorted, ({ failed, late }) => (failed ? FLAG_FAILED : 0) | (late ? FLAG_LATE : 0)),
  };
}

function depth(planned: readonly PlannedOperation[], place: number): number {
  let steps = 0;
  for (let parent = planned[place]?.parent; parent !== undefined; parent = planned[parent]?.parent) steps++;
  return steps;
}
