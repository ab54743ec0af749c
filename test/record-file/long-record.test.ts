// A record of hours, in short tiers: what a reader counts is what the process counted, whatever has happened to the files.

import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { UnixMilliseconds } from '../../src/model/units.js';
import { readSources } from '../../src/record-file/read-sources.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Counted, LongRecord, SHORT_TIERS, ticksOf } from './long-record.js';

const SEED = 20_261_129;

jest.setTimeout(60_000);

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
}

async function recorded(folder: string, segments: number, isFinished: boolean): Promise<LongRecord> {
  const random = randomOf(SEED);
  const record = new LongRecord(folder);
  for (let number = 0; number < segments; number++) {
    await record.cut(random(5), 8_000 + random(5_000), number < 3);
  }
  if (isFinished) record.finish(2);
  return record;
}

const countOf = (segments: readonly StoredSegment[]): number => mergeRecordSegments(segments)?.ticks.count ?? 0;
const filesIn = (folder: string): string[] => readdirSync(folder).toSorted();

describe('a record of seven hours', () => {
  const folder = temporaryFolder();
  let record: LongRecord;
  let counted: readonly Counted[];
  beforeAll(async () => {
    record = await recorded(folder, 2_500, true);
    counted = record.counted;
  });

  it('counts every tick once, of a process that came to its end', () => {
    const { segments, notes } = readSources([folder], { directory: 'x' });
    expect(countOf(segments)).toBe(ticksOf(counted));
    expect([notes, [...record.lost]]).toEqual([[], []]);
  });

  it('is kept as finely as it is young, in files that go when coarser ones have all of them', () => {
    const tiers = filesIn(folder).map((name) => /\.(minutes|hours|days)?-?\d+\.tks$/.exec(name)?.[1] ?? '');
    const numberOf = (tier: string): number => tiers.filter((each) => each === tier).length;
    expect(numberOf('')).toBeLessThanOrEqual(4);
    expect(numberOf('minutes')).toBeLessThanOrEqual(4);
    expect(numberOf('hours')).toBeLessThanOrEqual(4);
    // From 14:02 to 21:20, a file for every four hours.
    expect(numberOf('days')).toBe(3);
  });

  it('gives for a window on any boundary that it has what the process counted from there on', () => {
    const boundaries = readSources([folder], { directory: 'x' }).segments.map(({ fromUnixMillis }) => fromUnixMillis);
    for (const since of boundaries.filter((_, place) => place % 3 === 0)) {
      const window = { option: '--since', sinceUnixMillis: since };
      const { segments } = readSources([folder], { directory: 'x', window });
      expect(countOf(segments)).toBe(ticksOf(counted.filter(({ fromUnixMillis }) => fromUnixMillis >= since)));
    }
    expect(boundaries.length).toBeGreaterThan(30);
  });

  it('says how finely the record is kept where a window begins', () => {
    const since = (sinceUnixMillis: number): string[] =>
      readSources([folder], {
        directory: 'x',
        window: { option: '--since', sinceUnixMillis: sinceUnixMillis as UnixMilliseconds },
      }).notes;
    const at = (back: number): number => counted.at(-back)?.fromUnixMillis ?? 0;
    expect(since(at(1))).toEqual([
      expect.stringMatching(/^--since takes whole segments: the report begins at .* UTC\.$/),
    ]);
    expect(since(at(60))).toEqual([expect.stringMatching(/, from where the record is kept by minutes\.$/)]);
    expect(since(at(2_400))).toEqual([expect.stringMatching(/, from where the record is kept by days\.$/)]);
  });

  it('counts a copy of its files beside them once', () => {
    const copy = path.join(folder, '..', `${path.basename(folder)}-copy`);
    mkdirSync(copy);
    for (const name of filesIn(folder)) copyFileSync(path.join(folder, name), path.join(copy, name));
    expect(countOf(readSources([folder, copy], { directory: 'x' }).segments)).toBe(ticksOf(counted));
    rmSync(copy, { recursive: true });
  });
});

describe('a record that is damaged anywhere', () => {
  const whole = temporaryFolder();
  const damaged = temporaryFolder();
  let counted: readonly Counted[];
  beforeAll(async () => {
    // Killed: the files are what they were at that moment.
    ({ counted } = await recorded(whole, 700, false));
  });

  /** What a reader of text alone finds: the numbers in the units that no damage has touched. */
  function numbersLeft(folder: string): Set<number> {
    const numbers = new Set<number>();
    for (const name of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const before = readFileSync(path.join(whole, name), 'utf8');
      const begins = [...before.matchAll(/^\{"part":"segment"/gm)].map(({ index }) => index);
      for (const [place, begin] of begins.entries()) {
        const unit = before.slice(begin, begins[place + 1]);
        if (text.slice(begin, begin + unit.length) !== unit) continue;
        const { number, numbers: range } = JSON.parse(unit.slice(0, unit.indexOf('\n'))) as StoredSegment;
        for (let each = range?.first ?? number ?? NaN; each <= (range?.last ?? number ?? NaN); each++)
          numbers.add(each);
      }
    }
    return numbers;
  }

  const change = fc.record({
    file: fc.nat(),
    how: fc.constantFrom('cut off', 'deleted', 'flipped', 'emptied'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it('counts nothing twice, and loses only what is in no whole unit', () => {
    const names = filesIn(whole);
    expect(names.length).toBeGreaterThan(6);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        rmSync(damaged, { recursive: true, force: true });
        mkdirSync(damaged);
        for (const name of names) copyFileSync(path.join(whole, name), path.join(damaged, name));
        for (const { file, how, at } of changes) {
          const victim = path.join(damaged, names[file % names.length] as string);
          if (statSync(victim, { throwIfNoEntry: false }) === undefined) continue;
          const bytes = readFileSync(victim);
          // The first line stays: a file that does not begin as a record is refused as a whole.
          const position = Math.floor(200 + at * Math.max(0, bytes.length - 201));
          if (how === 'deleted') rmSync(victim);
          else if (how === 'emptied') truncateSync(victim, 0);
          else if (how === 'cut off') truncateSync(victim, Math.min(position, bytes.length));
          else if (position < bytes.length) {
            bytes[position]! ^= 1;
            writeFileSync(victim, bytes);
          }
        }
        const left = numbersLeft(damaged);
        if (left.size === 0) return;
        const { segments } = readSources([damaged], { directory: 'x' });
        expect(countOf(segments)).toBe(ticksOf(counted.filter(({ number }) => left.has(number))));
      }),
      { seed: SEED, numRuns: 80 },
    );
  });

  it('says nothing of a cut-off coarse file whose time the finer ones have', () => {
    rmSync(damaged, { recursive: true, force: true });
    mkdirSync(damaged);
    for (const name of filesIn(whole)) copyFileSync(path.join(whole, name), path.join(damaged, name));
    const minutes = filesIn(damaged)
      .filter((name) => name.includes('.minutes-'))
      .at(-1) as string;
    truncateSync(path.join(damaged, minutes), statSync(path.join(damaged, minutes)).size - 10);
    const { segments, notes } = readSources([damaged], { directory: 'x' });
    expect(countOf(segments)).toBe(ticksOf(counted));
    expect(notes).toEqual([
      expect.stringMatching(
        /^bot\.js \(process 4711\) was killed before its last write, could not write it, or is still/,
      ),
    ]);
  });
});

it('stays under its limit, and counts what it lost for that', async () => {
  const folder = temporaryFolder();
  const limitBytes = 400_000;
  const record = new LongRecord(folder, { limitBytes, tiers: SHORT_TIERS.slice(0, 2) });
  const sizeOf = (name: string): number => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  const bytes = (): number => filesIn(folder).reduce((sum, name) => sum + sizeOf(name), 0);
  let most = 0;
  for (let number = 0; number < 2_500; number++) {
    await record.cut(3);
    most = Math.max(most, bytes());
  }
  record.finish(3);
  const lost = record.lost.get('segments_beyond_record') ?? 0;
  expect(lost).toBeGreaterThan(0);
  expect(countOf(readSources([folder], { directory: 'x' }).segments)).toBe(ticksOf(record.counted) - 3 * lost);
  // A file that goes is removed in the background, a moment later.
  expect(most).toBeLessThan(limitBytes * 1.2);
});
