// What programs ask instead of computing it: caches, and servers. Rows of a record segment.

import type { ReuseRow } from '../reuse/reuse-sums.js';
import type { Nanoseconds } from '../units.js';

/** Where the look-ups of a cache are counted. */
export const CACHE_SOURCES = ['lru-cache', 'configured'] as const;
export type CacheSource = (typeof CACHE_SOURCES)[number];

/** All caches of one name and place. */
export interface CacheRow {
  readonly source: CacheSource;
  /** `LRUCache`, or its subclass; of a configured function `PriceCache.get`. */
  readonly name: string;
  /** `file:line`, where it was first used, or where the function stands. */
  readonly location?: string;
  readonly hits: number;
  readonly misses: number;
  /** Look-ups whose answer is a promise of somebody else's. */
  readonly unknown: number;
  /** Of a cache that tells. */
  readonly sets: number;
  /** Entries that were removed to make room, or because they were too old. */
  readonly evictions: number;
  /** The most entries that one of them was seen with; absent where the cache does not tell. */
  readonly mostEntries?: number;
  /** The largest number of entries that one of them may have. */
  readonly limit?: number;
  /** Which sizes would have had what was looked up; absent where no key is seen, and in old records. */
  readonly reuse?: ReuseRow;
}

/** How many calls came out in one way. */
export interface OutcomeCount {
  /** A status of HTTP, `429`; or what kind of error it was, `ECONNRESET`. */
  readonly outcome: string;
  readonly count: number;
}

/** What is known of calls to the outside beside their times, which are in the operation's row. */
export interface ExternalRow {
  /** That of the operation. */
  readonly name: string;
  /** `binance`, where the host is one of a venue that is known. */
  readonly venue?: string;
  readonly outcomes: readonly OutcomeCount[];
  /** Calls that had been sent out, and their sum from the begin until then: waiting for a connection, making one, sending. */
  readonly sent: number;
  readonly sentNanos: Nanoseconds;
  /** Calls whose response began, and their sum from the begin until then. */
  readonly answered: number;
  readonly firstByteNanos: Nanoseconds;
  /** Calls that had a connection of their own made, and those that found one; neither where nobody tells. */
  readonly newConnections: number;
  readonly reusedConnections: number;
  /** What making connections took; absent where none was made, or nobody tells. */
  readonly connecting?: ConnectingSums;
  /** Calls that were made again in the same tick after they had failed; absent where none was. */
  readonly repeats?: number;
}

/** Making a connection: the whole, and the parts that Node.js tells apart: the look-up of the name, TCP, TLS. */
const CONNECTING_PHASES = ['whole', 'lookup', 'tcp', 'tls'] as const;
export type ConnectingPhase = (typeof CONNECTING_PHASES)[number];

/** How often, and how long in all. */
export interface PhaseSum {
  readonly count: number;
  readonly nanos: Nanoseconds;
}

export type ConnectingSums = Readonly<Record<ConnectingPhase, PhaseSum>>;

export const NO_PHASE: PhaseSum = { count: 0, nanos: 0 as Nanoseconds };

export function connectingSums(of: (phase: ConnectingPhase) => PhaseSum): ConnectingSums {
  return Object.fromEntries(CONNECTING_PHASES.map((phase) => [phase, of(phase)])) as ConnectingSums;
}
