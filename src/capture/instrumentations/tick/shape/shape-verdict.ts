// Decides after a few calls whether a function's calls are market events.

import type { Losses } from '../../../../model/losses.js';
import { now } from '../../../recorder/clock.js';
import type { TickShape } from './tick-shape.js';

/**
 * After this many calls with the shape, and none without it, a call is inspected only where its price is not where the one before had it:
 * a venue's heartbeat may come after a thousand trades.
 */
const HITS_UNTIL_DECIDED = 64;

/**
 * After this many objects without the shape within a second, and none with it, this many calls are skipped at a time:
 * inspecting them costs more than the events are likely to be worth. Slower functions are always inspected: a feed that is
 * quiet over a weekend sends a heartbeat a second until its first trade. Arguments that are not objects cost nothing to
 * reject and are not counted.
 */
const MISSES_UNTIL_DOUBTED = 4_096;
const DOUBTED_WITHIN_NANOS = 1e9;
/** Calls of a doubted function that are inspected in a row before calls are skipped again. */
const SECOND_LOOKS = 64;

export class ShapeVerdict {
  readonly #isTick: TickShape;
  readonly #hasPrice: TickShape;
  readonly #losses: Losses;
  #hits = 0;
  #missed = false;
  #misses = 0;
  #missesSinceNanos = 0;
  #callsToSkip = 0;
  #skipped = 0;

  /**
   * @param hasPrice whether the price of a call's event is where the one before had it: cheaper than `isTick`
   * @param losses counts the calls that were skipped before one that turned out to be an event
   */
  constructor(isTick: TickShape, hasPrice: TickShape, losses: Losses) {
    this.#isTick = isTick;
    this.#hasPrice = hasPrice;
    this.#losses = losses;
  }

  isTick(args: readonly unknown[]): boolean {
    if (this.#hits >= HITS_UNTIL_DECIDED && !this.#missed && this.#hasPrice(args)) return true;
    if (this.#callsToSkip > 0) {
      this.#callsToSkip--;
      this.#skipped++;
      return false;
    }
    const shaped = this.#isTick(args);
    if (shaped) this.#hit();
    else this.#miss(args[0]);
    return shaped;
  }

  #hit(): void {
    this.#hits++;
    if (this.#skipped > 0) this.#losses.add('calls_not_inspected', this.#skipped);
    this.#skipped = 0;
  }

  #miss(first: unknown): void {
    this.#missed = true;
    if (this.#hits > 0 || typeof first !== 'object') return;
    if (this.#misses === 0) this.#missesSinceNanos = now();
    if (++this.#misses < MISSES_UNTIL_DOUBTED) return;
    const isFast = now() - this.#missesSinceNanos < DOUBTED_WITHIN_NANOS;
    this.#callsToSkip = isFast ? MISSES_UNTIL_DOUBTED : 0;
    this.#misses = isFast ? MISSES_UNTIL_DOUBTED - SECOND_LOOKS : 0;
  }
}
