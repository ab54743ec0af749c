// Looks through one record file: where its whole segments are, and where it is damaged.

import { basename } from 'node:path';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { type Damage, decodeSegment, type FoundSegment, SegmentScanner } from './decode.js';
import { type FileLine, fileLines, parseLine } from './file-lines.js';
import { RECORD_FORMAT, RECORD_FORMAT_NAME } from './lines.js';
import { recordFilePlace, type RecordFilePlace } from './run-names.js';
import { isProcess } from './segment-checks.js';
import { UnusableSourceError } from '../model/unusable-source-error.js';

/** This much of a foreign file is quoted. */
const QUOTED_BYTES = 24;

export interface ScannedFile {
  readonly path: string;
  /** Without its folder. */
  readonly name: string;
  readonly place: RecordFilePlace;
  readonly bytes: number;
  /** Absent where the first line is damaged. */
  readonly process: ProcessInfo | undefined;
  readonly segments: readonly SegmentInFile[];
  readonly damage: Damage[];
  readonly endOfWholeByte: number;
  /** Where a segment begins that the file does not finish. */
  readonly unfinishedFromByte: number | undefined;
}

export interface SegmentInFile extends FoundSegment {
  readonly file: ScannedFile;
}

/** @throws UnusableSourceError where the file is not a record, cannot be read, or is of a newer version */
export function scanFile(path: string): ScannedFile {
  const name = basename(path);
  const found: FoundSegment[] = [];
  let process: ProcessInfo | undefined;
  const scanner = new SegmentScanner(0);
  let bytes = 0;
  for (const line of fileLines(path, name)) {
    bytes = line.endByte;
    if (line.startByte === 0) {
      process = readHeader(name, line);
      scanner.endOfWholeByte = line.endByte;
      continue;
    }
    const segment = scanner.accept(line);
    if (segment !== undefined) found.push(segment);
  }
  const { damage, endOfWholeByte, unfinishedFromByte } = scanner;
  const segments: SegmentInFile[] = [];
  const place = recordFilePlace(name);
  const file = { path, name, place, bytes, process, segments, damage, endOfWholeByte, unfinishedFromByte };
  for (const segment of found) segments.push({ ...segment, file });
  return file;
}

/** @returns `undefined` where what is confirmed by its bytes is no segment; the file has one more damage then */
export function readSegment({ file, ...found }: SegmentInFile): StoredSegment | undefined {
  const segment = decodeSegment(fileLines(file.path, file.name, found.startByte), found);
  if (segment === undefined) file.damage.push({ startByte: found.startByte, endByte: found.endByte });
  return segment;
}

/** Reads the whole segments that were added after `fromByte`, where an earlier call left off. */
export function readNewSegments(path: string, fromByte: number): { segments: StoredSegment[]; endByte: number } {
  const scanner = new SegmentScanner(fromByte);
  const segments: StoredSegment[] = [];
  const name = basename(path);
  for (const line of fileLines(path, name, fromByte)) {
    const found = line.startByte === 0 ? undefined : scanner.accept(line);
    const segment = found && decodeSegment(fileLines(path, name, found.startByte), found);
    if (segment !== undefined) segments.push(segment);
  }
  return { segments, endByte: scanner.endOfWholeByte };
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
