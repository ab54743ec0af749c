// The file of a running process: whole segments, whatever the disk does, within its limits.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { SegmentTiers } from '../../src/aggregate/segment-tiers.js';
import { readSources } from '../../src/record-file/read-sources.js';
import { RecordWriter, type RecordWriterOptions } from '../../src/record-file/record-writer.js';
import { encodeHeader } from '../../src/record-file/encode.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { BOT, sampleSegment, START } from './sample-segments.js';
import { readRecordFile } from './record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import type * as VirtualClock from '../support/virtual-clock.js';
import { nodeTiming } from '../support/virtual-clock.js';

jest.mock('../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../src/primordials.js'),
  nodeTiming: jest.requireActual<typeof VirtualClock>('../support/virtual-clock.js').nodeTiming,
}));

let mayOpen = true;
let failWith: string | undefined;
/** Writes in the background that a slow disk has not ended. */
let onDisk: (() => void)[] | undefined;
jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof import('node:fs')>('node:fs');
  return {
    ...real,
    openSync(...parameters: Parameters<typeof real.openSync>): number {
      if (!mayOpen) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
      return real.openSync(...parameters);
    },
    writeSync(...parameters: Parameters<typeof real.writeSync>): number {
      if (failWith !== undefined) throw Object.assign(new Error('no'), { code: failWith });
      return real.writeSync(...parameters);
    },
    write(...parameters: Parameters<typeof real.write>): void {
      if (onDisk === undefined) real.write(...parameters);
      else onDisk.push(() => real.write(...parameters));
    },
  };
});
afterEach(() => {
  mayOpen = true;
  failWith = onDisk = undefined;
  nodeTiming.uvMetricsInfo.loopCount = 0;
});

function writerIn(
  folder: string,
  more: Partial<RecordWriterOptions> = {},
): { writer: RecordWriter; told: string[]; file: string } {
  const told: string[] = [];
  const file = path.join(folder, '1-2.tks');
  const writer = new RecordWriter({
    path: file,
    header: encodeHeader(BOT),
    now: () => 0 as Nanoseconds,
    wrote: () => {},
    failed: (message) => told.push(message),
    losses: { add: (id, lost = 1) => told.push(`${id}: ${lost}`) },
    ...more,
  });
  return { writer, told, file };
}

it('writes what is waiting when the program ends, whole and in order', () => {
  const { writer, told, file } = writerIn(temporaryFolder());
  for (const second of [0, 10, 20]) writer.write(sampleSegment({ atUnixMillis: START + second * 1_000 }));
  writer.finish({ ...sampleSegment({ atUnixMillis: START + 30_000 }), final: true });
  const { segments, notes } = readRecordFile(file);
  expect(segments.map(({ fromUnixMillis }) => (fromUnixMillis - START) / 1_000)).toEqual([0, 10, 20, 30]);
  expect([told, notes]).toEqual([[], []]);
});

it('goes on writing however often the process stands still in the middle of a slice', async () => {
  let nanos = 0;
  const { writer, file } = writerIn(temporaryFolder(), { now: () => (nanos += 1e9) as Nanoseconds });
  for (const second of [0, 10, 20]) writer.write(sampleSegment({ atUnixMillis: START + second * 1_000 }));
  const written = (): number => readRecordFile(file).segments.length;
  for (let turn = 0; turn < 100_000 && written() < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(written()).toBe(3);
});

describe('while the loop does not turn', () => {
  let nanos: number;
  beforeEach(() => (nanos = 0));

  /** Goes on for a second as the recorder would. @returns how often something was overdue */
  function hold(writer: RecordWriter, loopTurns: boolean): number {
    let times = 0;
    for (const endNanos = nanos + 1e9; nanos < endNanos; nanos += 20e6) {
      if (loopTurns) nodeTiming.uvMetricsInfo.loopCount++;
      if (nanos < writer.overdueNanos) continue;
      writer.proceed(nanos as Nanoseconds);
      times++;
    }
    return times;
  }

  const segmentsAt = (...seconds: readonly number[]): StoredSegment[] =>
    seconds.map((second) => sampleSegment({ atUnixMillis: START + second * 1_000 }));
  const secondsIn = (file: string): number[] =>
    readRecordFile(file).segments.map(({ fromUnixMillis }) => (fromUnixMillis - START) / 1_000);

  it('writes slice by slice, each a hundredth of the time that has passed', () => {
    const slices: number[] = [];
    // Each look at the clock takes 20 µs, and there is one for each line.
    let looks = 0;
    const now = (): Nanoseconds => {
      looks++;
      return (nanos += 20_000) as Nanoseconds;
    };
    const wrote = (): void => {
      slices.push(looks * 20);
      looks = 0;
    };
    const { writer, told, file } = writerIn(temporaryFolder(), { now, wrote });
    for (const segment of segmentsAt(0, 10, 20)) writer.write(segment);
    hold(writer, false);
    expect(secondsIn(file)).toEqual([0, 10, 20]);
    expect(writer.overdueNanos).toBe(Infinity);
    expect(told).toEqual([]);
    // The first one follows after 100 ms.
    // Two more looks lie between two slices.
    expect(Math.max(...slices)).toBeLessThanOrEqual(1_060);
    expect(Math.max(...slices.slice(2))).toBeLessThanOrEqual(280);
  });

  it('leaves it to the disk where that is slow and the loop turns', () => {
    onDisk = [];
    const { writer, file } = writerIn(temporaryFolder(), { now: () => nanos as Nanoseconds });
    for (const segment of segmentsAt(0, 10)) writer.write(segment);
    const { size } = statSync(file);
    expect(hold(writer, true)).toBeGreaterThan(0);
    expect([statSync(file).size, onDisk.length]).toEqual([size, 1]);
  });

  it('goes on in the background once the loop turns again, and writes nothing twice', async () => {
    const { writer, told, file } = writerIn(temporaryFolder(), { now: () => nanos as Nanoseconds });
    for (const segment of segmentsAt(0, 10)) writer.write(segment);
    hold(writer, false);
    for (const segment of segmentsAt(20, 30)) writer.write(segment);
    for (let turn = 0; turn < 100_000 && secondsIn(file).length < 4; turn++) {
      nodeTiming.uvMetricsInfo.loopCount++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([secondsIn(file), readRecordFile(file).notes, told]).toEqual([[0, 10, 20, 30], [], []]);
  });

  it('counts a segment that the disk refuses, and writes the next one', () => {
    const { writer, told, file } = writerIn(temporaryFolder(), { now: () => nanos as Nanoseconds });
    onDisk = [];
    const [refused, fine] = segmentsAt(0, 10) as [StoredSegment, StoredSegment];
    writer.write(refused);
    failWith = 'ENOSPC';
    hold(writer, false);
    failWith = undefined;
    writer.write(fine);
    hold(writer, false);
    expect(secondsIn(file)).toEqual([10]);
    expect(told).toEqual(['segments_beyond_disk: 1', expect.stringMatching(/^cannot write to /)]);
  });
});

it.each([
  ['ENOSPC', 'segments_beyond_disk'],
  ['EDQUOT', 'segments_beyond_disk'],
  ['EIO', 'segments_not_written'],
])('counts a segment that fails with %s as %s, and says it once', (code, id) => {
  const { writer, told } = writerIn(temporaryFolder());
  failWith = code;
  writer.finish(sampleSegment({}));
  writer.finish(sampleSegment({}));
  expect(told.filter((line) => !line.startsWith('cannot write to '))).toEqual([`${id}: 1`, `${id}: 1`]);
  expect(told).toHaveLength(3);
});

it('is readable for its owner only', () => {
  const folder = temporaryFolder();
  writerIn(folder);
  expect(readdirSync(folder).map((name) => statSync(path.join(folder, name)).mode & 0o777)).toEqual([0o600]);
});

describe('the files of a long record', () => {
  const AT = Date.UTC(2026, 10, 23, 14, 2);
  const cut = (number: number): StoredSegment => ({ number, ...sampleSegment({ atUnixMillis: AT + number * 10_000 }) });

  async function written(writer: RecordWriter): Promise<void> {
    while (writer.overdueNanos !== Infinity) await new Promise((resolve) => setImmediate(resolve));
  }

  it('go on in the old one where the program has no descriptors left', async () => {
    const folder = temporaryFolder();
    const { writer, told } = writerIn(folder);
    for (let number = 0; number < 60; number++) {
      mayOpen = number < 10 || number >= 50;
      writer.write(cut(number));
      await written(writer);
    }
    mayOpen = true;
    expect(readdirSync(folder).toSorted()).toEqual(['1-2.2.tks', '1-2.tks']);
    const numbers = ['1-2.tks', '1-2.2.tks'].flatMap((name) =>
      readRecordFile(path.join(folder, name)).segments.map(({ number }) => number),
    );
    expect([numbers, told]).toEqual([Array.from({ length: 60 }, (_, number) => number), []]);
  });

  it('have a segment that the disk refused in its minute', async () => {
    const folder = temporaryFolder();
    const { writer, told } = writerIn(folder);
    const tiers = new SegmentTiers((unit, tier) => writer.write(unit, tier));
    for (let number = 0; number < 14; number++) {
      onDisk = number === 8 ? [] : undefined;
      writer.write(cut(number));
      if (number === 8) {
        failWith = 'ENOSPC';
        writer.proceed(0 as Nanoseconds);
        failWith = undefined;
        for (const write of onDisk ?? []) write();
        onDisk = undefined;
      }
      tiers.add(cut(number));
      while (tiers.mergeSlice(16));
      await written(writer);
    }
    expect(told).toEqual(['segments_beyond_disk: 1', expect.stringMatching(/^cannot write to /)]);
    const { segments } = readSources([folder], { directory: 'x' });
    const ranges = segments.map(({ number, numbers }) => numbers ?? { first: number, last: number });
    expect(ranges.filter(({ first, last }) => first !== last)).toEqual([{ first: 6, last: 11 }]);
    expect(ranges).toHaveLength(9);
    expect(segments.reduce((sum, { ticks }) => sum + ticks.count, 0)).toBe(14 * 3);
  });
});
