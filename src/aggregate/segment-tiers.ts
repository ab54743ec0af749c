// Merges the segments of a running process into minutes, those into hours, and those into days, a few rows at a time.
//
// A unit ends with the first finer one that crosses a multiple of its length, and before one that differs in whether it is warm-up: so it
// always consists of whole finer units, one after the other.

import type { LossId } from '../model/losses.js';
import type { LossRow } from '../model/record/record-segment.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { type SegmentNumbers, type Tier, TIERS } from '../model/record/tiers.js';
import { KeptByAge } from './kept-selection.js';
import { ResourceWindows, SampleWindows } from './sample-windows.js';
import { SegmentMerger } from './segment-merger.js';

const THINNED: LossId = 'kept_ticks_thinned_with_age';

/** Called with each unit that has ended. @param tier its place in `TIERS` */
export type OnUnit = (unit: SegmentInParts, tier: number) => void;

export class SegmentTiers {
  readonly #finest: TierUnits | undefined;
  /** Segments that have been merged up to some row. */
  readonly #unfinished: Iterator<void>[] = [];

  /** @param tiers the finest first, which is that of the segments that come */
  constructor(onUnit: OnUnit, tiers: readonly Tier[] = TIERS) {
    let next: TierUnits | undefined;
    for (let place = tiers.length - 1; place > 0; place--) {
      next = new TierUnits(tiers[place] as Tier, place, onUnit, next);
    }
    this.#finest = next;
  }

  /** Takes a segment that has been cut. `mergeSlice` does the work. */
  add(segment: SegmentInParts): void {
    if (this.#finest !== undefined) this.#unfinished.push(this.#finest.add(segment));
  }

  /** Merges up to `rows` rows. @returns whether there are more */
  mergeSlice(rows: number): boolean {
    for (let row = 0; row < rows; row++) {
      const [segment] = this.#unfinished;
      if (segment === undefined) return false;
      if (segment.next().done) this.#unfinished.shift();
    }
    return this.#unfinished.length > 0;
  }
}

/** The unit of one tier that is being merged. */
class TierUnits {
  readonly #tier: Tier;
  readonly #place: number;
  readonly #onUnit: OnUnit;
  readonly #next: TierUnits | undefined;
  #unit: RunningUnit | undefined;

  constructor(tier: Tier, place: number, onUnit: OnUnit, next: TierUnits | undefined) {
    this.#tier = tier;
    this.#place = place;
    this.#onUnit = onUnit;
    this.#next = next;
  }

  *add(segment: SegmentInParts): Generator<void, void, void> {
    if (this.#unit !== undefined && this.#unit.warmup !== segment.warmup) yield* this.#end(this.#unit);
    const unit = (this.#unit ??= new RunningUnit(segment, this.#tier));
    yield* unit.add(segment);
    const unitMillis = this.#tier.unitNanos / 1e6;
    const hasCrossed = Math.floor(segment.toUnixMillis / unitMillis) !== Math.floor(unit.fromUnixMillis / unitMillis);
    if (hasCrossed) yield* this.#end(unit);
  }

  *#end(unit: RunningUnit): Generator<void, void, void> {
    this.#unit = undefined;
    const parts = unit.toParts();
    this.#onUnit(parts, this.#place);
    yield;
    if (this.#next !== undefined) yield* this.#next.add(parts);
  }
}

class RunningUnit {
  readonly warmup: boolean;
  readonly fromUnixMillis: number;
  readonly #kept = new KeptByAge();
  readonly #merger: SegmentMerger;
  readonly #first: number;
  readonly #ticksBefore: number | undefined;
  #last: number;

  constructor(segment: SegmentInParts, { sampleNanos }: Tier) {
    this.warmup = segment.warmup;
    this.fromUnixMillis = segment.fromUnixMillis;
    const { first, last } = numbersOf(segment);
    this.#first = first;
    this.#ticksBefore = segment.ticksBefore;
    this.#last = last;
    this.#merger = new SegmentMerger({
      kept: this.#kept,
      samples: new SampleWindows(sampleNanos),
      resources: new ResourceWindows(sampleNanos),
    });
  }

  *add(segment: SegmentInParts): Generator<void, void, void> {
    this.#last = numbersOf(segment).last;
    yield* this.#merger.add(segment);
  }

  toParts(): SegmentInParts {
    const parts = this.#merger.toParts();
    const kept = [...parts.kept];
    const thinned = this.#kept.count - kept.length;
    return {
      numbers: { first: this.#first, last: this.#last },
      ...(this.#ticksBefore !== undefined && { ticksBefore: this.#ticksBefore }),
      ...parts,
      kept,
      losses: thinned === 0 ? parts.losses : withThinned([...parts.losses], thinned),
      warmup: this.warmup,
    };
  }
}

function withThinned(losses: readonly LossRow[], count: number): LossRow[] {
  const before = losses.find(({ cause }) => cause === THINNED);
  return [...losses.filter((row) => row !== before), { cause: THINNED, count: count + (before?.count ?? 0) }];
}

/** @throws where it has none: the segments of a running process are numbered */
function numbersOf({ number, numbers }: SegmentInParts): SegmentNumbers {
  if (numbers !== undefined) return numbers;
  if (number === undefined) throw new Error('a segment without a number cannot be merged into a tier');
  return { first: number, last: number };
}
