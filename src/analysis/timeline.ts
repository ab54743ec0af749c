// How ticks did over time: at most 240 stretches of time, however long the record is. All sums are whole numbers and the stretches lie where
// the clock says, so the same segments give the same timeline in any order.

import { BucketArray, type BucketArrayData } from '../model/histogram/bucket-array.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { RuntimeSample, StoredSegment } from '../model/record/record-segment.js';
import { type ReportTimelinePoint, TIMELINE_STEPS } from '../model/report/timeline-report.js';
import type { Bytes, UnixMilliseconds } from '../model/units.js';

const FIRST_CELL_MILLIS = 1_000;
export const TIMELINE_POINTS = 240;
/** Of the histograms of ticks. */
const SCALE = 6;
/** Their buckets in one of the timeline's. */
const BUCKETS_IN_ONE = 2 ** SCALE / TIMELINE_STEPS;

interface TimelineCell {
  fromUnixMillis: number;
  toUnixMillis: number;
  ticks: number;
  failed: number;
  underTarget: number;
  readonly durations: ExponentialHistogram;
  /** The last of each process. */
  readonly samples: Map<string, RuntimeSample>;
}

export class Timeline {
  #cellMillis = FIRST_CELL_MILLIS;
  #cells = new Map<number, TimelineCell>();

  /** A segment is put where its middle is: an old one, which is an hour, is a stretch of its own. */
  add({ fromUnixMillis, toUnixMillis, ticks, samples }: StoredSegment): void {
    // The row of a process that left nothing.
    if (fromUnixMillis === toUnixMillis && samples.length === 0) return;
    const { count, failed, underTarget, durations } = ticks;
    const cell = newCell();
    Object.assign(cell, { fromUnixMillis, toUnixMillis, ticks: count, failed, underTarget });
    cell.durations.merge(durations);
    for (const sample of samples) keepLast(cell.samples, sample);
    putInto(this.#cells, Math.floor((fromUnixMillis + toUnixMillis) / 2 / this.#cellMillis), cell);
    while (this.#cells.size > TIMELINE_POINTS) this.#makeLonger();
  }

  /** @returns oldest first; nothing where there is only one, which is the whole record */
  toPoints(): ReportTimelinePoint[] {
    if (this.#cells.size < 2) return [];
    const cells = [...this.#cells].toSorted(([one], [other]) => one - other).map(([, cell]) => cell);
    const held = heldByCell(cells);
    return cells.map((cell, place) => ({ ...pointOf(cell), ...held[place] }));
  }

  #makeLonger(): void {
    this.#cellMillis *= 2;
    const longer = new Map<number, TimelineCell>();
    for (const [place, cell] of this.#cells) putInto(longer, Math.floor(place / 2), cell);
    this.#cells = longer;
  }
}

function newCell(): TimelineCell {
  return {
    fromUnixMillis: Infinity,
    toUnixMillis: -Infinity,
    ticks: 0,
    failed: 0,
    underTarget: 0,
    durations: new ExponentialHistogram(SCALE),
    samples: new Map(),
  };
}

function putInto(cells: Map<number, TimelineCell>, place: number, cell: TimelineCell): void {
  const there = cells.get(place);
  if (there === undefined) {
    cells.set(place, cell);
    return;
  }
  there.fromUnixMillis = Math.min(there.fromUnixMillis, cell.fromUnixMillis);
  there.toUnixMillis = Math.max(there.toUnixMillis, cell.toUnixMillis);
  there.ticks += cell.ticks;
  there.failed += cell.failed;
  there.underTarget += cell.underTarget;
  there.durations.merge(cell.durations);
  for (const sample of cell.samples.values()) keepLast(there.samples, sample);
}

function keepLast(samples: Map<string, RuntimeSample>, sample: RuntimeSample): void {
  const known = samples.get(sample.process);
  if (known === undefined || known.atUnixMillis <= sample.atUnixMillis) samples.set(sample.process, sample);
}

function pointOf({
  fromUnixMillis,
  toUnixMillis,
  ticks,
  failed,
  underTarget,
  durations,
}: TimelineCell): ReportTimelinePoint {
  return {
    fromUnixMillis: fromUnixMillis as UnixMilliseconds,
    toUnixMillis: toUnixMillis as UnixMilliseconds,
    ticks,
    failed,
    underTarget,
    ...(ticks > 0 && {
      p50Nanos: durations.quantile(0.5),
      p95Nanos: durations.quantile(0.95),
      maxNanos: durations.maxNanos,
    }),
    durations: coarser(durations),
  };
}

function coarser({ buckets }: ExponentialHistogram): BucketArrayData {
  const coarse = new BucketArray();
  buckets.forEach((index, count) => coarse.add(Math.floor(index / BUCKETS_IN_ONE), count));
  return coarse.toData();
}

/** A process without a sample in a cell holds what it held before, until its last one. */
function heldByCell(cells: readonly TimelineCell[]): Pick<ReportTimelinePoint, 'rssBytes' | 'heapUsedBytes'>[] {
  const lastCell = new Map<string, number>();
  cells.forEach(({ samples }, place) => {
    for (const process of samples.keys()) lastCell.set(process, place);
  });
  const holding = new Map<string, RuntimeSample>();
  return cells.map(({ samples }, place) => {
    for (const sample of samples.values()) holding.set(sample.process, sample);
    for (const process of holding.keys()) if ((lastCell.get(process) as number) < place) holding.delete(process);
    if (holding.size === 0) return {};
    let [rss, heap] = [0, 0];
    for (const { rssBytes, heapUsedBytes } of holding.values()) {
      rss += rssBytes;
      heap += heapUsedBytes;
    }
    return { rssBytes: rss as Bytes, heapUsedBytes: heap as Bytes };
  });
}
