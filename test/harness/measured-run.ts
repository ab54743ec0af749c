// What Tickscope makes of a simulated run.

import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { RuntimeSums } from '../../src/aggregate/runtime-sums.js';
import { type BusyStretches, TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { NameTable } from '../../src/model/name-table.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { HEAD } from '../aggregate/measured-stream.js';
import { buildTrace } from '../aggregate/trace-builder.js';
import { TICK } from './program.js';
import type { HeldStretch, SimulatedRun } from './simulate.js';

export function measured({ ticks, held }: SimulatedRun, knowsWaits = false): RecordSegment {
  const names = new NameTable();
  const idOf = (operation: string): number =>
    names.intern(operation === TICK ? 'tick' : operation.startsWith('fetch') ? 'external' : 'internal', operation);
  const mayWait = (id: number): boolean => names.entry(id).kind === 'internal';
  const analysis = new TickAnalysis(mayWait, stretchesOf(held));
  const segment = new SegmentAccumulator(names, analysis, new RuntimeSums(new OwnerTable()));
  for (const { arrivedNanos, startNanos, endNanos, operations } of ticks) {
    segment.tickStarted();
    const trace = buildTrace(
      operations.map(({ operation, parent, startNanos: start, endNanos: end }) => ({
        ...(parent !== undefined && { parent }),
        start,
        end: end ?? endNanos,
        late: end === undefined,
        operationId: idOf(operation),
      })),
    );
    for (const { operation, parent, startNanos: start, endNanos: end } of operations) {
      if (parent === undefined || end === undefined) continue;
      segment.operationEnded(idOf(operation), (end - start) as Nanoseconds, 0);
    }
    segment.tickClosed(trace, undefined, knowsWaits ? startNanos - arrivedNanos : NaN);
  }
  return segment.toSegment(HEAD);
}

/** As `BusyStretches` says it: what of a gap lies in the callback in which it starts, or in the one in which it ends. */
function stretchesOf(held: readonly HeldStretch[]): BusyStretches {
  /** The last that began before. */
  const lastBefore = (nanos: number, orThen: boolean): HeldStretch | undefined => {
    let low = 0;
    let high = held.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { fromNanos } = held[middle] as HeldStretch;
      if (fromNanos < nanos || (orThen && fromNanos === nanos)) low = middle + 1;
      else high = middle;
    }
    return held[low - 1];
  };
  return {
    heldNanosBetween: () => 0,
    heldNanosWithin: () => 0,
    isOneStretch: (fromNanos, toNanos) => {
      const stretch = lastBefore(fromNanos, true);
      return stretch !== undefined && stretch.toNanos >= toNanos;
    },
    syncNanosWithin: (fromNanos, toNanos) => {
      const first = lastBefore(fromNanos, true);
      const last = lastBefore(toNanos, false);
      const atStart = first === undefined ? 0 : Math.max(0, Math.min(first.toNanos, toNanos) - fromNanos);
      if (last === undefined || last === first || last.toNanos < toNanos) return atStart;
      return atStart + toNanos - Math.max(last.fromNanos, fromNanos);
    },
  };
}
