// Adds rows of caches and of calls to the outside up, the same in any order.

import { inKeyOrder } from '../model/key-order.js';
import {
  type CacheRow,
  connectingSums,
  type ConnectingSums,
  type ExternalRow,
  type OutcomeCount,
} from '../model/record/outside-rows.js';
import { sumOfReuse } from '../model/reuse/reuse-sums.js';
import type { Nanoseconds } from '../model/units.js';

export function mergeCaches(rows: readonly CacheRow[]): CacheRow[] {
  const merged = new Map<string, CacheRow>();
  for (const row of rows) {
    const key = `${row.source}\u0000${row.name}\u0000${row.location ?? ''}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? row : sumOfCaches(before, row));
  }
  return inKeyOrder(merged);
}

function sumOfCaches(left: CacheRow, right: CacheRow): CacheRow {
  const mostEntries = larger(left.mostEntries, right.mostEntries);
  const limit = larger(left.limit, right.limit);
  const reuse = sumOfReuse(left.reuse, right.reuse);
  return {
    source: left.source,
    name: left.name,
    ...(left.location !== undefined && { location: left.location }),
    hits: left.hits + right.hits,
    misses: left.misses + right.misses,
    unknown: left.unknown + right.unknown,
    sets: left.sets + right.sets,
    evictions: left.evictions + right.evictions,
    ...(mostEntries !== undefined && { mostEntries }),
    ...(limit !== undefined && { limit }),
    ...(reuse !== undefined && { reuse }),
  };
}

function larger(left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return Math.max(left, right);
}

export function mergeExternals(rows: readonly ExternalRow[]): ExternalRow[] {
  const merged = new Map<string, ExternalRow>();
  for (const row of rows) {
    const before = merged.get(row.name);
    merged.set(row.name, sumOfExternals(before, row));
  }
  return inKeyOrder(merged);
}

function sumOfExternals(left: ExternalRow | undefined, right: ExternalRow): ExternalRow {
  const venue = left?.venue ?? right.venue;
  const connecting = sumOfConnecting(left?.connecting, right.connecting);
  const repeats = (left?.repeats ?? 0) + (right.repeats ?? 0);
  return {
    name: right.name,
    ...(venue !== undefined && { venue }),
    outcomes: sumOfOutcomes([...(left?.outcomes ?? []), ...right.outcomes]),
    sent: (left?.sent ?? 0) + right.sent,
    sentNanos: ((left?.sentNanos ?? 0) + right.sentNanos) as Nanoseconds,
    answered: (left?.answered ?? 0) + right.answered,
    firstByteNanos: ((left?.firstByteNanos ?? 0) + right.firstByteNanos) as Nanoseconds,
    newConnections: (left?.newConnections ?? 0) + right.newConnections,
    reusedConnections: (left?.reusedConnections ?? 0) + right.reusedConnections,
    ...(connecting !== undefined && { connecting }),
    ...(repeats > 0 && { repeats }),
  };
}

function sumOfConnecting(
  left: ConnectingSums | undefined,
  right: ConnectingSums | undefined,
): ConnectingSums | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return connectingSums((phase) => ({
    count: left[phase].count + right[phase].count,
    nanos: (left[phase].nanos + right[phase].nanos) as Nanoseconds,
  }));
}

function sumOfOutcomes(counts: readonly OutcomeCount[]): OutcomeCount[] {
  const sums = new Map<string, OutcomeCount>();
  for (const { outcome, count } of counts)
    sums.set(outcome, { outcome, count: count + (sums.get(outcome)?.count ?? 0) });
  return inKeyOrder(sums);
}
