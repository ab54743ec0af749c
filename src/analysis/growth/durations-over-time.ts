// How long the calls of each operation took, by the time at which they were made: at most 256 cells of time for each process, however long
// it runs. All sums are whole numbers and the cells lie where the clock says, so the same segments give the same points in any order.

import type { HistogramData } from '../../model/histogram/exponential-histogram.js';
import { bucketUpperNanos } from '../../model/histogram/histogram-buckets.js';
import { OTHER, operationKey, type OperationName } from '../../model/operation.js';
import type { OperationRow, RecordSegment } from '../../model/record/record-segment.js';

const FIRST_CELL_MILLIS = 10_000;
const MOST_CELLS = 256;
/** Logarithms to the base of 2 are kept in steps of 2^-16, a thousandth of a percent. */
const LOG_STEPS = 65_536;

/** The rows of a segment whose durations are looked at. */
interface Timed extends OperationName {
  readonly location?: string;
  readonly durations: HistogramData;
}

interface Cell {
  calls: number;
  /** Of the logarithms of each segment's median and p95, by its calls, in steps. */
  medianSteps: number;
  p95Steps: number;
}

/** One operation in one cell of time. */
export interface TimedPoint {
  /** The middle of the cell. */
  readonly unixMillis: number;
  readonly calls: number;
  /** How much of the cell was measured. */
  readonly coveredMillis: number;
  readonly medianNanos: number;
  readonly p95Nanos: number;
}

export interface TimedOperation extends OperationName {
  readonly location?: string;
  /** In order of time. */
  readonly points: readonly TimedPoint[];
}

export class DurationsOverTime {
  #cellMillis = FIRST_CELL_MILLIS;
  /** How much of each cell there are segments of. */
  #covered = new Map<number, number>();
  readonly #operations = new Map<string, { identity: Timed; cells: Map<number, Cell> }>();

  add(segment: Pick<RecordSegment, 'fromUnixMillis' | 'toUnixMillis' | 'groups' | 'operations'>): void {
    const middle = (segment.fromUnixMillis + segment.toUnixMillis) / 2;
    this.#cover(Math.floor(middle / this.#cellMillis), segment.toUnixMillis - segment.fromUnixMillis);
    // Only now: cells may have become longer.
    const place = Math.floor(middle / this.#cellMillis);
    for (const row of timedRows(segment)) this.#addRow(row, place);
  }

  *operations(): Generator<TimedOperation, void, void> {
    for (const { identity, cells } of this.#operations.values()) {
      const points = [...cells]
        .toSorted(([one], [other]) => one - other)
        .map(([place, cell]) => this.#point(place, cell));
      const { kind, name, location } = identity;
      yield { kind, name, ...(location !== undefined && { location }), points };
    }
  }

  #point(place: number, { calls, medianSteps, p95Steps }: Cell): TimedPoint {
    return {
      unixMillis: (place + 0.5) * this.#cellMillis,
      calls,
      coveredMillis: this.#covered.get(place) ?? 0,
      medianNanos: 2 ** (medianSteps / calls / LOG_STEPS),
      p95Nanos: 2 ** (p95Steps / calls / LOG_STEPS),
    };
  }

  #addRow(row: Timed, place: number): void {
    const { count } = row.durations;
    const [median, p95] = [0.5, 0.95].map((quantile) => between(row.durations, quantile));
    if (median === undefined || p95 === undefined) return;
    const key = operationKey(row.kind, row.name);
    const known = this.#operations.get(key) ?? { identity: row, cells: new Map<number, Cell>() };
    this.#operations.set(key, known);
    // The smaller text wins, so that the result does not depend on the order.
    if (row.location !== undefined && !((known.identity.location ?? '\uffff') <= row.location)) known.identity = row;
    const cell = cellIn(known.cells, place);
    cell.calls += count;
    cell.medianSteps += count * Math.round(Math.log2(median) * LOG_STEPS);
    cell.p95Steps += count * Math.round(Math.log2(p95) * LOG_STEPS);
  }

  /** Cells become twice as long when there are too many, so how long they are depends on when there were segments, not on their order. */
  #cover(place: number, millis: number): void {
    addTo(this.#covered, place, Math.round(millis));
    while (this.#covered.size > MOST_CELLS) {
      this.#cellMillis *= 2;
      const longer = new Map<number, number>();
      for (const [each, covered] of this.#covered) addTo(longer, Math.floor(each / 2), covered);
      this.#covered = longer;
      for (const known of this.#operations.values()) known.cells = inPairs(known.cells);
    }
  }
}

function addTo(sums: Map<number, number>, place: number, amount: number): void {
  sums.set(place, (sums.get(place) ?? 0) + amount);
}

/** Ticks by their whole durations, and operations; what no name stands for, and waiting, is left out. */
function* timedRows({
  groups,
  operations,
}: Pick<RecordSegment, 'groups' | 'operations'>): Generator<Timed, void, void> {
  for (const { dimension, name, durations } of groups) {
    if (dimension === 'name' && name !== OTHER) yield { kind: 'tick', name, durations };
  }
  for (const row of operations) if (row.name !== OTHER && isOwnTime(row)) yield row;
}

function isOwnTime({ kind }: OperationRow): boolean {
  return kind !== 'tick' && kind !== 'wait' && kind !== 'untraced';
}

function cellIn(cells: Map<number, Cell>, place: number): Cell {
  const known = cells.get(place) ?? { calls: 0, medianSteps: 0, p95Steps: 0 };
  cells.set(place, known);
  return known;
}

function inPairs(cells: ReadonlyMap<number, Cell>): Map<number, Cell> {
  const pairs = new Map<number, Cell>();
  for (const [place, { calls, medianSteps, p95Steps }] of cells) {
    const pair = cellIn(pairs, Math.floor(place / 2));
    pair.calls += calls;
    pair.medianSteps += medianSteps;
    pair.p95Steps += p95Steps;
  }
  return pairs;
}

/**
 * A quantile that moves within its bucket with the share of the bucket's calls below it: a bucket is 4.4 % wide, and a slow rise would be
 * stairs. Of n values the i-th is expected at i / (n + 1), so the p95 of 60 calls is not the 57th, which is smaller.
 * @returns `undefined` where it is 0, or there are no calls
 */
function between({ count, zeroCount, scale, buckets }: HistogramData, quantile: number): number | undefined {
  const rank = Math.min(quantile * (count + 1), count) - 0.5;
  let below = zeroCount;
  let found: number | undefined;
  for (const [place, inside] of buckets.values.entries()) {
    if (inside === 0) continue;
    if (below > rank) break;
    const upper = bucketUpperNanos(scale, buckets.offset + place);
    // Of the last bucket that begins at or below the rank: its end, where the next one begins above it.
    found = upper * 2 ** ((Math.min(1, (rank - below) / inside) - 1) / 2 ** scale);
    below += inside;
  }
  return found;
}
