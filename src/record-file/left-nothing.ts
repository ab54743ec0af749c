// A process of a run of which nothing was measured: it has a file without a whole segment.

import { closeSync, readSync } from 'node:fs';
import type { NotSeenRow, ProcessInfo } from '../model/record/record-segment.js';
import { openFile } from '../primordials.js';
import { END_LINE_START } from './lines.js';

/** A file with more than that has a segment. */
const LOOKED_AT_BYTES = 65_536;

/** `bot.js (process 4711, worker thread 2)` */
export function processName({ name, pid, threadId }: Pick<ProcessInfo, 'name' | 'pid' | 'threadId'>): string {
  return `${name} (process ${pid}${threadId === undefined ? '' : `, worker thread ${threadId}`})`;
}

export function leftNothingRow(process: ProcessInfo, reason: string): NotSeenRow {
  return { name: processName(process), why: `it left nothing: ${reason}`, leftNothing: true };
}

/** @returns whose file it is, where it has no whole segment; `undefined` for any other. @throws the file system's error */
export function processWithoutSegment(file: string): ProcessInfo | undefined {
  const bytes = Buffer.alloc(LOOKED_AT_BYTES);
  const descriptor = openFile(file, 'r');
  try {
    const length = readSync(descriptor, bytes, 0, LOOKED_AT_BYTES, 0);
    const text = bytes.toString('utf8', 0, length);
    if (length === LOOKED_AT_BYTES || text.includes(`\n${END_LINE_START}`) || !text.includes('\n')) return undefined;
    return JSON.parse(text.slice(0, text.indexOf('\n'))) as ProcessInfo;
  } finally {
    closeSync(descriptor);
  }
}
