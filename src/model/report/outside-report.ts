// What the report says of caches and of calls to the outside.

import type { CacheSource, OutcomeCount } from '../record/outside-rows.js';
import type { Nanoseconds, Share } from '../units.js';

export interface ReportCache {
  readonly source: CacheSource;
  /** The class of the cache, or the configured function. */
  readonly name: string;
  readonly location?: string;
  readonly hits: number;
  readonly misses: number;
  /** Look-ups whose outcome nobody saw. */
  readonly unknown: number;
  /** Of those whose outcome is known; absent where there is none. */
  readonly hitShare?: Share;
  readonly sets: number;
  readonly evictions: number;
  readonly mostEntries?: number;
  readonly limit?: number;
  /** Absent where it is not known, or where the curve is not that of the cache. */
  readonly sizes?: ReportCacheSizes;
}

export interface CacheSizePoint {
  readonly entries: number;
  readonly hitShare: Share;
}

/** What it would have found with another limit, least recently used out first. */
export interface ReportCacheSizes {
  /** The limit that it has, and others around it, in order. */
  readonly curve: readonly CacheSizePoint[];
  /** The smallest that reaches target P4; absent where none does. */
  readonly forTarget?: CacheSizePoint;
  /** With room for everything. */
  readonly most: Share;
}

export interface ReportExternal {
  /** `GET api.binance.com /api/v3/order` */
  readonly name: string;
  readonly venue?: string;
  readonly count: number;
  readonly failed: number;
  /** Answers with status 429. */
  readonly limited: number;
  readonly totalNanos: Nanoseconds;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly p99Nanos: Nanoseconds;
  /** Until it had been sent out: waiting for a connection, making one, sending. */
  readonly meanSentNanos?: Nanoseconds;
  /** Until the head of the response; the rest is its body. */
  readonly meanFirstByteNanos?: Nanoseconds;
  /** Calls for which a connection was made, and calls that found one; absent where nobody tells. */
  readonly newConnections?: number;
  readonly reusedConnections?: number;
  /** Making a connection, and its parts where Node.js tells them; absent where it does not. */
  readonly meanConnectingNanos?: Nanoseconds;
  readonly meanLookupNanos?: Nanoseconds;
  readonly meanConnectNanos?: Nanoseconds;
  readonly meanHandshakeNanos?: Nanoseconds;
  /** Calls that were made again in the same tick after they had failed; absent where none was. */
  readonly repeats?: number;
  /** By status, and by the type of error. */
  readonly outcomes: readonly OutcomeCount[];
}
