// The files of one process together: what it had measured until it was killed, and what has to be said about the rest of them.

import { formatCount } from '../model/format-units.js';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import type { SegmentHead } from '../model/record/segment-parts.js';
import type { SegmentNumbers } from '../model/record/tiers.js';
import type { Damage } from './decode.js';
import { groupBy } from './group-by.js';
import { readLogTail } from './log-file/read-log.js';
import type { MissingSegments } from './missing-segments.js';
import type { ScannedFile, SegmentInFile } from './scan-file.js';
import { covers, numbersOf } from './segment-cover.js';
import { clockTime } from './time-window.js';

/** This many damaged stretches are listed one by one. */
const DAMAGE_LISTED = 3;

/** @returns the files of each process, in the order of their first ones */
export function byProcess(files: readonly ScannedFile[]): ScannedFile[][] {
  const groups = groupBy(files, ({ path, process }) =>
    process === undefined ? path : `${process.id} ${process.startedAtUnixMillis}`,
  );
  return [...groups.values()];
}

export class ProcessFiles {
  readonly #files: readonly ScannedFile[];
  /** The one that was written to last. */
  readonly #newest: ScannedFile | undefined;
  /** Of the record, those that count. */
  readonly #chosen: readonly SegmentInFile[];
  readonly process: ProcessInfo | undefined;
  /** What the log has of the time after the last segment. */
  readonly tail: StoredSegment | undefined;

  constructor(files: readonly ScannedFile[], chosen: ReadonlySet<SegmentInFile>) {
    this.#files = files.toSorted(inOrder);
    this.#newest = this.#files.findLast(({ place }) => place.tier === '') ?? this.#files.at(-1);
    this.#chosen = files.flatMap(({ segments }) => segments.filter((segment) => chosen.has(segment)));
    this.process = files.find(({ process }) => process !== undefined)?.process;
    this.tail = this.#readTail();
  }

  /** @returns whose files they are, where they have nothing */
  get withoutSegment(): ProcessInfo | undefined {
    return this.#last === undefined ? this.process : undefined;
  }

  /** @param missing what the segments that count say of the others; absent where only some of them were read */
  notes(missing?: MissingSegments): string[] {
    const notes = this.#damageNotes();
    return [
      ...notes,
      ...(notes.length > 0 || missing === undefined ? [] : this.#gapNotes(missing)),
      ...this.#endNotes(),
    ];
  }

  #damageNotes(): string[] {
    return [
      ...this.#files
        .filter(({ process }) => process === undefined)
        .map(({ name }) => `The first line of ${name} is damaged. Its segments are complete without it.`),
      ...this.#files.flatMap((file) => damageNotes(file, this.#damageOf(file))),
    ];
  }

  /** Of those that the process knew to be lost, its losses tell. */
  #gapNotes(missing: MissingSegments): string[] {
    const numbers = this.#chosen.flatMap(({ head }) => numbersOf(head) ?? []);
    if (numbers.length === 0 || numbers.length < this.#chosen.length) return [];
    const end = numbers.reduce((most, { last }) => Math.max(most, last + 1), 0);
    const there = numbers.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const unknown = end - there - missing.knownOf(this.process);
    return unknown > 0 ? [missingNote(unknown, this.process)] : [];
  }

  #readTail(): StoredSegment | undefined {
    const whole = this.#lastWhole;
    if (this.process === undefined || whole?.final === true) return undefined;
    const next = whole === undefined ? 0 : (numbersOf(whole)?.last ?? NaN) + 1;
    for (const { path } of this.#files) {
      const tail = readLogTail(path, this.process, next);
      if (tail !== undefined) return tail;
    }
    return undefined;
  }

  get #lastWhole(): SegmentHead | undefined {
    return this.#chosen.map(({ head }) => head).reduce<SegmentHead | undefined>(later, undefined);
  }

  get #last(): SegmentHead | undefined {
    return this.tail ?? this.#lastWhole;
  }

  #endNotes(): string[] {
    const file = this.#newest;
    const last = this.#last;
    if (file === undefined) return [];
    if (file.unfinishedFromByte !== undefined) return [cutOffNote(file, last)];
    return last === undefined || last.final === true ? [] : [withoutLastWriteNote(file, last)];
  }

  /** What is in other segments too is none. */
  #damageOf(file: ScannedFile): Damage[] {
    const { unfinishedFromByte, bytes } = file;
    const isCutOff = unfinishedFromByte !== undefined && file !== this.#newest;
    const damage = [...file.damage, ...(isCutOff ? [{ startByte: unfinishedFromByte, endByte: bytes }] : [])];
    return damage.filter((each) => {
      const numbers = this.#numbersIn(each, file);
      return numbers === undefined || !covers(this.#chosen, numbers);
    });
  }

  /** @returns the numbers of the segments that were there; `undefined` where nobody knows */
  #numbersIn({ startByte, endByte }: Damage, { segments, place }: ScannedFile): SegmentNumbers | undefined {
    const tier = this.#files.filter((file) => file.place.tier === place.tier);
    const before = segments.findLast((segment) => segment.endByte <= startByte);
    const after = segments.find((segment) => segment.startByte >= endByte);
    const earlier = tier.findLast((file) => file.place.number < place.number)?.segments.at(-1);
    const following = tier.find((file) => file.place.number > place.number)?.segments[0];
    const ends = this.#chosen.map(({ head }) => numbersOf(head));
    const least = ends.reduce((first, numbers) => Math.min(first, numbers?.first ?? NaN), Infinity);
    const most = ends.reduce((last, numbers) => Math.max(last, numbers?.last ?? NaN), -Infinity);
    const from = numbersOf((before ?? earlier)?.head)?.last;
    const to = numbersOf((after ?? following)?.head)?.first;
    const isFine = place.tier === '';
    const first = from === undefined ? (isFine && place.number === 1 ? 0 : least) : from + 1;
    const last = to === undefined ? (isFine ? NaN : most) : to - 1;
    return Number.isFinite(first) && Number.isFinite(last) ? { first, last } : undefined;
  }
}

/** Of two copies of one file the longer one is the later. */
function inOrder(left: ScannedFile, right: ScannedFile): number {
  return left.place.number - right.place.number || left.endOfWholeByte - right.endOfWholeByte;
}

function later(left: SegmentHead | undefined, right: SegmentHead): SegmentHead {
  return left === undefined || right.toUnixMillis >= left.toUnixMillis ? right : left;
}

function damageNotes({ name, bytes }: ScannedFile, damage: readonly Damage[]): string[] {
  const notes = damage
    .slice(0, DAMAGE_LISTED)
    .map(
      ({ startByte, endByte }) =>
        `${name} is damaged from byte ${formatCount(startByte)} to ${formatCount(endByte)} of ${formatCount(bytes)}. The segment there is left out; all others are used.`,
    );
  const left = damage.length - notes.length;
  return left > 0
    ? [...notes, `${name} has ${formatCount(left)} more damaged segments, which are left out too.`]
    : notes;
}

function missingNote(missing: number, process: ProcessInfo | undefined): string {
  const whose = process === undefined ? 'the record' : `${process.name} (${processText(process)})`;
  return missing === 1
    ? `One segment of ${whose} is missing, from before the last one.`
    : `${formatCount(missing)} segments of ${whose} are missing, from before the last one.`;
}

function withoutLastWriteNote({ name, process }: ScannedFile, { processes, toUnixMillis }: SegmentHead): string {
  return (
    `${process?.name ?? name} (${processes.map(processText).join(', ')}) was killed before its last write, could not write it, or is still running: ` +
    `the report covers it up to ${clockTime(toUnixMillis)}.`
  );
}

function processText({ pid, threadId }: ProcessInfo): string {
  return threadId === undefined ? `process ${pid}` : `process ${pid}, worker thread ${threadId}`;
}

function cutOffNote({ name, endOfWholeByte, bytes }: ScannedFile, last: SegmentHead | undefined): string {
  return (
    `${name} is cut off at byte ${formatCount(endOfWholeByte)} of ${formatCount(bytes)} ` +
    `(the program was killed while writing, or is still writing). ` +
    (last === undefined
      ? 'Nothing in it is whole.'
      : `The report covers everything up to ${clockTime(last.toUnixMillis)}.`)
  );
}
