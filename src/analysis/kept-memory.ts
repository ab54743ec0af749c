// Which lines keep more and more: of the memory that was alive at each look, what grew from every look to the next.

import type { MemoryReading, MemorySite } from '../model/record/memory-rows.js';
import type { Bytes, Nanoseconds, Share } from '../model/units.js';
import { sum } from './statistics/numbers.js';

/** Three times in a row a line has to have grown. */
const LEAST_READINGS = 4;
/** Samples of one amount differ: so much is no fall. */
const STAYS_SHARE = 0.85;
/** The latest that are compared. */
const MOST_READINGS = 8;
/** Of the growth. */
const LEAST_SHARE = 0.15;
/** Of its usual speed: after the last look it goes on at least so fast, as far as collections tell. */
const GOES_ON_SHARE = 0.3;

export interface KeptSite extends MemorySite {
  readonly grownBytes: Bytes;
  /** Of what grew. */
  readonly share: Share;
}

export interface KeptMemory {
  readonly fromBytes: Bytes;
  readonly grownBytes: Bytes;
  readonly spanNanos: Nanoseconds;
  readonly isOutsideHeap: boolean;
  readonly limitBytes: Bytes;
  readonly looks: number;
  /** That which grew most first. */
  readonly sites: readonly KeptSite[];
}

/** @param readings of one process, oldest first @returns `undefined` where it has not grown from look to look until the end */
export function keptMemory(readings: readonly MemoryReading[]): KeptMemory | undefined {
  const rising = risingAtTheEnd(readings.filter(({ sites }) => sites.length > 0));
  const [first, last] = [rising[0], rising.at(-1)];
  if (first === undefined || last === undefined || rising.length < LEAST_READINGS) return undefined;
  const spanMillis = last.atUnixMillis - first.atUnixMillis;
  const grownBytes = (sizeOf(last) - sizeOf(first)) as Bytes;
  const end = readings.at(-1) ?? last;
  const dueBytes = (GOES_ON_SHARE * grownBytes * (end.atUnixMillis - last.atUnixMillis)) / spanMillis;
  if (sizeOf(end) - sizeOf(last) < dueBytes) return undefined;
  const heapGrown = last.heapBytes - first.heapBytes;
  const outsideGrown = last.externalBytes - first.externalBytes;
  const grown = last.sites.map((site) => ({ site, bytes: grownOf(site, rising) }));
  // Of what is outside the heap, samples have the objects that hold it.
  const whole = Math.max(outsideGrown > heapGrown ? 1 : heapGrown, sum(grown.map(({ bytes }) => Math.max(0, bytes))));
  const sites = grown
    .map(({ site, bytes }): KeptSite => ({
      ...site,
      grownBytes: bytes as Bytes,
      share: (bytes / whole) as Share,
    }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .toSorted((left, right) => right.grownBytes - left.grownBytes);
  return {
    fromBytes: sizeOf(first) as Bytes,
    grownBytes,
    spanNanos: (spanMillis * 1e6) as Nanoseconds,
    isOutsideHeap: outsideGrown > heapGrown,
    limitBytes: last.limitBytes,
    looks: rising.length,
    sites,
  };
}

function sizeOf({ heapBytes, externalBytes }: MemoryReading): number {
  return heapBytes + externalBytes;
}

function risingAtTheEnd(readings: readonly MemoryReading[]): MemoryReading[] {
  const rising: MemoryReading[] = [];
  for (const reading of readings.toReversed()) {
    const next = rising[0];
    if (rising.length === MOST_READINGS || (next !== undefined && sizeOf(reading) >= sizeOf(next))) break;
    rising.unshift(reading);
  }
  return rising;
}

/** @returns 0 where it fell in one of the last three times by more than samples do */
function grownOf(site: MemorySite, rising: readonly MemoryReading[]): number {
  const bytes = rising.map(({ sites }) => sites.find((other) => isSame(other, site))?.bytes ?? 0);
  const lately = bytes.slice(-LEAST_READINGS);
  const neverFalls = lately.every((each, place) => place === 0 || each >= STAYS_SHARE * (lately[place - 1] ?? 0));
  return neverFalls ? (bytes.at(-1) ?? 0) - (bytes[0] ?? 0) : 0;
}

function isSame(left: MemorySite, right: MemorySite): boolean {
  return (
    left.location === right.location &&
    left.collection === right.collection &&
    (left.location !== undefined || left.name === right.name)
  );
}
