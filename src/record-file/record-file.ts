// Reads one record file: its whole segments, and what has to be said about the rest of it.

import { basename } from 'node:path';
import { formatCount } from '../model/format-units.js';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { RECORD_FORMAT, RECORD_FORMAT_NAME } from './lines.js';
import { type FileLine, fileLines, parseLine } from './file-lines.js';
import { isProcess } from './segment-checks.js';
import { type Damage, SegmentDecoder } from './decode.js';
import { readLogTail } from './log-file/read-log.js';
import { clockTime } from './time-window.js';
import { UnusableSourceError } from './unusable-source-error.js';

export interface RecordContents {
  readonly segments: StoredSegment[];
  /** For the reader of the report: what is missing and why. */
  readonly notes: string[];
}

/** This much of a foreign file is quoted. */
const QUOTED_BYTES = 24;
/** This many damaged stretches are listed one by one. */
const DAMAGE_LISTED = 3;

export interface FileContents extends RecordContents {
  /** Whose file it is, where it has no whole segment. */
  readonly withoutSegment?: ProcessInfo;
}

/** @throws UnusableSourceError where the file is not a record, cannot be read, or is of a newer version */
export function readRecordFile(path: string): FileContents {
  const name = basename(path);
  const segments: StoredSegment[] = [];
  const notes: string[] = [];
  let writer: ProcessInfo | undefined;
  const decoder = new SegmentDecoder(0);
  let size = 0;
  for (const line of fileLines(path, name)) {
    size = line.endByte;
    if (line.startByte === 0) {
      writer = readHeader(name, line);
      if (writer === undefined)
        notes.push(`The first line of ${name} is damaged. Its segments are complete without it.`);
      decoder.endOfWholeByte = line.endByte;
      continue;
    }
    const segment = decoder.accept(line);
    if (segment !== undefined) segments.push(segment);
  }
  if (size === 0)
    throw new UnusableSourceError(`${name} is empty: its program was killed before it could write. Run it again.`);
  notes.push(...damageNotes(name, decoder.damage, size));
  const whole = segments.at(-1);
  const tail = writer === undefined || whole?.final === true ? undefined : readLogTail(path, writer, whole);
  if (tail !== undefined) segments.push(tail);
  const last = segments.at(-1);
  if (decoder.unfinishedFromByte !== undefined) notes.push(cutOffNote(name, decoder, size, last));
  else if (last !== undefined && last.final !== true) notes.push(withoutLastWriteNote(writer?.name ?? name, last));
  return { segments, notes, ...(last === undefined && writer !== undefined && { withoutSegment: writer }) };
}

/** Reads the whole segments that were added after `fromByte`, where an earlier call left off. */
export function readNewSegments(path: string, fromByte: number): { segments: StoredSegment[]; endByte: number } {
  const decoder = new SegmentDecoder(fromByte);
  const segments: StoredSegment[] = [];
  for (const line of fileLines(path, basename(path), fromByte)) {
    const segment = line.startByte === 0 ? undefined : decoder.accept(line);
    if (segment !== undefined) segments.push(segment);
  }
  return { segments, endByte: decoder.endOfWholeByte };
}

/** @returns whose record it is; `undefined` where the line is damaged */
function readHeader(name: string, { bytes }: FileLine): ProcessInfo | undefined {
  const start = `{"format":"${RECORD_FORMAT_NAME}`;
  if (bytes === undefined || !bytes.subarray(0, start.length).equals(Buffer.from(start))) {
    const quoted = JSON.stringify(bytes?.subarray(0, QUOTED_BYTES).toString('utf8').trim() ?? '');
    throw new UnusableSourceError(
      `${name} is not a Tickscope record: it begins with ${quoted}. Give a .tks file or a run folder, or leave it out for the newest run.`,
    );
  }
  const header = parseLine(bytes);
  const format = typeof header?.['format'] === 'string' ? header['format'] : RECORD_FORMAT;
  if (format !== RECORD_FORMAT) {
    throw new UnusableSourceError(
      `${name} is in the format ${JSON.stringify(format)}, and this Tickscope reads ${RECORD_FORMAT}. Read it with the version that wrote it, or update: npm install tickscope@latest.`,
    );
  }
  return isProcess(header) ? header : undefined;
}

function damageNotes(name: string, damage: readonly Damage[], size: number): string[] {
  const notes = damage
    .slice(0, DAMAGE_LISTED)
    .map(
      ({ startByte, endByte }) =>
        `${name} is damaged from byte ${formatCount(startByte)} to ${formatCount(endByte)} of ${formatCount(size)}. The segment there is left out; all others are used.`,
    );
  const left = damage.length - notes.length;
  return left > 0
    ? [...notes, `${name} has ${formatCount(left)} more damaged segments, which are left out too.`]
    : notes;
}

function withoutLastWriteNote(program: string, { processes, toUnixMillis }: StoredSegment): string {
  return (
    `${program} (${processes.map(processText).join(', ')}) was killed before its last write, or is still running: ` +
    `the report covers it up to ${clockTime(toUnixMillis)}.`
  );
}

function processText({ pid, threadId }: ProcessInfo): string {
  return threadId === undefined ? `process ${pid}` : `process ${pid}, worker thread ${threadId}`;
}

function cutOffNote(name: string, decoder: SegmentDecoder, size: number, last: StoredSegment | undefined): string {
  return (
    `${name} is cut off at byte ${formatCount(decoder.endOfWholeByte)} of ${formatCount(size)} ` +
    `(the program was killed while writing, or is still writing). ` +
    (last === undefined
      ? 'Nothing in it is whole.'
      : `The report covers everything up to ${clockTime(last.toUnixMillis)}.`)
  );
}
