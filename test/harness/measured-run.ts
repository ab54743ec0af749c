// What Tickscope makes of a simulated run.

import { ClosedTicks } from '../../src/aggregate/closed-ticks.js';
import { CollectionsInTicks } from '../../src/aggregate/collections-in-ticks.js';
import { KeepPolicy } from '../../src/aggregate/keep-policy.js';
import { keptTickOf } from '../../src/aggregate/kept-tick.js';
import { RuntimeSums } from '../../src/aggregate/runtime-sums.js';
import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { type BusyStretches, TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { NameTable } from '../../src/model/name-table.js';
import { type LoopOwnerKind, OwnerTable } from '../../src/model/owner-table.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import { STALL_NANOS } from '../../src/model/record/runtime-rows.js';
import { TICK_TARGET_NANOS } from '../../src/model/targets.js';
import { FLAG_FAILED, type TickTrace } from '../../src/model/tick-trace.js';
import type { Nanoseconds, TimeSpan, UnixMilliseconds } from '../../src/model/units.js';
import { HEAD } from '../aggregate/measured-stream.js';
import { buildTrace } from '../aggregate/trace-builder.js';
import { operationNameOf, TICK } from './program.js';
import type { HeldStretch, SimulatedRun, SimulatedTick } from './simulate.js';

export function measured(run: SimulatedRun, knowsWaits = false): RecordSegment {
  const names = new NameTable();
  return measure(run, { names, owners: new OwnerTable(), knowsWaits, seesHolders: knowsWaits }).toSegment(HEAD);
}

export interface Watched {
  readonly names: NameTable;
  readonly owners: OwnerTable;
  readonly knowsWaits: boolean;
  /** Who holds the loop, and which ticks are kept. */
  readonly seesHolders: boolean;
}

export function measure(run: SimulatedRun, { names, owners, knowsWaits, seesHolders }: Watched): SegmentAccumulator {
  const mayWait = (id: number): boolean => names.entry(id).kind === 'internal';
  const stretches = stretchesOf(run.held, seesHolders ? owners : undefined);
  const runtime = new RuntimeSums(owners);
  const segment = new SegmentAccumulator(names, new TickAnalysis(mayWait, stretches, usualOf(run, names)), runtime);
  const closed = new ClosedTicks();
  const collections = new CollectionsInTicks(closed, {
    ownNanosOfPause: (_trace, _section, { fromNanos, toNanos }) => toNanos - fromNanos,
    holdersBetween: stretches.heldNanosBetween,
  });
  const policy = new KeepPolicy(TICK_TARGET_NANOS, () => 0.5);
  for (const [number, tick] of run.ticks.entries()) {
    const { arrivedNanos, startNanos, endNanos, operations } = tick;
    segment.tickStarted();
    const trace = traceOf(tick, names);
    for (const [
      place,
      { operation, endNanos: end, failed, startNanos: start, loopNanos = 0 },
    ] of operations.entries()) {
      if (place === 0 || end === undefined) continue;
      const id = idOf(operation, names);
      segment.operationEnded(id, (end - start) as Nanoseconds, failed === true ? FLAG_FAILED : 0);
      if (loopNanos > 0) segment.heldInCall(id, loopNanos);
    }
    const waitNanos = knowsWaits ? startNanos - arrivedNanos : NaN;
    segment.tickClosed(trace, undefined, waitNanos);
    if (!seesHolders) continue;
    closed.add(trace, number, 0, waitNanos);
    for (const pause of within(run.collections, startNanos, endNanos)) {
      collections.collected(number, pause, (nanos) => nanos, 0, segment);
    }
    const reason = policy.reasonToKeep((endNanos - startNanos) as Nanoseconds, false);
    if (reason === undefined) continue;
    const traceId = number.toString(16).padStart(32, '0');
    const unixNanos = (nanos: number): bigint => BigInt(nanos);
    segment.keep(keptTickOf({ traceId }, trace, names, { process: 'p1', reason, unixNanos }));
  }
  if (seesHolders) watchLoop(run, owners, runtime);
  return segment;
}

/** The median of an answer's time where nobody held the loop, as `HeldCalls` learns it. */
function usualOf({ ticks }: SimulatedRun, names: NameTable): (operationId: number) => number {
  const free = new Map<number, number[]>();
  for (const { operations } of ticks) {
    for (const { operation, startNanos, endNanos, loopNanos } of operations) {
      if (endNanos === undefined || loopNanos !== 0) continue;
      const id = idOf(operation, names);
      const nanos = free.get(id);
      if (nanos === undefined) free.set(id, [endNanos - startNanos]);
      else nanos.push(endNanos - startNanos);
    }
  }
  const medians = new Map([...free].map(([id, nanos]) => [id, nanos.toSorted((a, b) => a - b)[nanos.length >> 1]]));
  return (id) => medians.get(id) ?? 0;
}

function traceOf({ operations, endNanos }: SimulatedTick, names: NameTable): TickTrace {
  return buildTrace(
    operations.map(({ operation, parent, startNanos: start, endNanos: end, failed }) => ({
      ...(parent !== undefined && { parent }),
      ...(failed === true && { failed }),
      start,
      end: end ?? endNanos,
      late: end === undefined,
      operationId: idOf(operation, names),
    })),
  );
}

function idOf(operation: string, names: NameTable): number {
  const { kind, name } = operationNameOf(operation);
  // Each is called on a line of its own.
  const line = 1 + Array.from(name).reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 1_009, 0);
  return names.intern(kind, name, kind === 'tick' ? {} : { location: `bot.js:${line}` });
}

/** The parts of spans that lie between two times. */
function within(spans: readonly TimeSpan[], fromNanos: number, toNanos: number): TimeSpan[] {
  return spans
    .filter((span) => span.fromNanos < toNanos && span.toNanos > fromNanos)
    .map((span) => ({
      fromNanos: Math.max(fromNanos, span.fromNanos),
      toNanos: Math.min(toNanos, span.toNanos),
    }));
}

function watchLoop({ held, ticks, collections }: SimulatedRun, owners: OwnerTable, runtime: RuntimeSums): void {
  for (const { owner, fromNanos, toNanos } of held) {
    const ownerId = ownerIdOf(owner, owners);
    const durationNanos = (toNanos - fromNanos) as Nanoseconds;
    runtime.held(ownerId, durationNanos);
    if (durationNanos < STALL_NANOS) continue;
    const delayed = ticks.filter(({ arrivedNanos, startNanos }) => arrivedNanos < toNanos && startNanos >= toNanos);
    runtime.stalled(ownerId, {
      process: 'p1',
      ...owners.owner(ownerId),
      startedAtUnixMillis: (fromNanos / 1e6) as UnixMilliseconds,
      durationNanos,
      gcNanos: 0 as Nanoseconds,
      delayedTicks: delayed.length,
    });
  }
  for (const { fromNanos, toNanos } of collections) runtime.collected('minor', (toNanos - fromNanos) as Nanoseconds);
}

/** `timer rebalance` is a timer. */
function ownerIdOf(owner: string, owners: OwnerTable): number {
  if (owner === TICK) return owners.intern('tick', TICK);
  const [kind, ...name] = owner.split(' ');
  return owners.intern(kind as LoopOwnerKind, name.join(' '));
}

/**
 * As `BusyStretches` says it: what of a gap lies in the callback in which it starts, or in the one in which it ends.
 *
 * @param owners absent where nobody sees who holds the loop
 */
function stretchesOf(held: readonly HeldStretch[], owners: OwnerTable | undefined): BusyStretches {
  /** The place of the last that began before; -1 for none. */
  const placeBefore = (nanos: number, orThen: boolean): number => {
    let low = 0;
    let high = held.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { fromNanos } = held[middle] as HeldStretch;
      if (fromNanos < nanos || (orThen && fromNanos === nanos)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const lastBefore = (nanos: number, orThen: boolean): HeldStretch | undefined => held[placeBefore(nanos, orThen)];
  return {
    heldNanosBetween(fromNanos, toNanos, visit) {
      if (owners === undefined) return 0;
      let sum = 0;
      for (let place = placeBefore(toNanos, false); place >= 0; place--) {
        const stretch = held[place] as HeldStretch;
        if (stretch.toNanos <= fromNanos) break;
        const nanos = Math.min(toNanos, stretch.toNanos) - Math.max(fromNanos, stretch.fromNanos);
        visit(ownerIdOf(stretch.owner, owners), nanos);
        sum += nanos;
      }
      return sum;
    },
    busyBefore(atNanos, sinceNanos, visit) {
      if (owners === undefined) return false;
      let busySince = atNanos;
      for (let place = placeBefore(atNanos, false); place >= 0 && busySince > sinceNanos; place--) {
        const stretch = held[place] as HeldStretch;
        if (Math.min(stretch.toNanos, atNanos) < busySince) return false;
        busySince = Math.max(sinceNanos, stretch.fromNanos);
        visit(ownerIdOf(stretch.owner, owners), Math.min(stretch.toNanos, atNanos) - busySince);
      }
      return busySince <= sinceNanos;
    },
    heldNanosWithin(fromNanos, toNanos, usualNanos, visit) {
      if (owners === undefined) return 0;
      const last = placeBefore(toNanos, false);
      let sum = 0;
      let untilNanos = Math.min(toNanos, held[last]?.fromNanos ?? toNanos);
      for (let place = last - 1; place >= 0; place--) {
        const stretch = held[place] as HeldStretch;
        // Where the loop was free, it looked, and found no answer.
        if (stretch.toNanos < untilNanos || stretch.fromNanos <= fromNanos) break;
        const since = Math.max(stretch.fromNanos, fromNanos + usualNanos);
        if (since < untilNanos) visit(ownerIdOf(stretch.owner, owners), untilNanos - since);
        sum += Math.max(0, untilNanos - since);
        untilNanos = stretch.fromNanos;
      }
      return sum;
    },
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
