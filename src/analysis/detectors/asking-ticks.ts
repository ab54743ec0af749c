// Kept ticks that ask a statement, and where in the program they do.

import type { OperationName } from '../../model/operation.js';
import type { KeptOperation, KeptTick, RecordSegment } from '../../model/record/record-segment.js';

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

/** @returns what asks a statement, in the ticks that were kept: the function of the program with the text */
export function askerOf(kept: readonly KeptTick[], statement: string): Partial<KeptOperation> {
  const [first] = asking(kept, statement);
  return first?.tick.operations[first.asked[0]?.parent ?? -1] ?? {};
}

/** @returns where in the program a call of this name is made, in the ticks that were kept: the innermost of its functions around it that has a place */
export function calledIn(kept: readonly KeptTick[], call: OperationName): { readonly location?: string | undefined } {
  for (const { operations } of kept) {
    let around = operations.find(({ kind, name }) => kind === call.kind && name === call.name);
    while (around !== undefined && around.location === undefined) around = operations[around.parent];
    if (around !== undefined) return { location: around.location };
  }
  return {};
}

/** @returns where a statement is asked for: where the method with the text is called, if it is one of a database's */
export function askedAt(segment: RecordSegment, statement: string): { readonly location?: string | undefined } {
  return asksAt(segment, askerOf(segment.kept, statement));
}

/** @param asker what asks, in a kept tick @returns the place to change what it asks for */
export function asksAt(
  { operations }: RecordSegment,
  { kind, name, location }: Partial<KeptOperation>,
): { readonly location?: string | undefined } {
  if (kind !== 'database') return { location };
  const row = operations.find((each) => each.kind === kind && each.name === name);
  return { location: row?.calledAt ?? location };
}
