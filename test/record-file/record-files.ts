// Files as a run leaves them, and their text.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeHeader, encodeSegment } from '../../src/record-file/encode.js';
import type { ProcessInfo, StoredSegment } from '../../src/model/record/record-segment.js';
import { openRecordFile, readRecordFiles, type RecordContents } from '../../src/record-file/record-file.js';
import { BOT } from './sample-segments.js';

/** @returns the path, whose folders are made */
export function writeFile(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export function recordText(segments: readonly StoredSegment[]): string {
  return encodeHeader(BOT) + segments.map((segment) => [...encodeSegment(segment)].join('')).join('');
}

/** One file alone. */
export function readRecordFile(path: string): RecordContents & { readonly withoutSegment?: ProcessInfo } {
  const segments: StoredSegment[] = [];
  const { withoutSegment, notes } = readRecordFiles([openRecordFile(path)], () => {
    segments.length = 0;
    return (segment) => segments.push(segment);
  });
  return { segments, notes, ...(withoutSegment[0] !== undefined && { withoutSegment: withoutSegment[0] }) };
}
