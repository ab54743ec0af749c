// A segment is its process's number so-and-so. Read twice, by two paths, from a copy, or doubled in a file, it counts once.

import { formatCount } from '../model/format-units.js';
import type { StoredSegment } from '../model/record/record-segment.js';

export class SegmentsOnce {
  readonly segments: StoredSegment[] = [];
  readonly #known = new Set<string>();
  #repeated = 0;

  add(segment: StoredSegment): void {
    const identity = identityOf(segment);
    if (this.#known.has(identity)) {
      this.#repeated++;
      return;
    }
    this.#known.add(identity);
    this.segments.push(segment);
  }

  /** For the reader of the report. */
  get notes(): string[] {
    if (this.#repeated === 0) return [];
    return [
      this.#repeated === 1
        ? 'One segment is there twice, and counts once.'
        : `${formatCount(this.#repeated)} segments are there more than once, and count once.`,
    ];
  }
}

/** Segments of a process do not overlap: in a record that is older than the numbers, its time and its ticks tell one. */
function identityOf(segment: StoredSegment): string {
  const { number, processes, fromUnixMillis, toUnixMillis, ticks, warmup } = segment;
  const process = processes.map(({ id, startedAtUnixMillis }) => `${id} ${startedAtUnixMillis}`).join();
  if (number !== undefined) return `${process} ${number}`;
  return [process, fromUnixMillis, toUnixMillis, ticks.started, ticks.count, warmup].join(' ');
}
