// Writes record segments to the process's file: in slices while the program runs, at once when it ends.
//
// Immediates and a thread of the pool do it while the event loop turns. Where it does not turn, the caller of `proceed` gives the
// time, and the slices are written synchronously.
//
// Every chunk has a fixed position in the file. Where the chunk that a thread may still be writing is written synchronously, it
// is at the same position, so the content does not depend on how far that thread got.

import { slowestFirst } from '../aggregate/merge-record-segments.js';
import { KEPT_TICKS_PER_THIN_SEGMENT, RECORD_BYTES, THIN_RECORD_BYTES } from '../model/limits.js';
import type { Losses } from '../model/losses.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import type { Bytes, Nanoseconds } from '../model/units.js';
import { piece } from '../measured-work.js';
import { nodeTiming, openFile, startImmediate, truncateFile, writeChunk, writeChunkSync } from '../primordials.js';
import { encodeSegment } from './encode.js';
import { debug } from '../stderr.js';

/** One slice serialises for at most this long: a tick's budget is a millisecond. */
const SLICE_NANOS = 200_000;
/** Where the loop was held since the last slice, the next one may take 1 % of that time, up to this. */
const LONGEST_SLICE_NANOS = 10_000_000;
const SLICE_SHARE = 0.01;
const SLICE_BYTES = 256 * 1_024;
const WRITING = 'writing the record';
/** A loop that has not turned for so long is held. */
const HELD_NANOS = 100_000_000;
const FILE_LIMITS: FileLimits = { thinFromBytes: THIN_RECORD_BYTES, limitBytes: RECORD_BYTES };
/** The disk is full, or the user's share of it. */
const DISK_FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

export interface RecordWriterOptions {
  readonly path: string;
  readonly header: string;
  readonly now: () => Nanoseconds;
  /** Called for each chunk that is to be written. */
  readonly wrote: (bytes: Bytes) => void;
  /** Called with the first failure, as one line without a prefix. Later ones are only counted: small segments may fit again. */
  readonly failed: (message: string) => void;
  readonly losses: Losses;
  readonly limits?: FileLimits;
}

interface FileLimits {
  /** From this size on a segment keeps only its slowest trees. */
  readonly thinFromBytes: number;
  /** The file ends at this size. Later segments are counted, and one message says so. */
  readonly limitBytes: number;
}

interface Chunk {
  readonly data: Buffer;
  readonly position: number;
}

export class RecordWriter {
  readonly #options: RecordWriterOptions;
  readonly #descriptor: number;
  readonly #waiting: SegmentInParts[] = [];
  #lines: Generator<string> | undefined;
  /** Start of the segment that is being written; everything before it is complete. */
  #segmentStart = 0;
  #position = 0;
  #inFlight: Chunk | undefined;
  /** Whether an immediate or a write is on its way, from which the next slice follows. */
  #isExpected = false;
  /** When it was started, or the loop was last seen to turn. */
  #expectedNanos = 0;
  #loopTurns = 0;
  /** From when the length of the next slice counts. */
  #pausedNanos = 0;
  #said = false;

  /** @throws the file system's error if the file cannot be created */
  constructor(options: RecordWriterOptions) {
    this.#options = options;
    this.#descriptor = openFile(options.path, 'wx', 0o600);
    const header = Buffer.from(options.header);
    writeChunkSync(this.#descriptor, header, 0, header.length, 0);
    this.#position = this.#segmentStart = header.length;
  }

  get path(): string {
    return this.#options.path;
  }

  /** Whether the file is so long that a segment keeps only its slowest trees. */
  get isThin(): boolean {
    return this.#position >= (this.#options.limits ?? FILE_LIMITS).thinFromBytes;
  }

  /** Writes a segment in slices. Rows are produced lazily. */
  write(segment: SegmentInParts): void {
    this.#waiting.push(segment);
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

  /** Writes the waiting segments and one last segment, synchronously. */
  finish(segment: SegmentInParts): void {
    this.#waiting.push(segment);
    try {
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
    this.#expect();
    const onWritten = piece('writing', WRITING, (error: NodeJS.ErrnoException | null, written: number) => {
      this.#isExpected = false;
      if (this.#inFlight === chunk) {
        this.#inFlight = undefined;
        if (error !== null) this.#fail(error);
        else if (written < chunk.data.length) this.#fail(shortWrite(written, chunk.data.length));
        else this.#wrote(chunk);
      }
      if (this.#hasMore) this.#sliceSoon();
    });
    writeChunk(this.#descriptor, chunk.data, 0, chunk.data.length, chunk.position, onWritten);
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
    return this.#inFlight !== undefined || this.#lines !== undefined || this.#waiting.length > 0;
  }

  #sliceNanos(): number {
    const pausedNanos = this.#options.now() - this.#pausedNanos;
    return Math.min(LONGEST_SLICE_NANOS, Math.max(SLICE_NANOS, pausedNanos * SLICE_SHARE));
  }

  /** Serialises as many lines as the time allows, across the end of a segment. */
  #nextChunk(budgetNanos: number): Chunk | undefined {
    const { now, wrote } = this.#options;
    const startNanos = now();
    let text = '';
    // At least one step, however long the process was suspended before it.
    do {
      if (this.#lines === undefined) {
        if (text !== '' || !this.#startSegment()) break;
        continue;
      }
      const { done, value } = this.#lines.next();
      if (done === true) this.#lines = undefined;
      else text += value;
    } while (text.length < SLICE_BYTES && now() - startNanos < budgetNanos);
    const data = Buffer.from(text);
    this.#pausedNanos = now();
    wrote(data.length as Bytes);
    return data.length === 0 ? undefined : { data, position: this.#position };
  }

  #startSegment(): boolean {
    const segment = this.#waiting.shift();
    if (segment === undefined) return false;
    this.#segmentStart = this.#position;
    const { limitBytes } = this.#options.limits ?? FILE_LIMITS;
    if (this.#position < limitBytes) {
      this.#lines = encodeSegment(this.isThin ? this.#thinned(segment) : segment);
      return true;
    }
    this.#options.losses.add('segments_beyond_record');
    this.#sayOnce(`the record has reached ${limitBytes / 1e6} MB and ends here; the program runs on.`);
    return this.#startSegment();
  }

  /** Trees are most of a record, and the sums of a long run are worth more than its hundred thousandth tree. */
  #thinned(segment: SegmentInParts): SegmentInParts {
    const kept = [...segment.kept].toSorted(slowestFirst);
    const left = kept.slice(0, KEPT_TICKS_PER_THIN_SEGMENT);
    const missing = kept.length - left.length;
    if (missing > 0) this.#options.losses.add('kept_ticks_beyond_thin_segment', missing);
    return { ...segment, kept: left };
  }

  #writeNow(chunk: Chunk): void {
    const { data, position } = chunk;
    const written = writeChunkSync(this.#descriptor, data, 0, data.length, position);
    if (written < data.length) throw shortWrite(written, data.length);
    this.#wrote(chunk);
  }

  #wrote({ data, position }: Chunk): void {
    this.#position = position + data.length;
  }

  /** Drops the segment and truncates the file to its last complete segment. The next segment is tried again. */
  #fail(error: NodeJS.ErrnoException): void {
    this.#lines = undefined;
    this.#inFlight = undefined;
    this.#position = this.#segmentStart;
    debug(`writing ${this.#options.path} failed`, error);
    this.#options.losses.add(DISK_FULL.has(error.code) ? 'segments_beyond_disk' : 'segments_not_written');
    try {
      truncateFile(this.#descriptor, this.#position);
    } catch (truncateError) {
      // The reader finds the last complete segment without it.
      debug(`truncating ${this.#options.path} failed`, truncateError);
    }
    this.#sayOnce(
      `cannot write to ${this.#options.path}: ${error.message}. Make room or set TICKSCOPE_DIR to another folder; ` +
        'the program runs on, and the report covers what was written.',
    );
  }

  #sayOnce(message: string): void {
    if (!this.#said) this.#options.failed(message);
    this.#said = true;
  }
}

function shortWrite(written: number, wanted: number): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`only ${written} of ${wanted} bytes fit`);
  error.code = 'ENOSPC';
  return error;
}
