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

/** Behind the name of a process's first record file: the number of a further one, or the tier and its number. */
const FURTHER_FILE = /\.(?:(?<tier>minutes|hours|days)-)?(?<number>\d{1,9})$/;

/** Which of the files of its process one is. */
export interface RecordFilePlace {
  /** '' for segments as they were cut. */
  readonly tier: string;
  /** From 1 on. */
  readonly number: number;
}

/** @returns `<first>.2.tks`, or `<first>.minutes-1.tks` */
export function furtherFileOf(firstFile: string, { tier, number }: RecordFilePlace): string {
  return `${withoutExtension(firstFile)}.${tier === '' ? '' : `${tier}-`}${number}${RECORD_EXTENSION}`;
}

export function recordFilePlace(file: string): RecordFilePlace {
  const { tier = '', number = '1' } = FURTHER_FILE.exec(withoutExtension(file))?.groups ?? {};
  return { tier, number: Number(number) };
}

/** Whether a file is not the first one of its process. */
export function isFurtherFile(file: string): boolean {
  return FURTHER_FILE.test(withoutExtension(file));
}

/** @returns where the event log of a process is written until its record has it all. @param recordFile any of its files */
export function logFileOf(recordFile: string): string {
  return withoutExtension(recordFile).replace(FURTHER_FILE, '') + LOG_EXTENSION;
}

function withoutExtension(recordFile: string): string {
  return recordFile.slice(0, -RECORD_EXTENSION.length);
}

/** The names of a process's files, and no others: its record, its log, what it observed for doctor. */
const FILE_OF_PROCESS =
  /^(?<pid>\d{1,10})(?:\.\d{1,10})?-[0-9a-f]{8}(?:\.tkl|\.doctor\.json|(?:\.\d{1,9}|\.(?:minutes|hours|days)-\d{1,9})?\.tks)$/;

/** @returns whose file it is; `undefined` for one that is not Tickscope's */
export function pidOfFile(name: string): number | undefined {
  const pid = FILE_OF_PROCESS.exec(name)?.groups?.['pid'];
  return pid === undefined ? undefined : Number(pid);
}

/** When a run began, as text that sorts; `undefined` for any other name. */
export function runTime(name: string): string | undefined {
  return RUN_NAME.exec(name)?.groups?.['time'];
}
