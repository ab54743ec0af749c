// A random stream of everything that a process measures, and its accumulation in any number of segments.

import * as fc from 'fast-check';
import { RuntimeSums } from '../../src/aggregate/runtime-sums.js';
import { orderIn } from '../../src/aggregate/order-accumulator.js';
import { feedIn } from '../../src/aggregate/feed/feed-accumulator.js';
import { SegmentAccumulator, type SegmentDescription } from '../../src/aggregate/segment-accumulator.js';
import { type BusyStretches, TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { NameTable } from '../../src/model/name-table.js';
import type { IndicatorRow } from '../../src/model/indicator.js';
import { type SizeRow, SizeSums } from '../../src/model/sizes/size-sums.js';
import type { OperationKind } from '../../src/model/operation.js';
import { FEED_CAUSES, type FeedCause } from '../../src/model/record/feed-rows.js';
import { ORDER_ACTIONS, type OrderAction } from '../../src/model/orders.js';
import { CallSums, type CallsRow } from '../../src/model/reuse/call-sums.js';
import { type ReuseRow, ReuseSums } from '../../src/model/reuse/reuse-sums.js';
import { LOOP_OWNER_KINDS, OwnerTable } from '../../src/model/owner-table.js';
import type { KeptTick, RecordSegment, RuntimeSample } from '../../src/model/record/record-segment.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK } from '../../src/model/tick-trace.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';
import { feedRuntime } from '../analysis/measured-runtime.js';
import { anyPlan } from './random-trace.js';
import { type PlannedOperation, buildTrace } from './trace-builder.js';

const KINDS: readonly OperationKind[] = ['tick', 'indicator', 'database', 'query', 'external', 'internal', 'wait'];
/** Operation ids of plans are places in this list; 0 is the root's. */
const NAMES = ['onTick', 'ema', 'save', 'INSERT', 'GET', 'Momentum.run', 'pool', 'rsi', 'load', 'SELECT'];

export const HEAD: SegmentDescription = {
  fromUnixMillis: 1_000 as UnixMilliseconds,
  toUnixMillis: 11_000 as UnixMilliseconds,
  processes: [
    { id: 'p1', pid: 1, name: 'bot.js', nodeVersion: 'v24.21.0', startedAtUnixMillis: 900 as UnixMilliseconds },
  ],
  instrumented: [],
  caches: [],
  externals: [],
  notSeen: [],
  profiles: [],
  memory: [],
};

/** One thing that happened, and into which of the segments it falls. */
export interface MeasuredEvent {
  readonly part: number;
  /** Late operations end here. */
  readonly latePart: number;
  readonly planned: readonly PlannedOperation[];
  readonly inTick: boolean;
  readonly symbol: string | undefined;
  readonly failed: boolean;
  readonly nanos: number;
}

export function anyStream(parts: number, most = 30): fc.Arbitrary<MeasuredEvent[]> {
  return fc.array(
    fc.record({
      part: fc.nat(parts - 1),
      latePart: fc.nat(parts - 1),
      planned: anyPlan(3_000_000, 12),
      inTick: fc.integer({ min: 0, max: 4 }).map((die) => die > 0),
      symbol: fc.constantFrom('BTC-USD', 'ETH-USD', undefined),
      failed: fc.boolean(),
      nanos: fc.nat(5_000_000),
    }),
    { maxLength: most },
  );
}

/** Feeds every event to the accumulator of its part. Each part is a process of its own: it interns names as they come. */
export function accumulate(events: readonly MeasuredEvent[], parts: number): RecordSegment[] {
  const recorders = Array.from({ length: parts }, () => recorder());
  for (const [place, event] of events.entries()) {
    feed(event, place, recorders[event.part % parts] as Recorder, recorders[event.latePart % parts] as Recorder);
  }
  return recorders.map(({ segment }) => segment.toSegment(HEAD));
}

/** Feeds one event to a recorder; what ends late, to `late`. */
export function feed(event: MeasuredEvent, place: number, into: Recorder, late: Recorder): void {
  const { names, segment, owners } = into;
  const planned = event.planned.map((operation, at) => ({
    ...operation,
    failed: event.failed && at % 2 === 0,
    operationId: idIn(names, at === 0 ? 0 : 1 + (operation.operationId % 9)),
  }));
  const trace = buildTrace(planned);
  if (event.inTick) segment.tickStarted();
  for (const [at, operation] of planned.entries()) {
    if (at === 0 && event.inTick) continue;
    const duration = (operation.end - operation.start + (operation.late ? event.nanos : 0)) as Nanoseconds;
    const target = operation.late ? late : into;
    const id = idIn(target.names, at === 0 ? 0 : 1 + ((event.planned[at]?.operationId ?? 0) % 9));
    const lateFlag = operation.late === true ? FLAG_LATE : 0;
    const outside = event.inTick ? 0 : FLAG_OUTSIDE_TICK;
    target.segment.operationEnded(id, duration, (operation.failed ? FLAG_FAILED : 0) | lateFlag | outside);
  }
  if (event.inTick) segment.tickClosed(trace, event.symbol);
  else segment.outermostClosed(trace);
  segment.arrivals.waited('stamped', (event.nanos % 70_000) as Nanoseconds, event.nanos as Nanoseconds);
  if (event.failed) segment.arrivals.waited('bound', event.nanos as Nanoseconds, event.nanos as Nanoseconds);
  segment.arrivals.aged((event.nanos % 3_000_000) as Nanoseconds, (event.nanos % 11) as Nanoseconds);
  segment.arrivals.received += 4 + (event.nanos % 5);
  segment.arrivals.handled += event.nanos % 4;
  segment.arrivals.ticksFromReceived += event.nanos % 3;
  segment.arrivals.sequenceGaps += event.nanos % 2;
  segment.arrivals.sequenceMissing += event.nanos % 6;
  addFeed(event, segment, place);
  segment.inputsSeen(idIn(names, 0), inputsOf(event));
  segment.sizesSeen(idIn(names, 0), sizesOf(event));
  segment.strategyCall(`Strategy${event.nanos % 3}`, event.nanos as Nanoseconds, event.failed);
  segment.sample(sampleAt(place, event.nanos));
  segment.keep(keptTick(place, event.nanos));
  addOrder(event, segment);
  segment.losses.add(event.failed ? 'calls_too_deep' : 'operations_beyond_tree', 1 + (event.nanos % 3));
  feedRuntime(segment, owners, place, event.nanos);
  segment.ledger.spanCost((event.nanos % 400) as Nanoseconds);
  for (const [number, activity] of (['closing', 'writing', 'exporting', 'loading'] as const).entries()) {
    segment.ledger.worked(activity, event.nanos % (9_000 * (number + 1)));
  }
  segment.ledger.held(event.nanos % 300_000);
  segment.ledger.wrote(event.nanos as Bytes);
}

function addFeed({ nanos, symbol, failed }: MeasuredEvent, { feeds }: SegmentAccumulator, place: number): void {
  const row = feedIn(feeds, {
    source: `handler-${nanos % 2}`,
    ...(symbol !== undefined && { symbol }),
    ...(failed && { connection: 'stream.example:443' }),
  });
  const cause = FEED_CAUSES[nanos % 4] as FeedCause;
  row.received += 1 + (nanos % 3);
  row.handled++;
  row.reconnects += nanos % 2;
  row.intervals.record(nanos as Nanoseconds);
  row.ages.record((nanos % 50_000) as Nanoseconds);
  row.last[0] = Math.max(row.lastUnixMillis, 1_000 * place);
  if (nanos % 3 === 0) row.silent(cause, nanos as Nanoseconds);
  if (nanos % 5 === 0) row.gap(cause, 1 + (nanos % 7));
}

function addOrder({ nanos, symbol, failed }: MeasuredEvent, { orders }: SegmentAccumulator): void {
  const row = orderIn(orders, {
    action: ORDER_ACTIONS[nanos % 3] as OrderAction,
    ...(nanos % 4 > 0 && { venue: `venue-${nanos % 4}` }),
    ...(symbol !== undefined && { symbol }),
  });
  row.count++;
  if (nanos % 5 > 0) row.ended++;
  if (failed) row.failed++;
  if (nanos % 7 > 0) row.decisions.record(nanos as Nanoseconds);
  row.sendings.record((nanos % 90_000) as Nanoseconds);
  if (!failed) row.acknowledgements.record((nanos * 3) as Nanoseconds);
}

function callsOf(nanos: number): CallsRow {
  const calls = new CallSums();
  const reuse = new ReuseSums();
  reuse.lookUps = 2;
  reuse.firsts = 1;
  reuse.reused(1 + (nanos % 900), 1);
  calls.compared = 1;
  calls.differed = nanos % 2;
  calls.again.record(nanos as Nanoseconds);
  calls.first.record((nanos % 1_000) as Nanoseconds);
  return calls.toRow(reuse.toRow() as ReuseRow);
}

/** Of one call or several; more different settings than a row keeps. */
function inputsOf({ nanos, failed }: MeasuredEvent): IndicatorRow {
  return {
    ...(failed && { library: `library-${nanos % 2}` }),
    parameters: nanos % 5 === 0 ? [] : [`period=${nanos % 20}`],
    ...(nanos % 7 === 0 && { moreParameters: true }),
    calls: 1 + (nanos % 3),
    inputLength: nanos % 1_000,
    maxInputLength: nanos % 500,
    repeated: nanos % 3,
    repeatedInTick: nanos % 2,
    ...(nanos % 11 === 0 && { pureCalls: callsOf(nanos) }),
  };
}

export interface Recorder {
  readonly names: NameTable;
  readonly owners: OwnerTable;
  readonly segment: SegmentAccumulator;
}

export function recorder(): Recorder {
  const names = new NameTable();
  const mayWait = (id: number): boolean => names.entry(id).kind === 'internal';
  const busyStretches: BusyStretches = {
    heldNanosBetween: () => 0,
    isOneStretch: () => false,
    busyBefore: () => false,
    syncNanosWithin: (from, to) => (from + to) % 1_000,
    // Every kind of owner has an id from the start.
    heldNanosWithin: (from, to, _usual, visit) => {
      const nanos = (to - from) % 7;
      if (nanos > 0) visit((from + to) % LOOP_OWNER_KINDS.length, nanos);
      return nanos;
    },
  };
  const analysis = new TickAnalysis(mayWait, busyStretches);
  const owners = new OwnerTable();
  const runtime = new RuntimeSums(owners);
  return { names, owners, segment: new SegmentAccumulator(names, analysis, runtime) };
}

function idIn(names: NameTable, place: number): number {
  return names.intern(KINDS[place % KINDS.length] as OperationKind, NAMES[place] as string, { location: 'bot.js:7' });
}

export function sampleAt(second: number, nanos: number): RuntimeSample {
  return {
    process: 'p1',
    atUnixMillis: (1_000 * second) as UnixMilliseconds,
    elapsedNanos: 1_000_000_000 as Nanoseconds,
    cpuNanos: nanos as Nanoseconds,
    loopActiveNanos: nanos as Nanoseconds,
    ticksStarted: 1,
    ticksEnded: 1,
    rssBytes: (50_000_000 + nanos) as Bytes,
    privateBytes: (20_000_000 + nanos) as Bytes,
    heapUsedBytes: 20_000_000 as Bytes,
    externalBytes: 1_000_000 as Bytes,
  };
}

export function keptTick(place: number, nanos: number): KeptTick {
  return {
    traceId: place.toString(16).padStart(32, '0'),
    process: 'p1',
    name: 'onTick',
    reason: 'slow',
    startedAtUnixNanos: String(1_700_000_000_000_000_000n + BigInt(place)),
    durationNanos: nanos as Nanoseconds,
    operations: [],
  };
}

function sizesOf({ nanos, failed }: MeasuredEvent): SizeRow {
  const sums = new SizeSums();
  sums.add(failed ? 'object' : 'input', 1 + (nanos % 5_000), nanos);
  return sums.toRow();
}
