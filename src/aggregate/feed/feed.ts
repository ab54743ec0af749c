// One feed: what a source gives of one symbol through one place. Follows it from event to event.

import { type CameEvent, TIME_BUSY_SINCE, TIME_CAME, TIME_STALLED } from '../drain/drain-sink.js';
import { lineOf, NO_CONNECTION, turnsBetween } from '../../model/connection-table.js';
import { type FeedCause, LEAST_SILENCE_NANOS } from '../../model/record/feed-rows.js';
import type { Nanoseconds } from '../../model/units.js';
import type { FeedAccumulator } from './feed-accumulator.js';
import { causeOfGap, causeOfSilence, type FeedEvidence } from './feed-cause.js';
import { UsualInterval } from './usual-interval.js';

/** From so many silences with few events between them on, that is the usual interval. */
const SILENCES_IN_A_ROW = 4;
const EVENTS_BETWEEN = 8;
/** The same, whatever is between them, from this share of the feed's time on. */
const MOSTLY = 2 / 3;
/** A new socket beside an old one has replaced it where the old one gives nothing for so many events of the new one. */
const EVENTS_UNTIL_REPLACED = 16;

/** What is known of the age of an event. */
export interface AgeOfEvent {
  /** In nanoseconds; NaN where the event has no time. An array, as in `CameEvent`. */
  readonly age: Float64Array;
  /** NaN where that is not known yet. Takes microseconds to look up. */
  readonly usualNanos: number;
  /** Events off a tape come as fast as they are read. */
  readonly isTape: boolean;
}

/** Places in a feed's times, in nanoseconds. An array: fields that are set to times at every event would be objects. */
const LAST = 0;
const LAST_STALLED = 1;
/** Since the event before, and how much of that the loop was held. */
const INTERVAL = 2;
const HELD = 3;
/** All silences, and all the other time. */
const SILENT = 4;
const EVENTFUL = 5;
/** When the last reconnect was that has been counted. */
const COUNTED = 6;

export class Feed {
  readonly #times = new Float64Array(7).fill(NaN, LAST, SILENT);
  readonly #usual = new UsualInterval();
  #silences = 0;
  #silencesInARow = 0;
  #eventsBetween = 0;
  /** Whether there was a reconnect before the last event; `undefined` where nobody can know. */
  #hasReconnected: boolean | undefined;
  /** By line: the connection of the last event that came over it. */
  readonly #connections = new Map<number, number>();
  #line = 0;
  /** The line that a new one may have replaced; 0 for none. */
  #leftLine = 0;
  #eventsSinceLeft = 0;

  /** @param oneWebSocket the line of the process's one WebSocket; 0 where there are more, or none */
  came(event: CameEvent, age: AgeOfEvent, oneWebSocket: number, sums: FeedAccumulator): void {
    const times = this.#times;
    this.#hasReconnected = event.seesConnections ? this.#reconnected(event, oneWebSocket, sums) : undefined;
    const nanos = (event.times[TIME_CAME] as number) - (times[LAST] as number);
    times[INTERVAL] = nanos;
    times[HELD] = (event.times[TIME_STALLED] as number) - (times[LAST_STALLED] as number);
    const isSilence = nanos >= LEAST_SILENCE_NANOS && !age.isTape && this.#usual.isSilence(nanos);
    if (!isSilence || this.#isUsual()) this.#interval(event, age, sums);
    else sums.silent(causeOfSilence(this.#evidence(age)), nanos as Nanoseconds);
    times[LAST_STALLED] = event.times[TIME_STALLED] as number;
    // One that has waited in a queue may have come before the one before.
    if (!(nanos < 0)) times[LAST] = event.times[TIME_CAME] as number;
  }

  /** @returns how long ago the last event was; 0 while that is no silence */
  silentNanos(atNanos: Nanoseconds): number {
    const nanos = atNanos - (this.#times[LAST] as number);
    return nanos >= LEAST_SILENCE_NANOS && this.#usual.isSilence(nanos) ? nanos : 0;
  }

  /** Who it was that left out numbers before the last event. */
  causeOfGap(): FeedCause {
    return causeOfGap(this.#evidence());
  }

  #evidence(age?: AgeOfEvent): FeedEvidence {
    return {
      nanos: this.#times[INTERVAL] as number,
      heldNanos: this.#times[HELD] as number,
      hasReconnected: this.#hasReconnected,
      ageNanos: age?.age[0] ?? NaN,
      usualAgeNanos: age?.usualNanos ?? NaN,
    };
  }

  /** Silences that follow each other, or that the feed mostly consists of, are its usual interval from then on. */
  #isUsual(): boolean {
    this.#silences++;
    this.#times[SILENT]! += this.#times[INTERVAL] as number;
    if (++this.#silencesInARow > SILENCES_IN_A_ROW) return true;
    this.#eventsBetween = 0;
    const silent = this.#times[SILENT] as number;
    return this.#silences > SILENCES_IN_A_ROW && silent > MOSTLY * (silent + (this.#times[EVENTFUL] as number));
  }

  /** Only where the loop has waited in between, nothing kept the event from coming earlier: a tape that is read through has no pace. */
  #interval(event: CameEvent, { age }: AgeOfEvent, sums: FeedAccumulator): void {
    const times = this.#times;
    const nanos = times[INTERVAL] as number;
    if (++this.#eventsBetween >= EVENTS_BETWEEN) this.#silencesInARow = 0;
    if (!(nanos > 0)) return;
    times[EVENTFUL]! += nanos;
    const busySinceNanos = event.times[TIME_BUSY_SINCE] as number;
    const hasWaited = Number.isNaN(busySinceNanos) ? !Number.isNaN(age[0]) : busySinceNanos > (times[LAST] as number);
    if (!hasWaited || (times[HELD] as number) >= nanos / 2) return;
    this.#usual.add(nanos);
    sums.intervals.record(nanos as Nanoseconds);
  }

  /** Counts reconnects that the event shows. @returns whether there was one since the event before */
  #reconnected(event: CameEvent, oneWebSocket: number, sums: FeedAccumulator): boolean {
    return event.connection === NO_CONNECTION
      ? this.#reconnectedElsewhere(event, oneWebSocket, sums)
      : this.#reconnectedHere(event, sums);
  }

  #reconnectedHere({ connection, replacedNanos }: CameEvent, sums: FeedAccumulator): boolean {
    const line = lineOf(connection);
    const lineBefore = this.#line;
    if (line === this.#leftLine) this.#leftLine = 0;
    else if (this.#leftLine !== 0 && ++this.#eventsSinceLeft === EVENTS_UNTIL_REPLACED) {
      this.#leftLine = 0;
      sums.reconnects++;
    }
    const before = this.#connections.get(line);
    if (before === connection) {
      this.#line = line;
      return false;
    }
    this.#connections.set(line, connection);
    this.#line = line;
    const atNanos = replacedNanos[line] as number;
    if (before !== undefined) {
      if (atNanos > (this.#times[COUNTED] as number)) sums.reconnects += turnsBetween(before, connection);
      this.#times[COUNTED] = atNanos;
      return true;
    }
    if (lineBefore === 0) return false;
    // A socket beside the old one, which may go on.
    this.#leftLine = lineBefore;
    this.#eventsSinceLeft = 0;
    return true;
  }

  /** Of an event that was put off before it was handled: where there is only one WebSocket, it came over that. */
  #reconnectedElsewhere({ replacedNanos }: CameEvent, oneWebSocket: number, sums: FeedAccumulator): boolean {
    const atNanos = oneWebSocket === 0 ? 0 : (replacedNanos[oneWebSocket] as number);
    if (!(atNanos > (this.#times[LAST] as number)) || atNanos <= (this.#times[COUNTED] as number)) return false;
    this.#times[COUNTED] = atNanos;
    sums.reconnects++;
    return true;
  }
}
