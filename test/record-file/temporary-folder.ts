// A folder for one test file, gone when its tests have run.

import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodeHeader, encodeSegment } from '../../src/record-file/encode.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { BOT } from './sample-segments.js';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tickscope test '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

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
