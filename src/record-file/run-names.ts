// The names of run folders and record files: whoever makes one and whoever looks for one agree here.

import { randomHex } from '../config/random-hex.js';

export const RECORD_EXTENSION = '.tks';
const LOG_EXTENSION = '.tkl';

const RUN_NAME = /^run-(?<time>\d{8}-\d{6})-[0-9a-f]{4}$/;

/** @returns `run-<UTC yyyymmdd-hhmmss>-<4 hex>`: in the order of their names, runs are in the order of their starts */
export function newRunName(at: Date): string {
  const date = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
  return `run-${twoDigits(date)}-${twoDigits(time)}-${randomHex(2)}`;
}

/** Not by `toISOString`: its first call brings 8 MB of ICU's data into the process. */
function twoDigits(numbers: readonly number[]): string {
  return numbers.map((number) => String(number).padStart(2, '0')).join('');
}

/** How the names of a process's record files begin, or those of one of its worker threads. */
export function recordFilePrefix(pid: number, threadId?: number): string {
  return threadId === undefined ? `${pid}-` : `${pid}.${threadId}-`;
}

/** @returns `<pid>-<hex>.tks`, of a worker thread `<pid>.<thread>-<hex>.tks`; a pid alone comes back in a long run */
export function newRecordFileName(pid: number, threadId?: number): string {
  return `${recordFilePrefix(pid, threadId)}${randomHex(4)}${RECORD_EXTENSION}`;
}

/** @returns where the event log of a record's process is written until the record has it all */
export function logFileOf(recordFile: string): string {
  return recordFile.slice(0, -RECORD_EXTENSION.length) + LOG_EXTENSION;
}

/** When a run began, as text that sorts; `undefined` for any other name. */
export function runTime(name: string): string | undefined {
  return RUN_NAME.exec(name)?.groups?.['time'];
}
