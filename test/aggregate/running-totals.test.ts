import * as fc from 'fast-check';
import { CumulativeTotals } from '../../src/aggregate/running-totals.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import type { MetricTotals, OperationTotals } from '../../src/aggregate/metric-totals.js';
import { operationKey } from '../../src/model/operation.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import { FLAG_FAILED } from '../../src/model/tick-trace.js';
import type { UnixMilliseconds } from '../../src/model/units.js';
import { HEAD, type MeasuredEvent, anyStream, feed, recorder, sampleAt } from './measured-stream.js';
import { SEED } from './random-trace.js';

const BEGIN = 1_000 as UnixMilliseconds;
const END = 9_000 as UnixMilliseconds;
const PARTS = 4;

interface Run {
  readonly segments: RecordSegment[];
  readonly totals: MetricTotals;
}

/** One process, whose segment is cut after every event of part 0. */
function run(events: readonly MeasuredEvent[]): Run {
  const { segment: first, ...tables } = recorder();
  const totals = new CumulativeTotals();
  const segments: RecordSegment[] = [];
  let segment = first;
  for (const [place, event] of events.entries()) {
    feed(event, place, { ...tables, segment }, { ...tables, segment });
    if (event.part !== 0) continue;
    segments.push(segment.toSegment(HEAD));
    totals.absorb(segment.sums);
    totals.absorbSlice(event.latePart);
    segment = segment.next();
  }
  segments.push(segment.toSegment(HEAD));
  return { segments, totals: totals.read(segment.sums, BEGIN, END, []) };
}

function operationsOf(totals: MetricTotals): Record<string, object> {
  const rows = [...totals.operations, ...totals.untraced, ...totals.waits].filter(
    (row): row is OperationTotals => row !== undefined,
  );
  return Object.fromEntries(
    rows.map(({ identity, durations, failed, late, selfNanos, criticalPathNanos }) => [
      operationKey(identity.kind, identity.name),
      { durations: durations.toData(), failed, late, selfNanos, criticalPathNanos },
    ]),
  );
}

function operationsIn({ operations }: RecordSegment): Record<string, object> {
  return Object.fromEntries(
    operations.map(({ kind, name, durations, failed, late, selfNanos, criticalPathByTick }) => [
      operationKey(kind, name),
      { durations, failed, late, selfNanos, criticalPathNanos: sum(criticalPathByTick.values) },
    ]),
  );
}

function byLabel(rows: readonly { readonly kind: string; readonly name?: string }[]): Record<string, object> {
  return Object.fromEntries(rows.map((row) => [`${row.kind} ${row.name ?? ''}`, row]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('the sums since the begin', () => {
  it('are what merging all segments gives, bucket for bucket, wherever they were cut', () => {
    fc.assert(
      fc.property(anyStream(PARTS), (events) => {
        const { segments, totals } = run(events);
        const merged = mergeRecordSegments(segments) as RecordSegment;
        expect(operationsOf(totals)).toEqual(operationsIn(merged));
        expect(totals.ticksStarted).toBe(merged.ticks.started);
        expect(totals.arrivals.toTotals()).toEqual(merged.arrivals);
        expect([...totals.tickNames.values()].map((group) => group.toRow())).toEqual(
          merged.groups.filter((group) => group.dimension === 'name'),
        );
        expect(Object.fromEntries(totals.losses)).toEqual(
          Object.fromEntries(merged.losses.map(({ cause, count }) => [cause, count])),
        );
        expect(totals.overhead).toEqual(merged.overhead);
        const owners = totals.loop.owners.flatMap((owner) => owner?.toRow() ?? []);
        expect(byLabel(owners)).toEqual(byLabel(merged.owners));
        const collections = [...totals.loop.gc.values()].map((kind) => kind.toRow());
        expect(byLabel(collections)).toEqual(byLabel(merged.gc));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('put the whole of every tick onto the critical path of some operation', () => {
    fc.assert(
      fc.property(anyStream(PARTS), (events) => {
        const { totals } = run(events);
        const onPath = Object.values(operationsOf(totals) as Record<string, { criticalPathNanos: number }>);
        const ticks = [...totals.tickNames.values()].map((group) => group.durations.sumNanos);
        expect(sum(onPath.map((row) => row.criticalPathNanos))).toBe(sum(ticks));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('stay as they were read, whatever is measured afterwards', () => {
    const { names, segment } = recorder();
    const totals = new CumulativeTotals();
    const id = names.intern('indicator', 'ema');
    segment.operationEnded(id, 1_000 as never, 0);
    totals.tickKept('slow');
    const before = totals.read(segment.sums, BEGIN, END, []);
    segment.operationEnded(id, 2_000 as never, FLAG_FAILED);
    segment.losses.add('calls_too_deep');
    totals.absorb(segment.sums);
    totals.tickKept('slow');
    expect(before.operations[id]).toMatchObject({ failed: 0, durations: { count: 1, sumNanos: 1_000 } });
    expect(before.losses.size).toBe(0);
    expect(before.ticksKept.get('slow')).toBe(1);
    expect(before).toMatchObject({ fromUnixMillis: BEGIN, toUnixMillis: END, runtime: undefined });
  });

  it('add up samples and hold the last, and never fall where the loop was active longer than time has passed', () => {
    const { segment } = recorder();
    const totals = new CumulativeTotals();
    totals.sample(sampleAt(1, 300));
    totals.sample(sampleAt(2, 1_000_000_500));
    expect(totals.read(segment.sums, BEGIN, END, []).runtime).toEqual({
      cpuNanos: 1_000_000_800,
      loopActiveNanos: 1_000_000_800,
      loopIdleNanos: 999_999_700,
      last: sampleAt(2, 1_000_000_500),
    });
  });
});
