// Which trees of several segments stay.

import { KEPT_TICKS_BY_AGE } from '../model/limits.js';
import { compareText } from '../model/key-order.js';
import type { KeptTick } from '../model/record/record-segment.js';

export interface KeptSelection {
  add(tick: KeptTick): void;
  /** Those that stay, slowest first. */
  toList(): readonly KeptTick[];
}

/** Slowest first. Trace, process and start are a tick's identity: two that agree in them are one tick, read twice. */
export function slowestFirst(left: KeptTick, right: KeptTick): number {
  return (
    right.durationNanos - left.durationNanos ||
    compareText(left.traceId, right.traceId) ||
    compareText(left.process, right.process) ||
    compareText(left.startedAtUnixNanos, right.startedAtUnixNanos)
  );
}

/** The first ones by one total order, so that it makes no difference in which order or in which groups they came. */
export class FirstTicks implements KeptSelection {
  readonly #most: number;
  readonly #order: typeof slowestFirst;
  #ticks: KeptTick[] = [];

  constructor(most: number, order: typeof slowestFirst = slowestFirst) {
    this.#most = most;
    this.#order = order;
  }

  add(tick: KeptTick): void {
    this.#ticks.push(tick);
    if (this.#ticks.length >= 2 * this.#most) this.#cut();
  }

  toList(): readonly KeptTick[] {
    this.#cut();
    return this.#ticks;
  }

  #cut(): void {
    this.#ticks = this.#ticks.toSorted(this.#order).slice(0, this.#most);
  }
}

/** In all trees of a unit: about half a megabyte. The slowest tree stays whatever it has. */
const OPERATIONS_KEPT_BY_AGE = 4_096;
const SLOWEST_KEPT_BY_AGE = 12;
const FAILED_KEPT_BY_AGE = 4;
/** By chance. */
const ORDINARY_KEPT_BY_AGE: number = KEPT_TICKS_BY_AGE - SLOWEST_KEPT_BY_AGE - FAILED_KEPT_BY_AGE;

/** As a record grows old: the slowest, the slowest that failed, and some ordinary ones, by chance. */
export class KeptByAge implements KeptSelection {
  /** Ticks that came, and so did not all stay. */
  count = 0;
  readonly #slowest = new FirstTicks(SLOWEST_KEPT_BY_AGE);
  readonly #failed = new FirstTicks(FAILED_KEPT_BY_AGE);
  readonly #ordinary = new FirstTicks(ORDINARY_KEPT_BY_AGE, byChance);

  add(tick: KeptTick): void {
    this.count++;
    this.#slowest.add(tick);
    if (tick.reason === 'failed') this.#failed.add(tick);
    if (tick.reason === 'random') this.#ordinary.add(tick);
  }

  toList(): readonly KeptTick[] {
    const chosen = new Set([...this.#slowest.toList(), ...this.#failed.toList(), ...this.#ordinary.toList()]);
    let operations = 0;
    const fitting = [...chosen].filter((tick) => {
      if (operations > 0 && operations + tick.operations.length > OPERATIONS_KEPT_BY_AGE) return false;
      operations += tick.operations.length;
      return true;
    });
    return fitting.toSorted(slowestFirst);
  }
}

/** Trace ids are random: those with the least are a fair sample, and the same one however the ticks were grouped. */
function byChance(left: KeptTick, right: KeptTick): number {
  return compareText(left.traceId, right.traceId) || slowestFirst(left, right);
}
