// What was in the segments of a process that are not there: whatever the reason, the ones around them tell how many ticks and losses.

import { EMPTY_SEGMENT } from '../aggregate/empty-segment.js';
import type { LossId } from '../model/losses.js';
import type { LossRow, ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { numbersOf } from './segment-cover.js';

const MISSING_TICKS: LossId = 'ticks_in_missing_segments';

/** Of segments that the process itself knew to be lost. */
const LOST_SEGMENTS: ReadonlySet<string> = new Set<LossId>([
  'segments_beyond_record',
  'segments_beyond_disk',
  'segments_not_written',
]);

/** What is needed of a segment that is there. */
interface Known {
  readonly segment: Pick<StoredSegment, 'fromUnixMillis' | 'processes' | 'losses'>;
  readonly first: number;
  readonly ticksBefore: number | undefined;
  readonly ticks: number;
}

export class MissingSegments {
  readonly #isWhole: boolean;
  readonly #byProcess = new Map<string, Known[]>();

  /** @param isWhole whether the segments are all of the record that are there, not those of a window in it */
  constructor(isWhole: boolean) {
    this.#isWhole = isWhole;
  }

  /** Takes a segment that is there. */
  add({ fromUnixMillis, processes, losses, ticksBefore, ticks, ...head }: StoredSegment): void {
    const { first } = numbersOf(head) ?? {};
    const [process] = processes;
    if (first === undefined || process === undefined) return;
    const key = keyOf(process);
    const known = { segment: { fromUnixMillis, processes, losses }, first, ticksBefore, ticks: ticks.count };
    const others = this.#byProcess.get(key);
    if (others === undefined) this.#byProcess.set(key, [known]);
    else others.push(known);
  }

  /** @returns how many segments its process knew to be lost */
  knownOf(process: ProcessInfo | undefined): number {
    const segments = process === undefined ? [] : this.#inOrder(keyOf(process));
    return lossesIn(segments, this.#isWhole).reduce(
      (sum, { cause, total }) => sum + (LOST_SEGMENTS.has(cause) ? total : 0),
      0,
    );
  }

  /** @returns one of no length for each process that misses something, with what was counted in the missing ones */
  toSegments(): StoredSegment[] {
    return [...this.#byProcess.keys()].flatMap((key) => {
      const segments = this.#inOrder(key);
      const ticks = ticksMissing(segments, this.#isWhole);
      const losses = lossesIn(segments, this.#isWhole)
        .map(({ cause, total, there }) => ({ cause, count: total - there }))
        .filter(({ count }) => count > 0);
      const rows = ticks > 0 ? [...losses, { cause: MISSING_TICKS, count: ticks }] : losses;
      const [known] = segments;
      return rows.length === 0 || known === undefined ? [] : [segmentOf(known, rows)];
    });
  }

  #inOrder(key: string): Known[] {
    return (this.#byProcess.get(key) ?? []).toSorted((left, right) => left.first - right.first);
  }
}

function keyOf({ id, startedAtUnixMillis }: ProcessInfo): string {
  return `${id} ${startedAtUnixMillis}`;
}

function ticksMissing(segments: readonly Known[], isWhole: boolean): number {
  let missing = 0;
  let until = isWhole ? 0 : segments[0]?.ticksBefore;
  for (const { ticksBefore, ticks } of segments) {
    if (ticksBefore !== undefined && until !== undefined) missing += Math.max(0, ticksBefore - until);
    until = ticksBefore === undefined ? undefined : ticksBefore + ticks;
  }
  return missing;
}

interface LossesOfCause {
  readonly cause: string;
  /** From the first segment to the last, whether one is missing or not. */
  readonly total: number;
  /** In those that are there. */
  readonly there: number;
}

function lossesIn(segments: readonly Known[], isWhole: boolean): LossesOfCause[] {
  const there = new Map<string, number>();
  for (const { segment } of segments) {
    for (const { cause, count } of segment.losses) there.set(cause, (there.get(cause) ?? 0) + count);
  }
  const first = new Map(segments[0]?.segment.losses.map((row) => [row.cause, row]));
  const last = new Map(segments.at(-1)?.segment.losses.map((row) => [row.cause, row]));
  return [...there].map(([cause, count]) => {
    const total = last.get(cause)?.total;
    const atFirst = first.get(cause);
    const before = isWhole || atFirst?.total === undefined ? 0 : atFirst.total - atFirst.count;
    return { cause, there: count, total: total === undefined ? count : total - before };
  });
}

function segmentOf({ segment: { fromUnixMillis, processes } }: Known, losses: readonly LossRow[]): StoredSegment {
  return {
    ...EMPTY_SEGMENT,
    fromUnixMillis,
    toUnixMillis: fromUnixMillis,
    processes,
    losses,
    // Only the targets look at that, and there is nothing for them here.
    warmup: true,
  };
}
