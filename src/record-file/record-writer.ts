// Writes record segments to the process's files: in slices while the program runs, at once when it ends.
//
// Immediates and a thread of the pool do it while the event loop turns. Where it does not turn, the caller of `proceed` gives the
// time, and the slices are written synchronously.
//
// Every chunk has a fixed position in the file. Where the chunk that a thread may still be writing is written synchronously, it
// is at the same position, so the content does not depend on how far that thread got.

import type { SegmentInParts } from '../model/record/segment-parts.js';
import { type Tier, TIERS } from '../model/record/tiers.js';
import type { Bytes, Nanoseconds } from '../model/units.js';
import { piece } from '../measured-work.js';
import { nodeTiming, startImmediate, truncateFile, writeChunk, writeChunkSync } from '../primordials.js';
import { encodeSegment } from './encode.js';
import { debug } from '../stderr.js';
import { shortWrite } from './short-write.js';
import { type TierFile, TierFiles, type TierFilesOptions } from './tier-files.js';

/** One slice serialises for at most this long: a tick's budget is a millisecond. */
const SLICE_NANOS = 200_000;
/** Where the loop was held since the last slice, the next one may take 1 % of that time, up to this. */
const LONGEST_SLICE_NANOS = 10_000_000;
const SLICE_SHARE = 0.01;
const SLICE_BYTES = 256 * 1_024;
const WRITING = 'writing the record';
/** A loop that has not turned for so long is held. */
const HELD_NANOS = 100_000_000;
/** The disk is full, or the user's share of it. */
const DISK_FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

export interface RecordWriterOptions extends TierFilesOptions {
  readonly now: () => Nanoseconds;
  /** Called for each chunk that is to be written. */
  readonly wrote: (bytes: Bytes) => void;
  /** Called with the first failure, as one line without a prefix. Later ones are only counted: small segments may fit again. */
  readonly failed: (message: string) => void;
}

interface Waiting {
  readonly segment: SegmentInParts;
  readonly tier: number;
}

/** A segment that is being written. */
interface Writing extends Waiting {
  readonly file: TierFile;
  /** Absent when all of them are in a chunk. */
  lines: Generator<string> | undefined;
  position: number;
}

interface Chunk {
  readonly writing: Writing;
  readonly data: Buffer;
  readonly position: number;
}

export class RecordWriter {
  readonly #options: RecordWriterOptions;
  readonly #files: TierFiles;
  #waiting: Waiting[] = [];
  /** Merged units of a process that is so young that its record may well be one file. */
  #held: Waiting[] = [];
  #fromUnixMillis: number | undefined;
  #writing: Writing | undefined;
  #inFlight: Chunk | undefined;
  /** Whether a thread of the pool may be writing. */
  #isInPool = false;
  /** Whether an immediate or a write is on its way, from which the next slice follows. */
  #isExpected = false;
  /** When it was started, or the loop was last seen to turn. */
  #expectedNanos = 0;
  #loopTurns = 0;
  /** From when the length of the next slice counts. */
  #pausedNanos = 0;
  #said = false;

  /** @throws the file system's error if the first file cannot be created */
  constructor(options: RecordWriterOptions) {
    this.#options = options;
    this.#files = new TierFiles(options);
  }

  /** Of the first file. */
  get path(): string {
    return this.#options.path;
  }

  /** Whether segments come faster than they are written. */
  get isBehind(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * Writes a segment in slices. Rows are produced lazily.
   *
   * @param tier its place in `TIERS`: 0 for one that was cut
   */
  write(segment: SegmentInParts, tier = 0): void {
    this.#fromUnixMillis ??= segment.fromUnixMillis;
    const waiting = { segment, tier };
    const youngMillis = ((this.#options.tiers ?? TIERS)[1] as Tier).unitNanos / 1e6;
    if (segment.toUnixMillis - this.#fromUnixMillis < youngMillis) {
      if (tier > 0) return void this.#held.push(waiting);
    } else if (this.#held.length > 0) {
      this.#waiting.push(...this.#held);
      this.#held = [];
    }
    this.#waiting.push(waiting);
    if (!this.#isExpected) this.#slice(SLICE_NANOS);
  }

  /** When `proceed` has something to do; Infinity while nothing waits to be written. */
  get overdueNanos(): number {
    return this.#isExpected && this.#hasMore ? this.#expectedNanos + HELD_NANOS : Infinity;
  }

  /**
   * Writes one slice synchronously if the event loop has not turned since it was last called. If it has, the disk is slow, and
   * waiting for it here would hold the program.
   */
  proceed(atNanos: Nanoseconds): void {
    const turns = nodeTiming.uvMetricsInfo.loopCount;
    if (turns !== this.#loopTurns) {
      this.#loopTurns = turns;
      this.#expectedNanos = atNanos;
      return;
    }
    try {
      const inFlight = this.#inFlight;
      this.#inFlight = undefined;
      if (inFlight !== undefined) this.#writeNow(inFlight);
      const chunk = this.#nextChunk(this.#sliceNanos());
      if (chunk !== undefined) this.#writeNow(chunk);
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  /** Writes the waiting segments and one last segment, synchronously. Units that wait are left out: their finer parts are all there. */
  finish(segment: SegmentInParts): void {
    this.#waiting = [...this.#waiting.filter(({ tier }) => tier === 0), { segment, tier: 0 }];
    this.#held = [];
    try {
      this.#files.look();
      const inFlight = this.#inFlight;
      this.#inFlight = undefined;
      if (inFlight !== undefined) this.#writeNow(inFlight);
      for (let chunk = this.#nextChunk(Infinity); chunk !== undefined; chunk = this.#nextChunk(Infinity)) {
        this.#writeNow(chunk);
      }
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  /** Serialises one slice, writes it in the background, and continues when the loop is free. */
  #slice(budgetNanos: number): void {
    const chunk = this.#nextChunk(budgetNanos);
    if (chunk === undefined) {
      // An empty slice with lines left: the process was suspended for longer than a slice may take.
      if (this.#hasMore) this.#sliceSoon();
      return;
    }
    this.#inFlight = chunk;
    this.#isInPool = true;
    this.#expect();
    const onWritten = piece('writing', WRITING, (error: NodeJS.ErrnoException | null, written: number) => {
      this.#isExpected = false;
      this.#isInPool = false;
      this.#files.close();
      if (this.#inFlight === chunk) {
        this.#inFlight = undefined;
        if (error !== null) this.#fail(error);
        else if (written < chunk.data.length) this.#fail(shortWrite(written, chunk.data.length));
        else this.#wrote(chunk);
      }
      if (this.#hasMore) this.#sliceSoon();
    });
    writeChunk(chunk.writing.file.descriptor, chunk.data, 0, chunk.data.length, chunk.position, onWritten);
  }

  #sliceSoon(): void {
    this.#expect();
    const slice = piece('writing', WRITING, () => {
      this.#isExpected = false;
      this.#slice(this.#sliceNanos());
    });
    startImmediate(slice).unref();
  }

  #expect(): void {
    this.#isExpected = true;
    this.#expectedNanos = this.#pausedNanos = this.#options.now();
  }

  get #hasMore(): boolean {
    return this.#inFlight !== undefined || this.#writing !== undefined || this.#waiting.length > 0;
  }

  #sliceNanos(): number {
    const pausedNanos = this.#options.now() - this.#pausedNanos;
    return Math.min(LONGEST_SLICE_NANOS, Math.max(SLICE_NANOS, pausedNanos * SLICE_SHARE));
  }

  /** Serialises as many lines of one segment as the time allows. */
  #nextChunk(budgetNanos: number): Chunk | undefined {
    const { now, wrote } = this.#options;
    const startNanos = now();
    let text = '';
    // At least one step, however long the process was suspended before it.
    do {
      const writing = this.#writing ?? this.#startSegment();
      if (writing === undefined) break;
      const { done, value } = writing.lines?.next() ?? { done: true, value: undefined };
      if (done !== true) text += value;
      else {
        writing.lines = undefined;
        if (text !== '') break;
        this.#wroteSegment(writing);
      }
    } while (text.length < SLICE_BYTES && now() - startNanos < budgetNanos);
    const data = Buffer.from(text);
    this.#pausedNanos = now();
    wrote(data.length as Bytes);
    const writing = this.#writing;
    return writing === undefined || data.length === 0 ? undefined : { writing, data, position: writing.position };
  }

  #startSegment(): Writing | undefined {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        const file = this.#files.fileFor(next.segment, next.tier);
        if (!this.#isInPool) this.#files.close();
        return (this.#writing = { ...next, file, lines: encodeSegment(next.segment), position: file.bytes });
      } catch (error) {
        this.#lost(next, error as NodeJS.ErrnoException);
      }
    }
    return undefined;
  }

  #writeNow(chunk: Chunk): void {
    const { data, position, writing } = chunk;
    const written = writeChunkSync(writing.file.descriptor, data, 0, data.length, position);
    if (written < data.length) throw shortWrite(written, data.length);
    this.#wrote(chunk);
  }

  #wrote({ data, position, writing }: Chunk): void {
    writing.position = position + data.length;
    if (writing.lines === undefined) this.#wroteSegment(writing);
  }

  #wroteSegment({ file, segment, position }: Writing): void {
    this.#writing = undefined;
    file.bytes = position;
    this.#files.wrote(file, segment);
  }

  /** Drops the segment and truncates the file to its last complete segment. The next segment is tried again. */
  #fail(error: NodeJS.ErrnoException): void {
    const writing = this.#writing;
    this.#writing = undefined;
    this.#inFlight = undefined;
    if (writing === undefined) return;
    this.#lost(writing, error);
    const { descriptor, path, bytes } = writing.file;
    try {
      truncateFile(descriptor, bytes);
    } catch (truncateError) {
      // The reader finds the last complete segment without it.
      debug(`truncating ${path} failed`, truncateError);
    }
  }

  /** A merged unit is no loss: its finer parts stay. */
  #lost({ tier }: Waiting, error: NodeJS.ErrnoException): void {
    debug(`writing ${this.path} failed`, error);
    if (tier === 0) {
      this.#options.losses.add(DISK_FULL.has(error.code) ? 'segments_beyond_disk' : 'segments_not_written');
    }
    this.#sayOnce(
      `cannot write to ${this.path}: ${error.message}. Make room or set TICKSCOPE_DIR to another folder; ` +
        'the program runs on, and the report covers what was written.',
    );
  }

  #sayOnce(message: string): void {
    if (!this.#said) this.#options.failed(message);
    this.#said = true;
  }
}
