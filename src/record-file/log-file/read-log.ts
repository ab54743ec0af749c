// Reads what a process had measured after its last whole segment, from the log file that it left when it was killed.

import { closeSync, openSync, readSync } from 'node:fs';
import { BYTES_PER_RECORD, recordsBetween } from '../../model/log/event-log.js';
import type { ProcessInfo, StoredSegment } from '../../model/record/record-segment.js';
import { parseLine } from '../file-lines.js';
import { logFileOf } from '../run-names.js';
import { HEADER_BYTES, LOG_FILE_RECORDS, type LogHeader, type LogLine, RECORDS_START } from './layout.js';
import { isLogHeader, isLogLine } from './log-checks.js';
import { type LogContents, replayLog } from './replay-log.js';

/**
 * @param recordFile any of the process's record files
 * @param next the number of the segment after the last whole one of the record
 * @returns `undefined` where there is no log file beside the record, or it does not reach back to that segment
 */
export function readLogTail(recordFile: string, process: ProcessInfo, next: number): StoredSegment | undefined {
  const contents = readLogFile(logFileOf(recordFile));
  const cut = contents?.header.cuts.find((each) => each.number === next);
  if (contents === undefined || cut === undefined) return undefined;
  const { fromPosition, untilPosition } = contents.header;
  if (recordsBetween(cut.position, untilPosition) > recordsBetween(fromPosition, untilPosition)) return undefined;
  try {
    return replayLog(contents, cut, process);
  } catch {
    // A damaged log tells nothing; what it would add is a guess.
    return undefined;
  }
}

/** @returns `undefined` where there is none, or what is there is none */
function readLogFile(path: string): LogContents | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const header = readHeader(file);
    if (header === undefined) return undefined;
    const text = readAt(file, HEADER_BYTES, header.lineBytes);
    const records = readInto(recordRoom(), file, RECORDS_START);
    const lines = linesOf(text);
    // A process that still runs writes over the oldest while they are read.
    const after = readHeader(file);
    return lines === undefined || after?.fromPosition !== header.fromPosition ? undefined : { header, lines, records };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readHeader(file: number): LogHeader | undefined {
  const header = parseLine(readAt(file, 0, HEADER_BYTES));
  return isLogHeader(header) ? header : undefined;
}

let room: WeakRef<ArrayBuffer> | undefined;

/**
 * The same for each log, as long as it has not been collected: nothing of it is left in what is made of a log, and `tickscope top`, which
 * reads logs every other second, took 55 MB more with a new one each time.
 */
function recordRoom(): ArrayBuffer {
  const made = room?.deref() ?? new ArrayBuffer(LOG_FILE_RECORDS * BYTES_PER_RECORD);
  room = new WeakRef(made);
  return made;
}

/** @returns what is there */
function readAt(file: number, position: number, length: number): Buffer {
  return Buffer.from(readInto(new ArrayBuffer(length), file, position));
}

/** @returns `into`, filled with what is there, and zeros behind it */
function readInto(into: ArrayBuffer, file: number, position: number): ArrayBuffer {
  const bytes = new Uint8Array(into);
  let read = 0;
  while (read < bytes.length) {
    const more = readSync(file, bytes, read, bytes.length - read, position + read);
    if (more === 0) break;
    read += more;
  }
  bytes.fill(0, read);
  return into;
}

function linesOf(text: Buffer): readonly LogLine[] | undefined {
  const lines: LogLine[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = end === -1 ? undefined : parseLine(text.subarray(start, end));
    if (line === undefined || !isLogLine(line)) return undefined;
    lines.push(line);
    start = end + 1;
  }
  return lines;
}
