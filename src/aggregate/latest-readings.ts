// Readings of the heap, as many as are kept of merged segments.

import { compareText } from '../model/key-order.js';
import { type MemoryReading, READINGS_MERGED } from '../model/record/memory-rows.js';

/** The latest, in the order of time; those without sites only where they are the last of their process. */
export function latestReadings(readings: readonly MemoryReading[]): readonly MemoryReading[] {
  const ordered = readings.toSorted(
    (left, right) =>
      left.atUnixMillis - right.atUnixMillis ||
      compareText(left.process, right.process) ||
      left.sites.length - right.sites.length,
  );
  const last = new Map(ordered.map((reading) => [reading.process, reading]));
  return ordered
    .filter((reading) => reading.sites.length > 0 || last.get(reading.process) === reading)
    .slice(-READINGS_MERGED);
}
