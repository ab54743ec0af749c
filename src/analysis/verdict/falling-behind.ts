// Whether a process fell behind its feed: the event loop was busy, and events were handled ever later.
//
// A busy loop alone says nothing: a backtest is busy too, and nobody waits for it. Ages that grow alone say nothing either: the
// feed may be late. Together they are a queue that grows, and shortening what is in front of it helps everybody behind.

import { sum } from '../statistics/numbers.js';
import type { HistogramData } from '../../model/histogram/exponential-histogram.js';
import type { StoredSegment } from '../../model/record/record-segment.js';
import { FALLING_BEHIND } from '../../model/targets.js';
import type { Nanoseconds, Share, UnixMilliseconds } from '../../model/units.js';

/** The longest time in which a process fell behind. */
export interface FallingBehind {
  readonly process: string;
  readonly fromUnixMillis: UnixMilliseconds;
  readonly durationNanos: Nanoseconds;
  /** Of the time, the loop was busy. */
  readonly busyShare: Share;
  /** What grew: the age of the events at their results, or their wait, which was seen from their arrival. */
  readonly grew: 'age' | 'wait';
  /** Its mean at the beginning and at the end, in the first and the last segment. */
  readonly fromNanos: Nanoseconds;
  readonly toNanos: Nanoseconds;
}

/** What one segment says of one process. */
interface Reading {
  readonly fromUnixMillis: number;
  readonly toUnixMillis: number;
  /** Absent where there is no sample of the process. */
  readonly busyShare: number | undefined;
  readonly age: number | undefined;
  readonly wait: number | undefined;
}

const MILLION = 1e6;

export class FallingBehindFinder {
  readonly #readings = new Map<string, Reading[]>();

  /** A segment that several processes share says nothing of one of them. */
  add({ processes, samples, arrivals, fromUnixMillis, toUnixMillis }: StoredSegment): void {
    const [process, ...others] = processes;
    if (process === undefined || others.length > 0 || fromUnixMillis === toUnixMillis) return;
    const elapsed = sum(samples.map(({ elapsedNanos }) => elapsedNanos));
    const reading: Reading = {
      fromUnixMillis,
      toUnixMillis,
      busyShare: elapsed === 0 ? undefined : sum(samples.map(({ loopActiveNanos }) => loopActiveNanos)) / elapsed,
      age: meanOf(arrivals.ages),
      wait: meanOf(arrivals.waits.stamped),
    };
    const readings = this.#readings.get(process.id);
    if (readings === undefined) this.#readings.set(process.id, [reading]);
    else readings.push(reading);
  }

  /** @returns one for each process that fell behind, the longest first */
  find(): FallingBehind[] {
    return [...this.#readings]
      .flatMap(([process, readings]) => ofProcess(process, readings))
      .toSorted((left, right) => right.durationNanos - left.durationNanos || (left.process < right.process ? -1 : 1));
  }
}

function ofProcess(process: string, unordered: readonly Reading[]): FallingBehind[] {
  const readings = unordered.toSorted((left, right) => left.fromUnixMillis - right.fromUnixMillis);
  const [first, last] = [readings.at(0), readings.at(-1)];
  if (first === undefined || last === undefined) return [];
  const recordNanos = (last.toUnixMillis - first.fromUnixMillis) * MILLION;
  for (const grew of ['age', 'wait'] as const) {
    const run = longestRun(readings, grew);
    const [begin, end] = [run.at(0), run.at(-1)];
    if (begin === undefined || end === undefined) continue;
    const durationNanos = (end.toUnixMillis - begin.fromUnixMillis) * MILLION;
    if (durationNanos < FALLING_BEHIND.leastNanos) continue;
    if (durationNanos < FALLING_BEHIND.longNanos && durationNanos < recordNanos * FALLING_BEHIND.recordShare) continue;
    return [
      {
        process,
        fromUnixMillis: begin.fromUnixMillis as UnixMilliseconds,
        durationNanos: Math.round(durationNanos) as Nanoseconds,
        busyShare: meanBusyShare(run),
        grew,
        fromNanos: Math.round(begin[grew] as number) as Nanoseconds,
        toNanos: Math.round(end[grew] as number) as Nanoseconds,
      },
    ];
  }
  return [];
}

/** @returns consecutive segments in which the loop was busy and the mean grew from each to the next; none where they are too few */
function longestRun(readings: readonly Reading[], grew: 'age' | 'wait'): readonly Reading[] {
  let longest: readonly Reading[] = [];
  let current: Reading[] = [];
  for (const reading of readings) {
    if (!isBusy(reading) || reading[grew] === undefined) current = [];
    else if (current.length > 0 && grows(current.at(-1) as Reading, reading, grew)) current.push(reading);
    else current = [reading];
    if (current.length > longest.length) longest = [...current];
  }
  const isQueue = longest.length >= FALLING_BEHIND.segments && meanBusyShare(longest) >= FALLING_BEHIND.busyShare;
  return isQueue ? longest : [];
}

function meanBusyShare(run: readonly Reading[]): Share {
  const shares = run.flatMap(({ busyShare }) => busyShare ?? []);
  return (sum(shares) / shares.length) as Share;
}

function isBusy({ busyShare }: Reading): boolean {
  return busyShare !== undefined && busyShare >= FALLING_BEHIND.leastBusyShare;
}

function grows(before: Reading, after: Reading, grew: 'age' | 'wait'): boolean {
  const apartNanos = (middleOf(after) - middleOf(before)) * MILLION;
  return (after[grew] as number) - (before[grew] as number) > apartNanos * FALLING_BEHIND.growth;
}

function middleOf({ fromUnixMillis, toUnixMillis }: Reading): number {
  return (fromUnixMillis + toUnixMillis) / 2;
}

function meanOf({ count, sumNanos }: HistogramData): number | undefined {
  return count < FALLING_BEHIND.leastEvents ? undefined : sumNanos / count;
}
