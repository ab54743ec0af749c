// A month of a process, in a clock of its own and in the tiers of real records: what a reader counts for a window, and how right a day is.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { RECORD_BYTES } from '../../src/model/limits.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { TIERS } from '../../src/model/record/tiers.js';
import { openRecordFile, readRecordFiles } from '../../src/record-file/record-file.js';
import type { ScannedFile } from '../../src/record-file/scan-file.js';
import { LongRecord, tickNanosOf } from '../record-file/long-record.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DAYS = 31;
/** Longer than real ones, so that a month of them is soon written. */
const SEGMENT_MILLIS = 1_800_000;
const SEGMENTS_PER_DAY = 86_400_000 / SEGMENT_MILLIS;
/** Windows are asked for at each of these days, and at the end. */
const DAYS_BETWEEN = 3;
const WINDOWS = 1_000;
/** Half a bucket of scale 6 in the logarithm, as bounds.md has it, and the rounding of nanoseconds. */
const HISTOGRAM_ERROR = 2 ** (1 / 2 ** 7) - 1 + 1e-3;

jest.setTimeout(300_000);

let state = 20_261_129;
const random = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;

const folder = temporaryFolder();
const record = new LongRecord(folder, { tiers: TIERS });

function open(): ScannedFile[] {
  return readdirSync(folder).map((name) => openRecordFile(path.join(folder, name)));
}

function read(files: readonly ScannedFile[], since?: number): readonly StoredSegment[] {
  const segments: StoredSegment[] = [];
  const window = since === undefined ? undefined : { option: '--since', sinceUnixMillis: since as never };
  readRecordFiles(files, () => (segment) => void segments.push(segment), window);
  return segments;
}

const ticksOf = (counted: readonly { readonly ticks: number }[]): number =>
  counted.reduce((sum, { ticks }) => sum + ticks, 0);
const countOf = (segments: readonly StoredSegment[]): number =>
  segments.reduce((sum, { ticks }) => sum + ticks.count, 0);

it('has for 1,000 windows what the process counted, and stays under its limit', async () => {
  const times = Math.ceil(DAYS / DAYS_BETWEEN);
  let windows = 0;
  for (let day = 1; day <= DAYS; day++) {
    for (let number = 0; number < SEGMENTS_PER_DAY; number++) await record.cut(random(5), SEGMENT_MILLIS);
    if (day % DAYS_BETWEEN !== 0 && day !== DAYS) continue;
    const files = open();
    const whole = read(files);
    expect(countOf(whole)).toBe(ticksOf(record.counted));
    for (let each = 0; each < WINDOWS / times; each++, windows++) {
      const since = whole[random(whole.length)]?.fromUnixMillis ?? NaN;
      const own = record.counted.filter(({ fromUnixMillis }) => fromUnixMillis >= since);
      expect({ day, since, count: countOf(read(files, since)) }).toEqual({ day, since, count: ticksOf(own) });
    }
  }
  expect(windows).toBeGreaterThanOrEqual(WINDOWS);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  expect(bytes).toBeLessThan(RECORD_BYTES);
  expect([...record.lost]).toEqual([]);
});

it('has the p95 of any day within the error of its histogram', () => {
  const days = read(open()).filter(
    ({ fromUnixMillis, toUnixMillis }) => toUnixMillis - fromUnixMillis >= 86_400_000 - SEGMENT_MILLIS,
  );
  expect(days.length).toBeGreaterThanOrEqual(DAYS - 3);
  for (const { numbers = { first: 0, last: 0 }, ticks } of days) {
    const own = record.counted.slice(numbers.first, numbers.last + 1).flatMap(tickNanosOf);
    own.sort((left, right) => left - right);
    const p95 = own[Math.ceil(0.95 * own.length) - 1] ?? NaN;
    const found = ExponentialHistogram.fromData(ticks.durations).quantile(0.95);
    expect(Math.abs(found - p95) / p95).toBeLessThan(HISTOGRAM_ERROR);
  }
});
