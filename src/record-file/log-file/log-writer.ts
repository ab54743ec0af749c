// Writes the event log to a file beside the record as the log fills, so that a process that is killed leaves what it had measured
// since its last segment.
//
// What a system call has taken survives the end of the process. The records are written as they are, without a look at them: 16 bytes
// each, in a thread of the pool while the event loop turns. Where it does not turn, the caller of `proceed` gives the time.

import { BYTES_PER_RECORD, type EventLog, recordsBetween } from '../../model/log/event-log.js';
import { LAST_POSITION } from '../../model/log/log-layout.js';
import type { NameTable } from '../../model/name-table.js';
import { SECOND, type Nanoseconds, type UnixMilliseconds } from '../../model/units.js';
import { NOTHING } from '../../guard.js';
import { piece } from '../../measured-work.js';
import { closeFile, nodeTiming, openFile, removeFile, writeChunk, writeChunkSync } from '../../primordials.js';
import { debug } from '../../stderr.js';
import {
  CUTS_KEPT,
  HEADER_BYTES,
  LINES_BYTES,
  LOG_FILE_RECORDS,
  LOG_FORMAT,
  type LogCut,
  type LogHeader,
  RECORDS_START,
} from './layout.js';
import { LogNames } from './log-names.js';

/** Between two writes, where not many records wait. */
const WRITE_NANOS = 100_000_000;
/** A loop that has not called for so long is held. */
const HELD_NANOS = 1.1 * SECOND;
/** So many records before the last one are whole: the next batch is written over older ones before the header says so. */
const ROOM_RECORDS: number = LOG_FILE_RECORDS - (1 << 17);
/** Of the file, from the last cut on. */
const FILLED_RECORDS: number = (ROOM_RECORDS / 4) * 3;

export interface LogWriterOptions {
  readonly path: string;
  readonly log: EventLog;
  readonly names: NameTable;
  readonly originUnixMillis: UnixMilliseconds;
  /** When the first segment began. */
  readonly startNanos: Nanoseconds;
  readonly now: () => Nanoseconds;
}

interface Chunk {
  readonly data: Uint8Array;
  readonly position: number;
  /** Takes the chunk as written. */
  written(): void;
}

export class LogWriter {
  readonly #options: LogWriterOptions;
  readonly #descriptor: number;
  readonly #bytes: Uint8Array;
  #names: LogNames;
  #cuts: LogCut[];
  #lineBytes = 0;
  /** The lines of the batch that is being written. */
  #lines: Buffer | undefined;
  /** The file holds every record from here to `#position`. */
  #from: number;
  #position: number;
  /** Where the batch that is being written ends, and when that was. */
  #target: number;
  #targetNanos = 0;
  #isHeaderDue = false;
  #isCutDue = false;
  /** Whether a thread of the pool writes. Each batch has a number: what comes back of an earlier one is of no use any more. */
  #isWriting = false;
  #writes = 0;
  #lastNanos = 0;
  #loopTurns = 0;
  #isOpen = true;

  /** @throws the file system's error if the file cannot be created */
  constructor(options: LogWriterOptions) {
    const { log, names, startNanos } = options;
    this.#options = options;
    this.#bytes = new Uint8Array(log.buffer);
    this.#names = new LogNames(log, names);
    this.#from = this.#position = this.#target = log.position;
    this.#cuts = [{ number: 0, position: log.position, atNanos: startNanos, warmup: true }];
    this.#descriptor = openFile(options.path, 'wx', 0o600);
  }

  /** Notes where the log stood when a segment was cut. */
  cut(cut: LogCut): void {
    this.#cuts = [...this.#cuts, cut].slice(-CUTS_KEPT);
    // The header has to name the cut before the segment is whole, or nobody can tell where to go on.
    this.#isCutDue = true;
    this.write();
  }

  /** Whether the time since the last cut does not fit the file much longer, or does not any more. */
  get isFilled(): boolean {
    const { position } = this.#cuts.at(-1) as LogCut;
    const sinceCut = this.#options.log.since(position);
    return this.#isOpen && (sinceCut >= FILLED_RECORDS || sinceCut > this.#options.log.since(this.#from));
  }

  /** Writes what is new in the background, where it is worth it; at once where the program would write over it before anybody comes back. */
  write(): void {
    const { log, now } = this.#options;
    if (!this.#hasNew) return;
    const waiting = log.since(this.#position);
    if (waiting >= log.records / 4) return this.writeNow();
    if (this.#isWriting) return;
    const isWorthIt = waiting >= log.records / 8 || now() - this.#lastNanos >= WRITE_NANOS;
    if (!isWorthIt && !this.#isCutDue) return;
    this.#startBatch();
    this.#writeOn();
  }

  get overdueNanos(): number {
    return this.#hasNew ? this.#lastNanos + HELD_NANOS : Infinity;
  }

  /** Writes what is new synchronously, where the event loop has not turned since this was last called. */
  proceed(atNanos: Nanoseconds): void {
    const turns = nodeTiming.uvMetricsInfo.loopCount;
    this.#lastNanos = atNanos;
    if (turns === this.#loopTurns) this.writeNow();
    this.#loopTurns = turns;
  }

  /** Writes everything synchronously. */
  writeNow(): void {
    if (!this.#isOpen) return;
    try {
      // What a thread may still be writing is written again, to the same place.
      this.#writes++;
      this.#finishBatch();
      this.#startBatch();
      this.#finishBatch();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Removes the file: the record has everything. */
  remove(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      removeFile(this.#options.path);
    } catch (error) {
      debug(`removing ${this.#options.path} failed`, error);
    }
  }

  get #hasNew(): boolean {
    return this.#isOpen && (this.#isCutDue || this.#position !== this.#options.log.position);
  }

  #startBatch(): void {
    const { log, now } = this.#options;
    this.#targetNanos = this.#lastNanos = now();
    this.#isCutDue = false;
    const { position: cutPosition } = this.#cuts.at(-1) as LogCut;
    const sinceCut = log.since(cutPosition);
    // What does not fit the file is left out until the next cut.
    if (sinceCut > ROOM_RECORDS) return;
    if (log.since(this.#position) >= log.records) {
      // The program has written over what was left out.
      this.#from = this.#position = sinceCut < log.records ? cutPosition : log.position;
    }
    this.#target = log.position;
    this.#isHeaderDue = true;
    this.#takeLines();
  }

  #takeLines(): void {
    const { log, names } = this.#options;
    let lines = this.#names.take(this.#position);
    if (this.#lineBytes + lines.length > LINES_BYTES) {
      // Begins anew, with what has a number now; what was written before can no longer be read.
      this.#from = this.#position;
      this.#lineBytes = 0;
      this.#names = new LogNames(log, names);
      lines = this.#names.take(this.#position);
      if (lines.length > LINES_BYTES) return this.remove();
    }
    if (lines !== '') this.#lines = Buffer.from(lines);
  }

  #writeOn(): void {
    const chunk = this.#nextChunk();
    this.#isWriting = chunk !== undefined;
    if (chunk === undefined) return this.#isCutDue ? this.write() : undefined;
    const write = ++this.#writes;
    const onWritten = piece(
      'writing',
      'writing the log file',
      (error: NodeJS.ErrnoException | null, written: number) => {
        this.#isWriting = false;
        if (write !== this.#writes) return;
        if (error !== null || written < chunk.data.length) return this.#fail(error ?? 'short write');
        chunk.written();
        this.#writeOn();
      },
    );
    writeChunk(this.#descriptor, chunk.data, 0, chunk.data.length, chunk.position, onWritten);
  }

  #finishBatch(): void {
    for (let chunk = this.#nextChunk(); chunk !== undefined; chunk = this.#nextChunk()) {
      const written = writeChunkSync(this.#descriptor, chunk.data, 0, chunk.data.length, chunk.position);
      if (written < chunk.data.length) throw new Error('short write');
      chunk.written();
    }
  }

  #nextChunk(): Chunk | undefined {
    if (!this.#isOpen) return undefined;
    return this.#nextLines() ?? this.#nextRecords() ?? this.#nextHeader();
  }

  #nextLines(): Chunk | undefined {
    const data = this.#lines;
    if (data === undefined) return undefined;
    return {
      data,
      position: HEADER_BYTES + this.#lineBytes,
      written: () => {
        this.#lines = undefined;
        this.#lineBytes += data.length;
      },
    };
  }

  /** Up to the end of the ring in memory: that of the file is a multiple of it. */
  #nextRecords(): Chunk | undefined {
    const { log } = this.#options;
    const from = this.#position;
    if (from === this.#target) return undefined;
    const slot = from & log.mask;
    const count = Math.min(recordsBetween(from, this.#target), log.records - slot);
    return {
      data: this.#bytes.subarray(slot * BYTES_PER_RECORD, (slot + count) * BYTES_PER_RECORD),
      position: RECORDS_START + (from & (LOG_FILE_RECORDS - 1)) * BYTES_PER_RECORD,
      written: () => {
        this.#position = after(from, count);
        // The thread was so slow that the program has written over what it was to write.
        if (log.since(from) >= log.records) this.#from = this.#position;
      },
    };
  }

  #nextHeader(): Chunk | undefined {
    if (!this.#isHeaderDue) return undefined;
    const { originUnixMillis } = this.#options;
    const lapped = recordsBetween(this.#from, this.#position) - ROOM_RECORDS;
    if (lapped > 0) this.#from = after(this.#from, lapped);
    const header: LogHeader = {
      format: LOG_FORMAT,
      originUnixMillis,
      fromPosition: this.#from,
      untilPosition: this.#position,
      untilNanos: this.#targetNanos as Nanoseconds,
      lineBytes: this.#lineBytes,
      cuts: this.#cuts,
    };
    const data = Buffer.alloc(HEADER_BYTES, ' ');
    data.write(JSON.stringify(header));
    this.#isHeaderDue = false;
    return { data, position: 0, written: () => {} };
  }

  /** Gives up: without the file the record still has every whole segment. */
  #fail(error: unknown): void {
    debug(`writing ${this.#options.path} failed`, error);
    this.remove();
    // No thread of the pool writes to it any more: the number may be that of a file of the program next.
    if (!this.#isWriting) closeFile(this.#descriptor, NOTHING);
  }
}

function after(position: number, records: number): number {
  const next = position + records;
  return next > LAST_POSITION ? next - LAST_POSITION : next;
}
