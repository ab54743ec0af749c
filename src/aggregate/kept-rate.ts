// Limits the rate of kept ticks that are sent as spans. Without a limit, a bot with only slow ticks sends every tick.
//
// Each second has a fixed number of places. Each reason has some of them reserved, so that a frequent reason cannot displace a rare one. A
// reason that had more ticks than places in the last second is sampled at random: otherwise only the first ticks of each second would be
// sent. Its slowest tick so far is sent while places are left. The record has its own choice: the slowest ticks of a segment.

import type { SentReason } from '../model/record/record-segment.js';
import type { Nanoseconds } from '../model/units.js';
import { random } from '../primordials.js';

const SECOND_NANOS = 1e9;
/** Of the room: kept for each reason that has had less. */
const RESERVED_SHARE = 1 / 8;
/** Of what a common reason may take: by chance. The rest is for what is slower than all before. */
const BY_CHANCE_SHARE = 1 / 3;

const REASONS: readonly SentReason[] = ['failed', 'slow', 'random'];

interface OfReason {
  /** Ticks that there were in the second, and in the one before. */
  came: number;
  cameBefore: number;
  /** Those of this second that are sent. */
  sent: number;
  slowestNanos: number;
}

export class KeptRate {
  readonly #perSecond: number;
  readonly #reserved: number;
  readonly #random: () => number;
  readonly #reasons: Readonly<Record<SentReason, OfReason>>;
  #second = -1;
  #sent = 0;

  constructor(perSecond: number, randomNumber: () => number = random) {
    this.#perSecond = perSecond;
    this.#reserved = Math.floor(perSecond * RESERVED_SHARE);
    this.#random = randomNumber;
    const none = (): OfReason => ({ came: 0, cameBefore: 0, sent: 0, slowestNanos: 0 });
    this.#reasons = { failed: none(), slow: none(), random: none() };
  }

  /** Decides about each kept tick once. @param atNanos when it ended */
  admits(reason: SentReason, durationNanos: Nanoseconds, atNanos: number): boolean {
    this.#turnTo(Math.floor(atNanos / SECOND_NANOS));
    const own = this.#reasons[reason];
    own.came++;
    const isSlowest = durationNanos > own.slowestNanos;
    if (isSlowest) own.slowestNanos = durationNanos;
    const room = this.#roomFor(own);
    if (own.sent >= room || this.#sent >= this.#perSecond) return false;
    const isCommon = own.cameBefore > room;
    if (isCommon && !isSlowest && this.#random() * own.cameBefore >= room * BY_CHANCE_SHARE) return false;
    own.sent++;
    this.#sent++;
    return true;
  }

  /** All but what is reserved for the other reasons. */
  #roomFor(own: OfReason): number {
    let room = this.#perSecond;
    for (const reason of REASONS) {
      const other = this.#reasons[reason];
      if (other !== own) room -= Math.max(0, this.#reserved - other.sent);
    }
    return room;
  }

  /** Ticks end in the order of their times, but for a few. */
  #turnTo(second: number): void {
    if (second <= this.#second) return;
    const isNext = second === this.#second + 1;
    this.#second = second;
    this.#sent = 0;
    for (const reason of REASONS) {
      const of = this.#reasons[reason];
      of.cameBefore = isNext ? of.came : 0;
      of.came = of.sent = of.slowestNanos = 0;
    }
  }
}
