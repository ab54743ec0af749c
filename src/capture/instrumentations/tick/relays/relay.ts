// What one function does with the events that it is given: whether it handles them, or only hands them on.

import { nowMillis } from '../../../recorder/clock.js';
import type { Match } from '../../../rules/match.js';
import type { FoundEvent } from '../event/find-event.js';
import type { HandedOn, RelayState } from './handed-on.js';
import type { LateRelays } from './late-relays.js';

/** Calls that are remembered, before those are left out that were read. */
const REMEMBERED_CALLS = 1_024;
/** Calls of a bound function whose event nobody handled inside it; then it handles them itself. */
const CALLS_AT_ONCE = 64;
/** Calls of which nobody has handled an event, as where each is added to a history. To look at one took 8 µs in a loop that did nothing else. */
const CALLS_IN_VAIN = 16_384;
/** From then on, as many are looked at in so long: all at the rates at which bots run, and few of a replay. */
const CALLS_LOOKED_AT_AGAIN = 256;
const LOOKED_AT_AGAIN_MILLIS = 250;
/** Calls with lists in which nobody handled the entries; then the function handles them itself. */
const LISTS_LOOKED_AT = 64;

export class Relay implements RelayState {
  isCertain = false;
  goesThroughLists = false;
  areCopied: boolean | undefined;
  lastPosition = 0;
  readUntil = 0;
  /** Since when the event of the running call has waited for it. */
  sinceNanos: number = NaN;
  /** The running call's event has been counted as a tick of who handed it on. */
  wasCounted = false;
  readonly #relays: LateRelays;
  #mayHandOn: boolean;
  readonly isAtOnce: boolean;
  /** The calls so far that may have handed on, as long as that is not certain. */
  #calls: number[] = [];
  #callsLookedAt = 0;
  #callsLeft = 0;
  #lookedAtMillis = 0;
  #callsAtOnce = 0;
  #listsLookedAt = 0;
  #list: readonly unknown[] | undefined;
  #handedOn: HandedOn | undefined;

  constructor(relays: LateRelays, mayHandOn: Match['mayHandOn']) {
    this.#relays = relays;
    this.#mayHandOn = mayHandOn !== undefined;
    this.isAtOnce = mayHandOn === 'at once';
  }

  get isInVain(): boolean {
    return !this.isCertain && this.#callsLookedAt >= CALLS_IN_VAIN;
  }

  becomesCertain(readUntil: number): void {
    this.isCertain = true;
    this.readUntil = readUntil;
    for (const position of this.#calls) this.#relays.load().markRelay(position);
    this.#calls = [];
  }

  /** Whether the event of a call was handed on before, which is all that makes it a tick. */
  isHandedOn(args: readonly unknown[]): boolean {
    const relays = this.#relays.loaded;
    return relays?.areNone === false && relays.isHandedOn(args, this);
  }

  /** Before a call begins. @returns whether its event has waited, since `sinceNanos` */
  look(found: FoundEvent): boolean {
    const relays = this.#relays.loaded;
    let hasWaited = false;
    if (relays?.areNone === false) {
      relays.lookInLists(found);
      const handed = relays.handledBy(found, this);
      if (handed !== undefined) {
        hasWaited = true;
        this.sinceNanos = handed.atNanos;
        this.wasCounted = relays.wasCounted(handed);
      }
    }
    if (this.#mayHandOn && this.#isLookedAt()) {
      this.#handedOn = this.#relays.load().handOn(found, this);
      this.#mayHandOn = this.#handedOn !== undefined;
    }
    this.#list = this.wasCounted ? undefined : found.list;
    return hasWaited;
  }

  /** The call's begin is written at `position`. */
  began(position: number): void {
    this.lastPosition = position;
    if (this.#handedOn !== undefined) this.#handsOn(this.#handedOn, position);
    const list = this.#list;
    if (list === undefined) return;
    this.#list = undefined;
    if (this.goesThroughLists) return this.#relays.load().markRelay(position);
    // Of a list of one it does not show who goes through it.
    if (list.length < 2 || this.#listsLookedAt >= LISTS_LOOKED_AT) return;
    this.#listsLookedAt++;
    if (this.#listsLookedAt === LISTS_LOOKED_AT) this.#relays.load().unfollow(this);
    else this.#relays.load().follow(list, this, position);
  }

  #handsOn(handed: HandedOn, position: number): void {
    handed.position = position;
    this.#handedOn = undefined;
    if (this.isCertain) return this.#relays.load().markRelay(position);
    // They are in the order of the log: where the oldest is unread, all are.
    if (this.#calls.length >= REMEMBERED_CALLS && !this.#relays.load().isUnread(this.#calls[0] as number))
      this.#calls = this.#calls.filter((each) => this.#relays.load().isUnread(each));
    if (this.#calls.length < REMEMBERED_CALLS) this.#calls.push(position);
    if (this.isAtOnce && ++this.#callsAtOnce === CALLS_AT_ONCE) this.#mayHandOn = false;
  }

  #isLookedAt(): boolean {
    if (this.isCertain) return true;
    if (this.#callsLookedAt < CALLS_IN_VAIN) {
      if (++this.#callsLookedAt === CALLS_IN_VAIN) this.#relays.load().forgetKeysOf(this);
      return true;
    }
    const millis = Math.trunc(nowMillis());
    if (millis - this.#lookedAtMillis >= LOOKED_AT_AGAIN_MILLIS) {
      this.#lookedAtMillis = millis;
      this.#callsLeft = CALLS_LOOKED_AT_AGAIN;
    }
    return --this.#callsLeft >= 0;
  }
}
