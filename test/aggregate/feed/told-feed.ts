// One handler's events, told one by one: what the virtual market of `feed-world.ts` has no words for.

import type { CameEvent } from '../../../src/aggregate/drain/drain-sink.js';
import type { FeedSums } from '../../../src/aggregate/feed/feed-accumulator.js';
import { FeedHealth } from '../../../src/aggregate/feed/feed-health.js';
import { ConnectionTable, firstOf, lineOf, NO_CONNECTION } from '../../../src/model/connection-table.js';
import { NameTable } from '../../../src/model/name-table.js';
import { FEED_CAUSES, type FeedCause, type FeedRow } from '../../../src/model/record/feed-rows.js';
import type { UnixMilliseconds } from '../../../src/model/units.js';
import { ORIGIN_MILLIS } from '../running-parts.js';

/** Of an event, in milliseconds. */
export interface Told {
  readonly symbol?: string;
  /** How old it is when it comes; absent: it has no time. */
  readonly age?: number;
  /** How long the loop was held before it. */
  readonly held?: number;
  /** Whether the loop has not waited since the event before. */
  readonly isUnpaced?: boolean;
  readonly connection?: number;
  readonly missing?: number;
}

export class ToldFeed {
  readonly connections: ConnectionTable = new ConnectionTable();
  sums: FeedSums = new Map();
  /** In milliseconds. */
  at = 10_000;
  readonly health: FeedHealth;
  readonly #names = new NameTable();
  readonly #event: CameEvent;
  readonly #lastConnections: number[] = [];

  constructor(seesConnections: boolean = true) {
    this.health = new FeedHealth(this.#names, ORIGIN_MILLIS as UnixMilliseconds, this.connections);
    this.#event = {
      operationId: this.#names.intern('tick', 'onTrade'),
      symbol: undefined,
      times: new Float64Array([0, 0, 0, 0]),
      connection: NO_CONNECTION,
      seesConnections,
      replacedNanos: new Float64Array(256),
    };
  }

  /** @returns the first connection to a place */
  connect(place: string, isWebSocket = true): number {
    return firstOf(this.connections.add({ place, isWebSocket }) as number);
  }

  /** A socket calls back, which may be another one than before. */
  calledBy(connection: number): void {
    const line = lineOf(connection);
    const before = this.#lastConnections[line];
    if (before !== undefined && before !== connection) this.#event.replacedNanos[line] = this.at * 1e6;
    this.#lastConnections[line] = connection;
  }

  came(after: number, told: Told = {}): void {
    const { symbol = 'BTC', age, held = 0, isUnpaced = false, connection = NO_CONNECTION, missing = 0 } = told;
    this.at += after;
    if (connection !== NO_CONNECTION) this.calledBy(connection);
    const event = this.#event;
    event.symbol = symbol;
    event.connection = connection;
    event.times[0] = this.at * 1e6;
    event.times[1] = age === undefined ? NaN : ORIGIN_MILLIS + this.at - age;
    if (!isUnpaced) event.times[2] = this.at * 1e6;
    event.times[3]! += held * 1e6;
    this.health.eventCame(event, this.sums);
    if (missing > 0) this.health.sequenceGap(missing);
  }

  /** So many events, one every 20 ms. */
  wells(count: number, told: Told = {}): void {
    for (let number = 0; number < count; number++) this.came(20, told);
  }

  rows(): FeedRow[] {
    return [...this.sums.values()].map((feed) => feed.toRow());
  }

  /** `silence feed`, `gap network`: what the only feed has, each once for each time. */
  faults(): string[] {
    const [row] = this.rows();
    const listed = (cause: FeedCause): string[] => {
      const { gaps = 0, silences = 0 } = row?.byCause[cause] ?? {};
      return [...Array<string>(silences).fill(`silence ${cause}`), ...Array<string>(gaps).fill(`gap ${cause}`)];
    };
    return FEED_CAUSES.flatMap(listed);
  }
}
