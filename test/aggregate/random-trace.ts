// fast-check arbitraries for traces: any tree that the recorder could hand over.

import * as fc from 'fast-check';
import type { TickTrace } from '../../src/model/tick-trace.js';
import { buildTrace, type PlannedOperation } from './trace-builder.js';

/** Every property runs with this seed, so that a failure is the same on every machine. */
export const SEED = 20_261_123;

interface Draft {
  readonly parent: number;
  readonly offset: number;
  readonly length: number;
  readonly late: boolean;
  readonly operationId: number;
}

/** Small numbers make ties, operations without length and detached children common; the root may start at 0. */
export function anyTrace(longest = 40, most = 24): fc.Arbitrary<TickTrace> {
  return anyPlan(longest, most).map(buildTrace);
}

export function anyPlan(longest = 40, most = 24): fc.Arbitrary<PlannedOperation[]> {
  const draft = fc.record({
    parent: fc.nat(),
    offset: fc.nat(longest),
    length: fc.nat(longest),
    late: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
    operationId: fc.nat(9),
  });
  return fc
    .record({
      start: fc.constantFrom(0, 1, 1_000_000),
      length: fc.nat(longest),
      drafts: fc.array(draft, { maxLength: most }),
    })
    .map(({ start, length, drafts }) => plan(start, length, drafts));
}

function plan(start: number, length: number, drafts: readonly Draft[]): PlannedOperation[] {
  const planned: PlannedOperation[] = [{ start, end: start + length, operationId: 0 }];
  for (const draft of drafts) {
    const parentPlace = draft.parent % planned.length;
    const parent = planned[parentPlace] as PlannedOperation;
    // Inside the tick; it may begin after its parent ended, as a call in a promise's callback does.
    const from = Math.min(parent.start + draft.offset, start + length);
    const late = draft.late && planned.length > 1;
    planned.push({
      parent: parentPlace,
      start: from,
      end: late ? start + length : Math.min(from + draft.length, start + length),
      operationId: draft.operationId,
      late,
    });
  }
  return planned;
}

/** Calls inside each other and after each other, as of a program that awaits one thing at a time. */
export function anySequentialTrace(most = 24): fc.Arbitrary<TickTrace> {
  const step = fc.record({ begins: fc.boolean(), nanos: fc.nat(3), operationId: fc.nat(9) });
  return fc.array(step, { maxLength: most * 2 }).map((steps) => {
    const planned: PlannedOperation[] = [];
    const ends: number[] = [];
    const running: number[] = [0];
    planned.push({ start: 0, end: 0, operationId: 0 });
    let now = 0;
    for (const { begins, nanos, operationId } of steps) {
      now += nanos;
      if (begins) {
        planned.push({ parent: running.at(-1) as number, start: now, end: now, operationId });
        running.push(planned.length - 1);
      } else if (running.length > 1) ends[running.pop() as number] = now;
    }
    return buildTrace(planned.map((operation, place) => ({ ...operation, end: ends[place] ?? now })));
  });
}
