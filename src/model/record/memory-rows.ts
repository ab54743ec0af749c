// What of the heap was still alive when it was looked at, by the lines that keep it. Only where that was asked for.

import type { Bytes, UnixMilliseconds } from '../units.js';

/** Lines of one reading; what is left of it is in no line. */
export const SITES_PER_READING = 16;
/** Readings of merged segments: the latest. */
export const READINGS_MERGED = 64;

export interface MemorySite {
  /** The function that allocated, or a package or module of Node.js that the program's code did not call. */
  readonly name: string;
  /** `file:line`: the line that keeps it, where one was found, else the function's. */
  readonly location?: string;
  /** What it is kept in, as the program calls it; absent where no line was found. */
  readonly collection?: string;
  /** Other lines that may keep it as well as the first. */
  readonly others?: readonly string[];
  /** Alive, of what was allocated since sampling began: an estimate from samples. */
  readonly bytes: Bytes;
}

/** After a collection of all garbage. Without sites: one that V8 made, of which nobody looked at what was left. */
export interface MemoryReading {
  readonly process: string;
  readonly atUnixMillis: UnixMilliseconds;
  readonly heapBytes: Bytes;
  readonly externalBytes: Bytes;
  /** At which V8 ends the process. */
  readonly limitBytes: Bytes;
  /** The largest first. */
  readonly sites: readonly MemorySite[];
}
