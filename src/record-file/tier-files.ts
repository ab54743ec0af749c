// The files of one running process: which one a segment goes to, and which ones go when the record has grown old or long.
//
// A file goes when all of its time is covered by units of coarser tiers that are written whole. Only where the record is at its limit and
// nothing is covered any more, the oldest of it is lost.
//
// Where somebody else has removed them, the record begins anew at the same place: what is there tells what is missing.

import { dirname } from 'node:path';
import { askForLinkStatus, closeFile, fileExists, openFile, removeFileSoon, writeChunkSync } from '../primordials.js';
import { RECORD_BYTES } from '../model/limits.js';
import type { Losses } from '../model/losses.js';
import type { SegmentHead } from '../model/record/segment-parts.js';
import { type SegmentNumbers, type Tier, TIERS } from '../model/record/tiers.js';
import { guarded, NOTHING } from '../guard.js';
import { debug } from '../stderr.js';
import { makeFolder } from './make-folder.js';
import { furtherFileOf } from './run-names.js';
import { shortWrite } from './short-write.js';
import { errorCode } from '../model/unusable-source-error.js';

/** Of the limit: what the segment that is being written next may take. */
const SPARE_SHARE = 1 / 32;
/** Of the limit: a file goes as a whole, so none has more of the record. */
const FILE_SHARE = 1 / 8;

export interface TierFilesOptions {
  /** The first file. */
  readonly path: string;
  readonly header: string;
  readonly losses: Losses;
  /** The finest first. */
  readonly tiers?: readonly Tier[];
  /** Of all files together. */
  readonly limitBytes?: number;
}

export interface TierFile {
  readonly tier: number;
  readonly path: string;
  readonly descriptor: number;
  /** Up to the end of the last whole segment. */
  bytes: number;
  /** Of the segments that were to be written, whether they could be or not. */
  numbers: SegmentNumbers | undefined;
  /** Of those that are whole: one after the other, without gaps. */
  readonly whole: SegmentNumbers[];
  fromUnixMillis: number;
  toUnixMillis: number;
}

type Written = Pick<SegmentHead, 'number' | 'numbers' | 'fromUnixMillis' | 'toUnixMillis'>;

export class TierFiles {
  readonly #options: TierFilesOptions;
  readonly #tiers: readonly Tier[];
  readonly #limitBytes: number;
  readonly #header: Buffer;
  /** In the order in which they were begun. */
  #files: TierFile[] = [];
  /** The one of each tier that is written to. */
  readonly #open: (TierFile | undefined)[] = [];
  readonly #begun: number[] = [];
  readonly #toClose: number[] = [];
  /** Whether somebody has removed a file that is written to. */
  #isRemoved = false;

  /** @throws the file system's error if the first file cannot be created */
  constructor(options: TierFilesOptions) {
    this.#options = options;
    this.#tiers = options.tiers ?? TIERS;
    this.#limitBytes = options.limitBytes ?? RECORD_BYTES;
    this.#header = Buffer.from(options.header);
    this.#begin(0);
  }

  /**
   * Makes room, and begins a new file where it is time for one.
   *
   * @returns the file that a segment belongs to
   * @throws the file system's error where there is none
   */
  fileFor(segment: Written, tier: number): TierFile {
    if (this.#isRemoved) this.#forgetRemoved();
    this.#removeBeyondLimit();
    const open = this.#open[tier];
    const file = open !== undefined && !this.#isFull(open, segment) ? open : this.#beginOrKeep(tier, open);
    const { first, last } = numbersOf(segment) ?? {};
    if (first !== undefined && last !== undefined) file.numbers = { first: file.numbers?.first ?? first, last };
    if (file.fromUnixMillis === Infinity) file.fromUnixMillis = segment.fromUnixMillis;
    file.toUnixMillis = segment.toUnixMillis;
    return file;
  }

  /** A segment is written whole. */
  wrote(file: TierFile, segment: Written): void {
    const numbers = numbersOf(segment);
    if (numbers === undefined) return;
    const before = file.whole.at(-1);
    if (before?.last === numbers.first - 1)
      file.whole[file.whole.length - 1] = { first: before.first, last: numbers.last };
    else file.whole.push(numbers);
    if (file.tier > 0) this.#removeOld();
    const onAnswer = guarded('looking whether the record is there', (error: Error | null) => {
      this.#isRemoved ||= errorCode(error) === 'ENOENT' && this.#open[file.tier] === file;
    });
    askForLinkStatus(file.path, onAnswer);
  }

  /** The same at once, where the program ends. */
  look(): void {
    this.#isRemoved ||= this.#open.some((file) => file !== undefined && !fileExists(file.path));
  }

  /** Closes the files that nothing goes to any more. Not to be called while a thread may write to one: the number may be that of a file of the program next. */
  close(): void {
    for (const descriptor of this.#toClose.splice(0)) closeFile(descriptor, NOTHING);
  }

  #isFull({ bytes, fromUnixMillis, tier }: TierFile, segment: Written): boolean {
    if (fromUnixMillis === Infinity) return false;
    const fileMillis = (this.#tiers[tier] as Tier).fileNanos / 1e6;
    const isOver = Math.floor(segment.fromUnixMillis / fileMillis) > Math.floor(fromUnixMillis / fileMillis);
    return isOver || bytes > this.#limitBytes * FILE_SHARE;
  }

  /** @throws the file system's error where no new one can be made */
  #forgetRemoved(): void {
    makeFolder(dirname(this.#options.path));
    for (const file of this.#open) if (file !== undefined && !fileExists(file.path)) this.#begin(file.tier);
    this.#files = this.#files.filter(({ path: file }) => fileExists(file));
    this.#isRemoved = false;
  }

  /** Where no file can be opened, the program may be out of descriptors: the one that is open is as good. */
  #beginOrKeep(tier: number, open: TierFile | undefined): TierFile {
    try {
      return this.#begin(tier);
    } catch (error) {
      if (open === undefined) throw error;
      debug('the record goes on in its old file', error);
      return open;
    }
  }

  #begin(tier: number): TierFile {
    const number = (this.#begun[tier] ?? 0) + 1;
    const { name } = this.#tiers[tier] as Tier;
    const first = this.#options.path;
    const path = tier === 0 && number === 1 ? first : furtherFileOf(first, { tier: name, number });
    const descriptor = openFile(path, 'wx', 0o600);
    this.#begun[tier] = number;
    const file: TierFile = {
      tier,
      path,
      descriptor,
      bytes: this.#header.length,
      numbers: undefined,
      whole: [],
      fromUnixMillis: Infinity,
      toUnixMillis: -Infinity,
    };
    try {
      const written = writeChunkSync(descriptor, this.#header, 0, this.#header.length, 0);
      if (written < this.#header.length) throw shortWrite(written, this.#header.length);
    } catch (error) {
      this.#toClose.push(descriptor);
      this.#unlink(file);
      throw error;
    }
    const before = this.#open[tier];
    if (before !== undefined) this.#toClose.push(before.descriptor);
    this.#open[tier] = file;
    this.#files.push(file);
    return file;
  }

  /** Removes what is older than its tier keeps, and covered. */
  #removeOld(): void {
    const end = this.#files.reduce((latest, { toUnixMillis }) => Math.max(latest, toUnixMillis), 0);
    for (const file of this.#closed()) {
      const keptMillis = (this.#tiers[file.tier] as Tier).keptNanos / 1e6;
      if (file.toUnixMillis <= end - keptMillis && this.#isCovered(file)) this.#remove(file);
    }
  }

  /** The finest that is covered first, then the oldest of the coarsest: what is finer is in the unit that is being merged. */
  #removeBeyondLimit(): void {
    const most = this.#limitBytes * (1 - SPARE_SHARE);
    for (let bytes = this.#bytes; bytes > most; bytes = this.#bytes) {
      const closed = this.#closed().toSorted((left, right) => left.tier - right.tier);
      const covered = closed.find((file) => this.#isCovered(file));
      const coarsest = closed.at(-1)?.tier;
      const file = covered ?? closed.find(({ tier }) => tier === coarsest);
      if (file === undefined) return;
      if (covered === undefined) this.#countLost(file);
      this.#remove(file);
    }
  }

  get #bytes(): number {
    return this.#files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #closed(): TierFile[] {
    return this.#files.filter((file) => this.#open[file.tier] !== file);
  }

  /** Whether every segment that was to be in the file is in a coarser one. */
  #isCovered({ tier, numbers }: TierFile): boolean {
    if (numbers === undefined) return true;
    return (
      uncovered(
        numbers,
        this.#wholeOf((file) => file.tier > tier),
      ) === 0
    );
  }

  #countLost({ path, tier, whole }: TierFile): void {
    if (tier < this.#tiers.length - 1) return;
    const others = this.#wholeOf((file) => file.path !== path);
    const lost = whole.reduce((sum, numbers) => sum + uncovered(numbers, others), 0);
    if (lost > 0) this.#options.losses.add('segments_beyond_record', lost);
  }

  #wholeOf(isMeant: (file: TierFile) => boolean): SegmentNumbers[] {
    return this.#files.filter(isMeant).flatMap(({ whole }) => whole);
  }

  #remove(file: TierFile): void {
    this.#files = this.#files.filter((each) => each !== file);
    this.#unlink(file);
  }

  #unlink({ path }: TierFile): void {
    const onRemoved = guarded('removing the oldest of the record', (error: Error | null) => {
      if (error !== null) debug(`removing ${path} failed`, error);
    });
    removeFileSoon(path, onRemoved);
  }
}

function numbersOf({ number, numbers }: Written): SegmentNumbers | undefined {
  return numbers ?? (number === undefined ? undefined : { first: number, last: number });
}

/** @returns how many numbers are in none of the others */
function uncovered({ first, last }: SegmentNumbers, others: readonly SegmentNumbers[]): number {
  let next = first;
  let missing = 0;
  for (const other of others.toSorted((left, right) => left.first - right.first)) {
    if (other.first > last) break;
    if (other.last < next) continue;
    missing += Math.max(0, other.first - next);
    next = other.last + 1;
  }
  return missing + Math.max(0, last + 1 - next);
}
