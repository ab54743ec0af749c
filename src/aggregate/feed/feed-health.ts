// Follows every feed of the process. Told by the drain of each event that a tick begins to handle, in their order; a tick allocates
// nothing for it.

import { type CameEvent, TIME_CAME, TIME_OF_EVENT } from '../drain/drain-sink.js';
import { type ConnectionTable, LINES, lineOf, NO_CONNECTION } from '../../model/connection-table.js';
import type { NameTable } from '../../model/name-table.js';
import { OTHER } from '../../model/operation.js';
import type { FeedName } from '../../model/record/feed-rows.js';
import { MILLISECOND, MINUTE, type Nanoseconds, type UnixMilliseconds } from '../../model/units.js';
import { BoundedNames } from '../bounded-names.js';
import { type AgeOfEvent, Feed } from './feed.js';
import { type FeedAccumulator, feedIn, feedKey, type FeedSums } from './feed-accumulator.js';
import { UsualAge } from './usual-age.js';

/** Beyond, the time of an event does not tell how old it is. */
const OLDEST_MILLIS = (60 * MINUTE) / MILLISECOND;
/** And beyond this it is off a tape. */
const TAPE_MILLIS = 48 * OLDEST_MILLIS;
const OTHER_FEED: FeedName = { source: OTHER };

export interface SilentFeed {
  readonly name: FeedName;
  /** Since its last event. */
  readonly nanos: number;
}

interface FollowedFeed {
  readonly name: FeedName;
  /** Absent where many share one row. */
  readonly feed: Feed | undefined;
  /** Where it adds up, in the segment whose sums those are. */
  total: FeedAccumulator;
  sums: FeedSums;
}

export class FeedHealth {
  readonly #names: NameTable;
  readonly #connections: ConnectionTable | undefined;
  /** Of the monotonic clock's zero. */
  readonly #originMillis: UnixMilliseconds;
  readonly #admitted = new BoundedNames();
  /** By operation and place. */
  readonly #sources = new Map<number, Source>();
  /** By operation: the line of its last event that came from a socket. */
  readonly #lines: number[] = [];
  #other: FollowedFeed | undefined;
  /** Of the last event. */
  #last: FollowedFeed | undefined;

  /** @param connections absent where nobody sees sockets */
  constructor(names: NameTable, originMillis: UnixMilliseconds, connections: ConnectionTable | undefined) {
    this.#names = names;
    this.#originMillis = originMillis;
    this.#connections = connections;
  }

  /** @param sums of the segment that is running */
  eventCame(event: CameEvent, sums: FeedSums): void {
    const source = this.#sourceOf(event);
    const followed = source.feeds.get(event.symbol) ?? this.#add(source, event, sums);
    if (followed.sums !== sums) {
      followed.total = feedIn(sums, followed.name);
      followed.sums = sums;
    }
    this.#last = followed;
    const { total } = followed;
    const atUnixMillis = this.#originMillis + (event.times[TIME_CAME] as number) / MILLISECOND;
    total.received++;
    total.handled++;
    if (atUnixMillis > (total.last[0] as number)) total.last[0] = atUnixMillis;
    source.cameAfter(atUnixMillis - (event.times[TIME_OF_EVENT] as number));
    const ageNanos = source.age[0] as number;
    if (!Number.isNaN(ageNanos)) total.ages.record(ageNanos as Nanoseconds);
    followed.feed?.came(event, source, this.#connections?.oneWebSocket ?? 0, total);
  }

  /** So many are missing before the event that came last. */
  sequenceGap(missing: number): void {
    const { feed, total } = this.#last ?? {};
    total?.gap(feed?.causeOfGap() ?? 'unknown', missing);
  }

  /** Events that a receiver was given, before any tick. */
  received(name: FeedName, count: number, atNanos: Nanoseconds, sums: FeedSums): void {
    const total = feedIn(sums, this.#bounded(name));
    total.received += count;
    total.last[0] = Math.max(total.last[0] as number, this.#originMillis + atNanos / MILLISECOND);
  }

  /** Counts events that one tick handled. */
  handled(name: FeedName, count: number, sums: FeedSums): void {
    feedIn(sums, this.#bounded(name)).handled += count;
  }

  /** Feeds whose last event is much longer ago than is usual. Those that tapes are read through have no pace. */
  silent(atNanos: Nanoseconds): SilentFeed[] {
    const silent: SilentFeed[] = [];
    for (const { isTape, feeds } of this.#sources.values()) {
      if (isTape) continue;
      for (const { name, feed } of feeds.values()) {
        const nanos = feed?.silentNanos(atNanos) ?? 0;
        if (nanos > 0) silent.push({ name, nanos });
      }
    }
    return silent;
  }

  #sourceOf({ operationId, connection }: CameEvent): Source {
    // What is put off before it is handled comes from where the handler's last event came from.
    const line = connection === NO_CONNECTION ? (this.#lines[operationId] ?? 0) : lineOf(connection);
    if (this.#lines[operationId] !== line) this.#lines[operationId] = line;
    const place = this.#connections?.firstLineOf(line) ?? 0;
    const key = operationId * (LINES + 1) + place;
    let source = this.#sources.get(key);
    if (source === undefined) this.#sources.set(key, (source = new Source(this.#connections?.placeOf(place))));
    return source;
  }

  #add({ place, feeds }: Source, { operationId, symbol }: CameEvent, sums: FeedSums): FollowedFeed {
    if (this.#other !== undefined) return this.#other;
    const name = this.#bounded({
      source: this.#names.entry(operationId).name,
      ...(symbol !== undefined && { symbol }),
      ...(place !== undefined && { connection: place }),
    });
    const isOther = name === OTHER_FEED;
    const followed = { name, feed: isOther ? undefined : new Feed(), total: feedIn(sums, name), sums };
    if (isOther) this.#other = followed;
    else feeds.set(symbol, followed);
    return followed;
  }

  #bounded(name: FeedName): FeedName {
    return this.#admitted.bounded(feedKey(name)) === OTHER ? OTHER_FEED : name;
  }
}

/** A handler and one place: its clock, and its feeds by symbol. */
class Source implements AgeOfEvent {
  readonly place: string | undefined;
  readonly feeds: Map<string | undefined, FollowedFeed> = new Map();
  readonly age: Float64Array = new Float64Array(1);
  isTape = false;
  readonly #usualAge = new UsualAge();

  constructor(place: string | undefined) {
    this.place = place;
  }

  get usualNanos(): number {
    return this.#usualAge.usualNanos;
  }

  /** @param differenceMillis our clock less the exchange's; NaN where the event has no time */
  cameAfter(differenceMillis: number): void {
    this.age[0] = NaN;
    if (Math.abs(differenceMillis) <= OLDEST_MILLIS) {
      this.age[0] = this.#usualAge.of(differenceMillis);
      this.isTape = false;
    } else if (differenceMillis > TAPE_MILLIS) {
      this.isTape = true;
    }
  }
}
