// Calls to the outside as the report has them: how they came out, beside their times.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { ConnectingSums, ExternalRow } from '../model/record/outside-rows.js';
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
    ...(sent > 0 && { meanSentNanos: Math.round(sentNanos / sent) as Nanoseconds }),
    ...(answered > 0 && { meanFirstByteNanos: Math.round(firstByteNanos / answered) as Nanoseconds }),
    ...(newConnections + reusedConnections > 0 && { newConnections, reusedConnections }),
    ...(connecting !== undefined && connectingMeans(connecting)),
    ...(repeats !== undefined && { repeats }),
    outcomes,
  };
}

function connectingMeans(sums: ConnectingSums): Partial<ReportExternal> {
  const mean = (nanos: number, count: number): Nanoseconds => Math.round(nanos / count) as Nanoseconds;
  return {
    ...(sums.made > 0 && { meanConnectingNanos: mean(sums.madeNanos, sums.made) }),
    ...(sums.lookups > 0 && { meanLookupNanos: mean(sums.lookupNanos, sums.lookups) }),
    ...(sums.connects > 0 && { meanConnectNanos: mean(sums.connectNanos, sums.connects) }),
    ...(sums.handshakes > 0 && { meanHandshakeNanos: mean(sums.handshakeNanos, sums.handshakes) }),
  };
}
