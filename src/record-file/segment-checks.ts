// What the lines of a record file have to look like, so that nothing that reads them needs to doubt them.

import type { Machine } from '../model/machine.js';
import { RULE_IDS } from '../model/rules.js';
import type { ArrivalTotals, ByBasis } from '../model/record/arrival-totals.js';
import type { HeavyHitter, HeavyHittersData } from '../model/histogram/heavy-hitters.js';
import { OPERATION_KINDS } from '../model/operation.js';
import type {
  GroupRow,
  InstrumentedRow,
  KeptOperation,
  KeptTick,
  LossRow,
  NotSeenRow,
  OperationRow,
  OverheadTotals,
  ProcessInfo,
  RuntimeSample,
  StoredSegment,
  TickTotals,
} from '../model/record/record-segment.js';
import { ORDER_ACTIONS } from '../model/orders.js';
import type { OrderRow } from '../model/record/order-rows.js';
import {
  CACHE_SOURCES,
  type CacheRow,
  type ConnectingSums,
  type ExternalRow,
  type OutcomeCount,
  type PhaseSum,
} from '../model/record/outside-rows.js';
import type { SegmentNumbers } from '../model/record/tiers.js';
import type { RowField, SegmentHead } from '../model/record/segment-parts.js';
import type { EndLine, KeptOperationsLine } from './lines.js';
import {
  type Check,
  integerBetween,
  isAmount,
  isBuckets,
  isDecimal,
  isFlag,
  isHistogram,
  isNumber,
  isText,
  isUnixMillis,
  listOf,
  oneOf,
  shape,
} from './checks.js';
import { isFeedRow } from './feed-checks.js';
import { isMemoryReading } from './memory-checks.js';
import { isProfileRow } from './profile-checks.js';
import { isIndicator, isReuse } from './reuse-checks.js';
import { isSizeRow } from './size-checks.js';
import { isWhatIfRow, isWhatIfTicks } from './what-if-checks.js';
import { isGcRow, isKeptPause, isOwnerRow, isResourceSample, isStallRow } from './runtime-checks.js';

const isTrue = oneOf([true]);

const isMachine = shape<Machine>({ cores: isAmount, architecture: isText, platform: isText }, { model: isText });

export const isProcess: Check<ProcessInfo> = shape<ProcessInfo>(
  { id: isText, pid: isAmount, name: isText, nodeVersion: isText, startedAtUnixMillis: isUnixMillis },
  { threadId: isAmount, machine: isMachine, telemetry: listOf(isText) },
);

const isPhase = shape<PhaseSum>({ count: isAmount, nanos: isAmount }, {});

const isConnecting = shape<ConnectingSums>({ whole: isPhase, lookup: isPhase, tcp: isPhase, tls: isPhase }, {});

const isTickTotals = shape<TickTotals>(
  {
    started: isAmount,
    count: isAmount,
    failed: isAmount,
    underTarget: isAmount,
    late: isAmount,
    durations: isHistogram(6),
  },
  { responses: isHistogram(6) },
);

const isByBasis = shape<ByBasis>({ stamped: isHistogram(6), bound: isHistogram(6) }, {});

const isArrivals = shape<ArrivalTotals>(
  {
    waits: isByBasis,
    responses: isByBasis,
    ages: isHistogram(6),
    smallestAgeFellNanos: isAmount,
    received: isAmount,
    handled: isAmount,
    ticksFromReceived: isAmount,
    sequenceGaps: isAmount,
    sequenceMissing: isAmount,
  },
  {},
);

const isHeavyHitters = shape<HeavyHittersData>(
  {
    floorNanos: isAmount,
    entries: listOf(
      shape<HeavyHitter>({ key: isText, count: isAmount, totalNanos: isAmount, errorNanos: isAmount }, {}),
    ),
  },
  {},
);

const isOverhead = shape<OverheadTotals>(
  {
    spans: isAmount,
    sampledSpans: isAmount,
    sampledSpanNanos: isAmount,
    closedTicks: isAmount,
    closingNanos: isAmount,
    writingNanos: isAmount,
    exportingNanos: isAmount,
    writtenBytes: isAmount,
    longestHoldNanos: isAmount,
  },
  { loadingNanos: isAmount },
);

const isSegmentNumber = integerBetween(0, Number.MAX_SAFE_INTEGER);

const isInOrder = shape<SegmentNumbers>({ first: isSegmentNumber, last: isSegmentNumber }, {});

const isNumbers: Check<SegmentNumbers> = (value): value is SegmentNumbers =>
  isInOrder(value) && value.first <= value.last;

export const isHead: Check<SegmentHead> = shape<SegmentHead>(
  {
    warmup: isFlag,
    fromUnixMillis: isUnixMillis,
    toUnixMillis: isUnixMillis,
    processes: listOf(isProcess),
    ticks: isTickTotals,
    arrivals: isArrivals,
    heavyHitters: isHeavyHitters,
    overhead: isOverhead,
  },
  { number: isSegmentNumber, numbers: isNumbers, ticksBefore: isAmount, final: oneOf([true]), whatIf: isWhatIfTicks },
);

export const isEnd: Check<EndLine> = shape<EndLine>({ rows: isAmount, crc32: isAmount }, {});

const isKeptOperation = shape<KeptOperation>(
  {
    kind: oneOf(OPERATION_KINDS),
    name: isText,
    parent: integerBetween(-1, 2 ** 31),
    startNanos: isNumber,
    durationNanos: isAmount,
  },
  { location: isText, failed: isTrue, late: isTrue },
);

export const isKeptOperations: Check<KeptOperationsLine> = shape<KeptOperationsLine>(
  { operations: listOf(isKeptOperation) },
  {},
);

export const ROW_CHECKS: { readonly [Field in RowField]: Check<StoredSegment[Field][number]> } = {
  groups: shape<GroupRow>(
    {
      dimension: oneOf(['name', 'symbol', 'strategy']),
      name: isText,
      count: isAmount,
      failed: isAmount,
      underTarget: isAmount,
      durations: isHistogram(6),
    },
    {},
  ),
  feeds: isFeedRow,
  orders: shape<OrderRow>(
    {
      action: oneOf(ORDER_ACTIONS),
      count: isAmount,
      ended: isAmount,
      failed: isAmount,
      decisions: isHistogram(4),
      sendings: isHistogram(4),
      acknowledgements: isHistogram(4),
    },
    { venue: isText, symbol: isText },
  ),
  operations: shape<OperationRow>(
    {
      kind: oneOf(OPERATION_KINDS),
      name: isText,
      count: isAmount,
      failed: isAmount,
      late: isAmount,
      outsideTicks: isAmount,
      durations: isHistogram(4),
      selfNanos: isNumber,
      criticalPathByTick: isBuckets,
      callsByTick: isBuckets,
    },
    {
      location: isText,
      calledAt: isText,
      loopNanos: isAmount,
      indicator: isIndicator,
      askedValues: isReuse,
      sizes: isSizeRow,
      whatIf: isWhatIfRow,
    },
  ),
  samples: shape<RuntimeSample>(
    {
      process: isText,
      atUnixMillis: isUnixMillis,
      elapsedNanos: isAmount,
      cpuNanos: isAmount,
      loopActiveNanos: isAmount,
      ticksStarted: isAmount,
      ticksEnded: isAmount,
      rssBytes: isAmount,
      heapUsedBytes: isAmount,
      externalBytes: isAmount,
    },
    { privateBytes: isAmount },
  ),
  owners: isOwnerRow,
  stalls: isStallRow,
  gc: isGcRow,
  resources: isResourceSample,
  kept: shape<KeptTick>(
    {
      traceId: isText,
      process: isText,
      name: isText,
      reason: oneOf(['failed', 'slow', 'random', 'last']),
      startedAtUnixNanos: isDecimal,
      durationNanos: isAmount,
      operations: listOf(isKeptOperation),
    },
    { symbol: isText, pauses: listOf(isKeptPause) },
  ),
  caches: shape<CacheRow>(
    {
      source: oneOf(CACHE_SOURCES),
      name: isText,
      hits: isAmount,
      misses: isAmount,
      unknown: isAmount,
      sets: isAmount,
      evictions: isAmount,
    },
    { location: isText, mostEntries: isAmount, limit: isAmount, reuse: isReuse },
  ),
  externals: shape<ExternalRow>(
    {
      name: isText,
      outcomes: listOf(shape<OutcomeCount>({ outcome: isText, count: isAmount }, {})),
      sent: isAmount,
      sentNanos: isAmount,
      answered: isAmount,
      firstByteNanos: isAmount,
      newConnections: isAmount,
      reusedConnections: isAmount,
    },
    { venue: isText, connecting: isConnecting, repeats: isAmount },
  ),
  instrumented: shape<InstrumentedRow>(
    { name: isText, rule: oneOf(RULE_IDS), count: isAmount },
    { location: isText, packageName: isText, pattern: isText, event: isText },
  ),
  notSeen: shape<NotSeenRow>(
    { name: isText, why: isText },
    { location: isText, pattern: isText, event: isText, leftNothing: oneOf([true]) },
  ),
  profiles: isProfileRow,
  memory: isMemoryReading,
  losses: shape<LossRow>({ cause: isText, count: isAmount }, { total: isAmount }),
};
