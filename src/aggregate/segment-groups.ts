// The ticks of a segment by their names and symbols, and the calls of strategies.

import { type GroupAccumulator, groupOf } from './group-accumulator.js';
import type { GroupRow } from '../model/record/record-segment.js';
import type { Nanoseconds } from '../model/units.js';
import { BoundedNames } from './bounded-names.js';

export class SegmentGroups {
  readonly tickNames: Map<string, GroupAccumulator> = new Map();
  readonly #symbols = new Map<string, GroupAccumulator>();
  readonly #strategies = new Map<string, GroupAccumulator>();
  readonly #symbolNames: BoundedNames;
  readonly #strategyNames: BoundedNames;

  constructor(symbolNames: BoundedNames = new BoundedNames(), strategyNames: BoundedNames = new BoundedNames()) {
    this.#symbolNames = symbolNames;
    this.#strategyNames = strategyNames;
  }

  /** Empty ones for the next segment, in which the same names have groups. */
  next(): SegmentGroups {
    return new SegmentGroups(this.#symbolNames, this.#strategyNames);
  }

  tick(name: string, symbol: string | undefined, durationNanos: Nanoseconds, failed: boolean): void {
    groupOf(this.tickNames, 'name', name).record(durationNanos, failed);
    if (symbol === undefined) return;
    groupOf(this.#symbols, 'symbol', this.#symbolNames.bounded(symbol)).record(durationNanos, failed);
  }

  strategyCall(name: string, durationNanos: Nanoseconds, failed: boolean): void {
    groupOf(this.#strategies, 'strategy', this.#strategyNames.bounded(name)).record(durationNanos, failed);
  }

  tickFailed(name: string, symbol: string | undefined): void {
    groupOf(this.tickNames, 'name', name).failed++;
    if (symbol !== undefined) groupOf(this.#symbols, 'symbol', this.#symbolNames.bounded(symbol)).failed++;
  }

  strategyCallFailed(name: string): void {
    groupOf(this.#strategies, 'strategy', this.#strategyNames.bounded(name)).failed++;
  }

  *rows(): Generator<GroupRow, void, void> {
    for (const groups of [this.tickNames, this.#symbols, this.#strategies]) {
      for (const group of groups.values()) yield group.toRow();
    }
  }
}
