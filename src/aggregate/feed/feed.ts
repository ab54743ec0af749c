// One feed: what a source gives of one symbol through one place. Follows it from event to event.

import type { CameEvent } from '../drain/drain-sink.js';
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
  /** NaN where the event has no time. */
  readonly ageNanos: number;
  /** NaN where that is not known yet. Takes microseconds to look up. */
  readonly usualNanos: number;
  /** Events off a tape come as fast as they are read. */
  readonly isTape: boolean;
}

export class Feed {
  /** When the last event came in; NaN before the first. */
  #lastNanos = NaN;
  #lastStalledNanos = NaN;
  readonly #usual = new UsualInterval();
  #silences = 0;
  #silencesInARow = 0;
  #silentNanos = 0;
  /** All the other time. */
  #eventfulNanos = 0;
  #eventsBetween = 0;
  /** By line: the connection of the last event that came over it. */
  readonly #connections = new Map<number, number>();
  #line = 0;
  /** The line that a new one may have replaced; 0 for none. */
  #leftLine = 0;
  #eventsSinceLeft = 0;
  #countedNanos = 0;
  /** Of the time before the last event. */
  readonly #evidence: { -readonly [Field in keyof FeedEvidence]: FeedEvidence[Field] } = {
    nanos: NaN,
    heldNanos: NaN,
    reconnected: undefined,
    ageNanos: NaN,
    usualAgeNanos: NaN,
  };

  /** @param oneWebSocket the line of the process's one WebSocket; 0 where there are more, or none */
  came(event: CameEvent, age: AgeOfEvent, oneWebSocket: number, sums: FeedAccumulator): void {
    const last = this.#evidence;
    last.reconnected = this.#reconnected(event, oneWebSocket, sums);
    last.nanos = event.atNanos - this.#lastNanos;
    last.heldNanos = event.stalledNanos - this.#lastStalledNanos;
    if (!age.isTape && last.nanos >= LEAST_SILENCE_NANOS && this.#usual.isSilence(last.nanos)) {
      this.#silence(event, age, sums);
    } else {
      this.#interval(event, age, sums);
    }
    this.#lastStalledNanos = event.stalledNanos;
    // One that has waited in a queue may have come before the one before.
    if (!(last.nanos < 0)) this.#lastNanos = event.atNanos;
  }

  /** Who it was that left out numbers before the last event. */
  causeOfGap(): FeedCause {
    return causeOfGap(this.#evidence);
  }

  #silence(event: CameEvent, age: AgeOfEvent, sums: FeedAccumulator): void {
    const { nanos } = this.#evidence;
    if (this.#isUsualBy(nanos)) return this.#interval(event, age, sums);
    this.#evidence.ageNanos = age.ageNanos;
    this.#evidence.usualAgeNanos = age.usualNanos;
    sums.silent(causeOfSilence(this.#evidence), nanos as Nanoseconds);
  }

  /** Silences that follow each other, or that the feed mostly consists of, are its usual interval from then on. */
  #isUsualBy(nanos: number): boolean {
    this.#silences++;
    this.#silentNanos += nanos;
    if (++this.#silencesInARow > SILENCES_IN_A_ROW) return true;
    this.#eventsBetween = 0;
    return this.#silences > SILENCES_IN_A_ROW && this.#silentNanos > MOSTLY * (this.#silentNanos + this.#eventfulNanos);
  }

  /** Only where the loop has waited in between, nothing kept the event from coming earlier: a tape that is read through has no pace. */
  #interval({ busySinceNanos }: CameEvent, { ageNanos }: AgeOfEvent, sums: FeedAccumulator): void {
    const { nanos, heldNanos } = this.#evidence;
    if (++this.#eventsBetween >= EVENTS_BETWEEN) this.#silencesInARow = 0;
    this.#eventfulNanos += Math.max(0, nanos || 0);
    const hasWaited = Number.isNaN(busySinceNanos) ? !Number.isNaN(ageNanos) : busySinceNanos > this.#lastNanos;
    if (!hasWaited || !(nanos > 0) || heldNanos >= nanos / 2) return;
    this.#usual.add(nanos);
    sums.intervals.record(nanos as Nanoseconds);
  }

  /** Counts reconnects that the event shows. @returns whether there was one since the event before; `undefined` where nobody can know */
  #reconnected(event: CameEvent, oneWebSocket: number, sums: FeedAccumulator): boolean | undefined {
    if (!event.seesConnections) return undefined;
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
      if (atNanos > this.#countedNanos) sums.reconnects += turnsBetween(before, connection);
      this.#countedNanos = atNanos;
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
    if (!(atNanos > this.#lastNanos) || atNanos <= this.#countedNanos) return false;
    this.#countedNanos = atNanos;
    sums.reconnects++;
    return true;
  }
}
