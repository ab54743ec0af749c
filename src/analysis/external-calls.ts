// Calls to the outside as the report has them: how they came out, beside their times.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { ConnectingSums, ExternalRow, PhaseSum } from '../model/record/outside-rows.js';
import type { OperationRow, RecordSegment } from '../model/record/record-segment.js';
import type { ReportExternal } from '../model/report/outside-report.js';
import type { Nanoseconds } from '../model/units.js';

const TOO_MANY_REQUESTS = '429';

/** Those that took most time first. Calls that have not ended are in none. */
export function reportExternals({ operations, externals }: RecordSegment): ReportExternal[] {
  const known = new Map(externals.map((row) => [row.name, row]));
  return operations
    .filter(({ kind, count }) => kind === 'external' && count > 0)
    .map((row) => reportExternal(row, known.get(row.name)))
    .toSorted((left, right) => right.totalNanos - left.totalNanos || (left.name < right.name ? -1 : 1));
}

function reportExternal(
  { name, count, failed, durations }: OperationRow,
  row: ExternalRow | undefined,
): ReportExternal {
  const histogram = ExponentialHistogram.fromData(durations);
  const times = {
    totalNanos: histogram.sumNanos,
    p50Nanos: histogram.quantile(0.5),
    p95Nanos: histogram.quantile(0.95),
    p99Nanos: histogram.quantile(0.99),
  };
  if (row === undefined) return { name, count, failed, limited: 0, ...times, outcomes: [] };
  const {
    venue,
    outcomes,
    sent,
    sentNanos,
    answered,
    firstByteNanos,
    newConnections,
    reusedConnections,
    connecting,
    repeats,
  } = row;
  return {
    name,
    ...(venue !== undefined && { venue }),
    count,
    failed,
    limited: outcomes.find(({ outcome }) => outcome === TOO_MANY_REQUESTS)?.count ?? 0,
    ...times,
    ...(sent > 0 && { meanSentNanos: meanOf({ count: sent, nanos: sentNanos }) }),
    ...(answered > 0 && { meanFirstByteNanos: meanOf({ count: answered, nanos: firstByteNanos }) }),
    ...(newConnections + reusedConnections > 0 && { newConnections, reusedConnections }),
    ...(connecting !== undefined && connectingMeans(connecting)),
    ...(repeats !== undefined && { repeats }),
    outcomes,
  };
}

function connectingMeans({ whole, lookup, tcp, tls }: ConnectingSums): Partial<ReportExternal> {
  return {
    ...(whole.count > 0 && { meanConnectingNanos: meanOf(whole) }),
    ...(lookup.count > 0 && { meanLookupNanos: meanOf(lookup) }),
    ...(tcp.count > 0 && { meanConnectNanos: meanOf(tcp) }),
    ...(tls.count > 0 && { meanHandshakeNanos: meanOf(tls) }),
  };
}

function meanOf({ count, nanos }: PhaseSum): Nanoseconds {
  return Math.round(nanos / count) as Nanoseconds;
}
