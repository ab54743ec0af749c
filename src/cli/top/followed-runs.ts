// The last segments of the processes of runs, read as they are written, and what their logs have of the time since then.

import type { LiveSegments } from '../../analysis/live-view.js';
import { readLogTail } from '../../record-file/log-file/read-log.js';
import { recordFilePlace } from '../../record-file/run-names.js';
import { readNewSegments, readSegment, scanFile } from '../../record-file/scan-file.js';
import type { ProcessInfo, StoredSegment } from '../../model/record/record-segment.js';
import { MILLISECOND, type Nanoseconds } from '../../model/units.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';

/** What is read of a file, up to where. */
interface FollowedFile {
  readonly process: ProcessInfo | undefined;
  endByte: number;
}

/** Behind the last segment of a process. */
interface Next {
  /** Of the segment that its log holds until it is written. */
  readonly number: number;
  /** There is none. */
  readonly hasEnded: boolean;
}

const FIRST: Next = { number: 0, hasEnded: false };

export class FollowedRuns {
  readonly #windowMillis: number;
  readonly #files = new Map<string, FollowedFile>();
  readonly #nextById = new Map<string, Next>();
  #segments: StoredSegment[] = [];

  /** @param windowNanos counted back from the last moment that is known */
  constructor(windowNanos: Nanoseconds) {
    this.#windowMillis = windowNanos / MILLISECOND;
  }

  /**
   * Reads what was added since the last call; the first time, the end of each file. A file that cannot be read yet is left for the next call.
   *
   * @param paths all record files; merged segments have nothing new
   * @returns the segments of the window
   */
  update(paths: readonly string[]): LiveSegments {
    const cuts = paths.filter((path) => recordFilePlace(path).tier === '');
    for (const path of this.#files.keys()) if (!cuts.includes(path)) this.#files.delete(path);
    for (const path of cuts) {
      try {
        this.#read(path);
      } catch (error) {
        if (!(error instanceof UnusableSourceError)) throw error;
      }
    }
    const tails = this.#tails();
    const end = [...this.#segments, ...tails].reduce((latest, { toUnixMillis }) => Math.max(latest, toUnixMillis), 0);
    const isInside = ({ toUnixMillis }: StoredSegment): boolean => toUnixMillis > end - this.#windowMillis;
    this.#segments = this.#segments.filter(isInside);
    return { written: this.#segments, tails: tails.filter(isInside) };
  }

  #read(path: string): void {
    const file = this.#files.get(path);
    const added = file === undefined ? this.#readEnd(path) : readNewSegments(path, file.endByte);
    if (file !== undefined) file.endByte = added.endByte;
    for (const segment of added.segments) this.#add(segment);
  }

  /** Of a long record, only the segments of the window are decoded. */
  #readEnd(path: string): { readonly segments: StoredSegment[]; readonly endByte: number } {
    const { process, segments, endOfWholeByte: endByte } = scanFile(path);
    const end = segments.reduce((latest, { head }) => Math.max(latest, head.toUnixMillis), 0);
    const inWindow = segments.filter(({ head }) => head.toUnixMillis > end - this.#windowMillis);
    // The first line names the process; a file without it is scanned again at the next call.
    if (process !== undefined || segments.length > 0) this.#files.set(path, { process, endByte });
    return { segments: inWindow.flatMap((found) => readSegment(found) ?? []), endByte };
  }

  #add(segment: StoredSegment): void {
    this.#segments.push(segment);
    const [process] = segment.processes;
    const { number = Number.NaN, final: hasEnded = false } = segment;
    if (process === undefined || number + 1 <= (this.#nextById.get(process.id) ?? FIRST).number) return;
    this.#nextById.set(process.id, { number: number + 1, hasEnded });
  }

  /** What the processes have measured since their last segments. */
  #tails(): StoredSegment[] {
    const paths = new Map<string, { readonly path: string; readonly process: ProcessInfo }>();
    for (const [path, { process }] of this.#files) if (process !== undefined) paths.set(process.id, { path, process });
    return [...paths.values()].flatMap(({ path, process }) => {
      const next = this.#nextById.get(process.id) ?? FIRST;
      return next.hasEnded ? [] : (readLogTail(path, process, next.number) ?? []);
    });
  }
}
