// Which segments of a record count: each moment of a process once, as finely as the record has it.
//
// A segment is its process's number so-and-so; a merged one has the numbers of all in it. Read twice, by two paths, from a copy, or doubled in
// a file, one counts once. A merged one counts where the finer ones do not have all of it, instead of them.

import { formatCount } from '../model/format-units.js';
import type { SegmentHead } from '../model/record/segment-parts.js';
import type { SegmentNumbers } from '../model/record/tiers.js';
import { groupBy } from './group-by.js';

interface WithHead {
  readonly head: SegmentHead;
}

export interface Cover<Found> {
  /** In the order in which they were given. */
  readonly chosen: readonly Found[];
  /** For the reader of the report. */
  readonly notes: readonly string[];
}

export function coverOf<Found extends WithHead>(segments: readonly Found[]): Cover<Found> {
  const known = new Map<string, Found>();
  const merged = new Set<Found>();
  let repeated = 0;
  for (const segment of segments) {
    const identity = identityOf(segment.head);
    if (segment.head.numbers !== undefined) merged.add(segment);
    else if (known.has(identity)) repeated++;
    else known.set(identity, segment);
  }
  const chosen = new Set(known.values());
  for (const [process, units] of groupBy(merged, ({ head }) => processKey(head))) {
    const cuts = [...chosen].filter(({ head }) => head.number !== undefined && processKey(head) === process);
    const finest = new FinestCover(cuts);
    for (const cut of cuts) chosen.delete(cut);
    for (const unit of units.toSorted((left, right) => lengthOf(left) - lengthOf(right))) finest.add(unit);
    for (const each of finest.segments) chosen.add(each);
  }
  return {
    chosen: segments.filter((segment) => chosen.has(segment)),
    notes: repeated === 0 ? [] : [repeatedNote(repeated)],
  };
}

/** Segments of one process, none of which overlaps another. */
class FinestCover<Found extends WithHead> {
  readonly #byFirst = new Map<number, Found>();

  constructor(cuts: readonly Found[]) {
    for (const cut of cuts) this.#byFirst.set(numbersOf(cut.head)?.first ?? NaN, cut);
  }

  get segments(): Iterable<Found> {
    return this.#byFirst.values();
  }

  /** Called with the shortest first. */
  add(unit: Found): void {
    const numbers = numbersOf(unit.head) as SegmentNumbers;
    const { first, last } = numbers;
    if (hasAll((number) => numbersOf(this.#byFirst.get(number)?.head)?.last, numbers)) return;
    const others = [...this.#byFirst].filter(
      ([from, { head }]) => from <= last && (numbersOf(head)?.last ?? NaN) >= first,
    );
    // One that reaches beyond it was damaged in a way that its sum does not show: to count twice is worse than to leave out.
    if (others.some(([from, { head }]) => from < first || (numbersOf(head)?.last ?? NaN) > last)) return;
    for (const [from] of others) this.#byFirst.delete(from);
    this.#byFirst.set(first, unit);
  }
}

/** Whether segments have all of the numbers. @param lastOf the last number of the segment that begins with a number */
function hasAll(lastOf: (first: number) => number | undefined, { first, last }: SegmentNumbers): boolean {
  let next = first;
  for (let end = lastOf(next); end !== undefined; end = lastOf(next)) {
    next = end + 1;
    if (next > last) break;
  }
  return next === last + 1;
}

/** Whether segments that do not overlap have all of the numbers; so do numbers that are none. */
export function covers(segments: readonly WithHead[], numbers: SegmentNumbers): boolean {
  let missing = Math.max(0, numbers.last - numbers.first + 1);
  for (const { head } of segments) {
    const { first = Infinity, last = -Infinity } = numbersOf(head) ?? {};
    missing -= Math.max(0, Math.min(last, numbers.last) - Math.max(first, numbers.first) + 1);
  }
  return missing <= 0;
}

export function numbersOf(head: Pick<SegmentHead, 'number' | 'numbers'> | undefined): SegmentNumbers | undefined {
  if (head?.numbers !== undefined) return head.numbers;
  return head?.number === undefined ? undefined : { first: head.number, last: head.number };
}

function lengthOf({ head: { numbers } }: WithHead): number {
  return numbers === undefined ? 0 : numbers.last - numbers.first;
}

function processKey({ processes }: Pick<SegmentHead, 'processes'>): string {
  return processes.map(({ id, startedAtUnixMillis }) => `${id} ${startedAtUnixMillis}`).join();
}

/** Segments of a process do not overlap: in a record that is older than the numbers, its time and its ticks tell one. */
function identityOf(head: SegmentHead): string {
  const { number, fromUnixMillis, toUnixMillis, ticks, warmup } = head;
  const process = processKey(head);
  if (number !== undefined) return `${process} ${number}`;
  return [process, fromUnixMillis, toUnixMillis, ticks.started, ticks.count, warmup].join(' ');
}

function repeatedNote(repeated: number): string {
  return repeated === 1
    ? 'One segment is there twice, and counts once.'
    : `${formatCount(repeated)} segments are there more than once, and count once.`;
}
