// Tick-shaped calls that only hand their events on: a listener that fills a queue, a list whose events are handled one by one.
//
// What such a call is shows when somebody else handles its event. Until the log is read, which is later, it can still be none: the
// handling is the tick then, and the time in the queue its wait.

import { type EventLog, recordsBetween } from '../../../../model/log/event-log.js';
import { LAST_POSITION } from '../../../../model/log/log-layout.js';
import { guarded } from '../../../../guard.js';
import { startMicrotask } from '../../../../primordials.js';
import { now } from '../../../recorder/clock.js';
import type { Recorder } from '../../../recorder/recorder.js';
import { findEvent, FoundEvent } from '../event/find-event.js';
import { isEvent } from '../event/is-event.js';
import { isObject } from '../event/members.js';
import type { HandedOn, RelayState } from './handed-on.js';
import { RecentKeys } from './recent-keys.js';
import { isSameEvent, keyOf } from './same-event.js';

/** Calls with a list that are followed at once. */
const FOLLOWED_LISTS = 8;
/** Of a list, the entries that are looked at. */
const LOOKED_AT_ENTRIES = 256;
/** The last events, which are known by their keys. */
const KNOWN_KEYS = 4_096;
/** Scopes around a call in which a list is searched. */
const SCOPES_AROUND = 32;

interface FollowedList {
  readonly relay: RelayState;
  readonly position: number;
  readonly list: WeakRef<readonly unknown[]>;
  /** The entry that was handled first. */
  handled: number;
}

export class Relays {
  readonly #recorder: Recorder;
  readonly #log: EventLog;
  readonly #byEvent = new WeakMap<object, HandedOn>();
  readonly #byKey = new RecentKeys<HandedOn>(KNOWN_KEYS);
  #lists: FollowedList[] = [];
  readonly #found = new FoundEvent();
  #hasEvents = false;
  #stretch = 0;
  #isStretchKnown = false;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.#log = recorder.log;
  }

  /** Whether nothing was handed on by anybody, so that no call has to be looked at. */
  get areNone(): boolean {
    return !this.#hasEvents && this.#lists.length === 0;
  }

  /** Remembers what a relay is given. @returns `undefined` where one object is filled anew for each event, which then says nothing */
  handOn({ event, envelope, list }: FoundEvent, relay: RelayState): HandedOn | undefined {
    if (event === undefined || envelope === undefined) return undefined;
    const before = this.#byEvent.get(event);
    if (!relay.isCertain && wasHandedOnBy(relay, before)) {
      this.#byEvent.delete(event);
      return undefined;
    }
    this.#hasEvents = true;
    const handed: HandedOn = {
      relay,
      atNanos: now(),
      stretch: this.#runningStretch(),
      position: 0,
      before: relay.isCertain ? undefined : before,
    };
    this.#byEvent.set(event, handed);
    if (envelope !== event) this.#byEvent.set(envelope, handed);
    if (list !== undefined) this.#handOnList(list, handed);
    const key = relay.areCopied === false || relay.isInVain ? undefined : keyOf(event);
    if (key === undefined) return handed;
    this.#byKey.set(key, handed);
    return handed;
  }

  #handOnList(list: readonly unknown[], handed: HandedOn): void {
    for (let at = 0; at < list.length && at < LOOKED_AT_ENTRIES; at++) {
      const entry = list[at];
      if (isObject(entry)) this.#byEvent.set(entry, handed);
    }
  }

  /** A call handles an event. @returns what had handed it on, if that is certain */
  handledBy(found: FoundEvent, handler: RelayState): HandedOn | undefined {
    const handed = this.#hasEvents ? this.#handedOn(found) : undefined;
    if (handed === undefined || handed.relay === handler) return undefined;
    const { relay } = handed;
    if (!relay.isCertain) {
      if (!this.#isLater(handed)) return undefined;
      relay.becomesCertain(this.#readUntil());
    }
    return handed;
  }

  /** Whether a call is given an event that somebody else has handed on. */
  isHandedOn(args: readonly unknown[], handler: RelayState): boolean {
    findEvent(args, isEvent, this.#found);
    const handed = this.#handedOn(this.#found);
    this.#found.clear();
    return handed !== undefined && handed.relay !== handler && (handed.relay.isCertain || this.#isLater(handed));
  }

  /** Whether the call that handed an event on was counted as a tick before anybody knew. */
  wasCounted({ relay, position }: HandedOn): boolean {
    return position !== 0 && recordsBetween(position + 1, relay.readUntil) < this.#log.records;
  }

  #handedOn({ event, envelope }: FoundEvent): HandedOn | undefined {
    if (event === undefined || envelope === undefined) return undefined;
    const handed = this.#byEvent.get(event) ?? (envelope === event ? undefined : this.#byEvent.get(envelope));
    if (handed !== undefined) {
      handed.relay.areCopied ??= false;
      return handed;
    }
    if (this.#byKey.isEmpty) return undefined;
    const key = keyOf(event);
    const copied = key === undefined ? undefined : this.#byKey.get(key);
    if (copied !== undefined) copied.relay.areCopied = true;
    return copied;
  }

  /**
   * Whether the handler is none of several listeners that the same event was given to: those are called one behind the other, and
   * what takes from a queue is called later, or from inside.
   */
  #isLater({ relay, stretch, position }: HandedOn): boolean {
    if (this.#isInside(position)) return true;
    return !relay.isAtOnce && (stretch !== this.#stretch || relay.lastPosition !== position);
  }

  #isInside(position: number): boolean {
    let scope = this.#recorder.active.get();
    for (let around = 0; scope > 0 && around < SCOPES_AROUND; around++) {
      if (scope === position) return true;
      scope = this.#log.scopeAround(scope);
    }
    return false;
  }

  /** The position of the first record that was not read. */
  #readUntil(): number {
    return (this.#log.position - this.#recorder.unread) & LAST_POSITION;
  }

  readonly #onStretchEnd = guarded('following handed-on events', () => {
    this.#stretch++;
    this.#isStretchKnown = false;
  });

  /** From a relay's call on, until the program gives the thread back to its microtasks. */
  #runningStretch(): number {
    if (!this.#isStretchKnown) {
      this.#isStretchKnown = true;
      startMicrotask(this.#onStretchEnd);
    }
    return this.#stretch;
  }

  /** A call hands its events on. Where it was read before, it is a tick. */
  markRelay(position: number): void {
    if (this.isUnread(position)) this.#log.markRelay(position);
  }

  /** Nobody handles what a relay hands on: no copies of it are looked for. */
  forgetKeysOf(relay: RelayState): void {
    this.#byKey.forget((handed) => handed.relay === relay);
  }

  isUnread(position: number): boolean {
    return this.#log.since(position) <= this.#recorder.unread;
  }

  /** A call was given a list: its entries may be handled inside it, one by one. */
  follow(list: readonly unknown[], relay: RelayState, position: number): void {
    if (this.#lists.length >= FOLLOWED_LISTS) this.#lists.shift();
    this.#lists.push({ relay, position, list: new WeakRef(list), handled: -1 });
  }

  /** A relay of lists is decided. */
  unfollow(relay: RelayState): void {
    this.#lists = this.#lists.filter((each) => each.relay !== relay);
  }

  /** A call handles an event: perhaps one of a list that a call around it was given. */
  lookInLists(found: FoundEvent): void {
    if (this.#lists.length === 0 || found.event === undefined) return;
    let scope = this.#recorder.active.get();
    for (let around = 0; scope > 0 && around < SCOPES_AROUND; around++) {
      const begin = scope;
      const followed = this.#lists.find(({ position }) => position === begin);
      if (followed !== undefined) this.#lookInList(followed, found);
      scope = this.#log.scopeAround(scope);
    }
  }

  #lookInList(followed: FollowedList, { event, list: handledList }: FoundEvent): void {
    const list = followed.list.deref();
    // Given on as a whole: the one inside is the one that is followed.
    if (list === undefined || event === undefined || handledList === list) return;
    const entry = entryOf(list, event);
    if (entry === -1 || entry === followed.handled) return;
    if (followed.handled === -1) {
      followed.handled = entry;
      return;
    }
    followed.relay.goesThroughLists = true;
    this.markRelay(followed.position);
    this.unfollow(followed.relay);
  }
}

function wasHandedOnBy(relay: RelayState, last: HandedOn | undefined): boolean {
  for (let each = last; each !== undefined; each = each.before) if (each.relay === relay) return true;
  return false;
}

function entryOf(list: readonly unknown[], event: object): number {
  for (let at = 0; at < list.length && at < LOOKED_AT_ENTRIES; at++) {
    const entry = list[at];
    if (isObject(entry) && isSameEvent(entry, event)) return at;
  }
  return -1;
}
