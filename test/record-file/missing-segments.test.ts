// A record whose writes fail, or whose files are removed: what is not there is counted by the segments around it.

import { rmSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import type { RunningSegment } from '../../src/aggregate/running-segment.js';
import { SegmentTiers } from '../../src/aggregate/segment-tiers.js';
import { buildReport } from '../../src/analysis/build-report.js';
import { NameTable } from '../../src/model/name-table.js';
import type { LossId } from '../../src/model/losses.js';
import { type Nanoseconds, SECOND, type UnixMilliseconds } from '../../src/model/units.js';
import { encodeHeader } from '../../src/record-file/encode.js';
import { readSources } from '../../src/record-file/read-sources.js';
import { RecordWriter } from '../../src/record-file/record-writer.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { buildTrace } from '../aggregate/trace-builder.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { BOT } from './sample-segments.js';

/** What the disk does to the writes of one segment. */
type Disk = 'fine' | 'ENOSPC' | 'EIO' | 'short write' | 'folder removed';

let disk: Disk = 'fine';
jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof import('node:fs')>('node:fs');
  type Written = (error: Error | null, written: number) => void;
  return {
    ...real,
    // Answers at once: between two segments of a real process there is time for it.
    lstat(file: string, answer: (error: Error | null) => void): void {
      answer(real.existsSync(file) ? null : Object.assign(new Error('gone'), { code: 'ENOENT' }));
    },
    writeSync(file: number, data: Buffer, offset: number, length: number, position: number): number {
      if (disk === 'ENOSPC' || disk === 'EIO') throw Object.assign(new Error('no'), { code: disk });
      return real.writeSync(file, data, offset, disk === 'short write' ? length >> 1 : length, position);
    },
    write(file: number, data: Buffer, offset: number, length: number, position: number, written: Written): void {
      if (disk !== 'ENOSPC' && disk !== 'EIO') {
        real.write(file, data, offset, disk === 'short write' ? length >> 1 : length, position, written);
      } else {
        const error = Object.assign(new Error('no'), { code: disk });
        setImmediate(() => written(error, 0));
      }
    },
  };
});
afterEach(() => (disk = 'fine'));

const LOSS: LossId = 'operations_beyond_tree';
const NO_COVERAGE = { caches: [], externals: [], instrumented: [], notSeen: [], profiles: [], memory: [] };

interface Planned {
  readonly disk: Disk;
  readonly ticks: number;
  readonly losses: number;
}

/** A process that counts for itself what it has measured and lost. */
class CountingProcess {
  readonly folder: string = path.join(temporaryFolder(), 'run');
  ticks = 0;
  losses = 0;
  readonly #names = new NameTable();
  readonly #tickId = this.#names.intern('tick', 'onTick');
  readonly #running: RunningSegment = runningSegment({ names: this.#names });
  readonly #writer: RecordWriter;
  readonly #tiers: SegmentTiers;
  #seconds = 0;

  constructor() {
    jest.requireActual<typeof import('node:fs')>('node:fs').mkdirSync(this.folder);
    this.#writer = new RecordWriter({
      path: path.join(this.folder, '4711-c0ffee00.tks'),
      header: encodeHeader(BOT),
      now: () => 0 as Nanoseconds,
      wrote: () => {},
      failed: () => {},
      losses: this.#running.losses,
    });
    this.#tiers = new SegmentTiers((unit, tier) => this.#writer.write(unit, tier));
  }

  /** Ten seconds. */
  async go(planned: Planned, mergesMinutes = false): Promise<void> {
    const segment = this.#cut(planned);
    this.#writer.write(segment);
    if (mergesMinutes) this.#tiers.add(segment);
    while (this.#tiers.mergeSlice(16));
    while (this.#writer.overdueNanos !== Infinity) await new Promise((resolve) => setImmediate(resolve));
  }

  end(planned: Planned): void {
    this.#writer.finish({ ...this.#cut(planned), final: true });
  }

  #cut({ ticks, losses, ...planned }: Planned): ReturnType<RunningSegment['cut']> {
    disk = planned.disk;
    if (disk === 'folder removed') rmSync(this.folder, { recursive: true, force: true });
    for (let tick = 0; tick < ticks; tick++) {
      this.#running.tickStarted();
      this.#running.tickClosed(buildTrace([{ start: 0, end: 1_000, operationId: this.#tickId }]), undefined);
    }
    if (losses > 0) this.#running.losses.add(LOSS, losses);
    this.ticks += ticks;
    this.losses += losses;
    this.#seconds += 10;
    return this.#running.cut((this.#seconds * SECOND) as Nanoseconds, NO_COVERAGE);
  }
}

/** @returns what a report of the whole record says */
function told(folder: string): { ticks: number; missing: number; losses: number; notes: readonly string[] } {
  const { segments, notes } = readSources([folder], { directory: folder });
  const report = buildReport(segments, notes);
  const lost = (id: LossId): number => report.losses.find(({ cause }) => cause === id)?.count ?? 0;
  return {
    ticks: report.ticks.count,
    missing: lost('ticks_in_missing_segments'),
    losses: lost(LOSS),
    notes: report.notes,
  };
}

const FINE: Planned = { disk: 'fine', ticks: 3, losses: 0 };
const DISKS: readonly Disk[] = ['ENOSPC', 'EIO', 'short write', 'folder removed'];

it.each(DISKS)('a segment with losses that is lost by %s', async (fault) => {
  const program = new CountingProcess();
  await program.go(FINE);
  await program.go({ disk: fault, ticks: 53, losses: 7 });
  await program.go(FINE);
  program.end(FINE);
  const missing = fault === 'folder removed' ? 56 : 53;
  expect(told(program.folder)).toEqual({ ticks: 62 - missing, missing, losses: 7, notes: expect.any(Array) });
});

it('counts exactly what is not there, whatever fails and whenever', async () => {
  const planned = fc.record({
    disk: fc.constantFrom<Disk>('fine', 'fine', ...DISKS),
    ticks: fc.nat(5),
    losses: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(planned, { maxLength: 12 }), async (plan) => {
      const program = new CountingProcess();
      for (const each of plan) await program.go(each);
      program.end(FINE);
      const { ticks, missing, losses } = told(program.folder);
      expect([ticks + missing, losses]).toEqual([program.ticks, program.losses]);
    }),
    { seed: 20_261_129, numRuns: 60 },
  );
});

it('has what one segment misses in its minute', async () => {
  const program = new CountingProcess();
  for (let number = 0; number < 14; number++) {
    await program.go({ disk: number === 8 ? 'EIO' : 'fine', ticks: number, losses: 1 }, true);
  }
  program.end(FINE);
  expect(told(program.folder)).toMatchObject({ ticks: program.ticks, missing: 0, losses: program.losses });
});

it('counts for a window what is missing in it, and nothing of before', async () => {
  const program = new CountingProcess();
  await program.go({ disk: 'EIO', ticks: 100, losses: 10 });
  await program.go({ disk: 'fine', ticks: 20, losses: 2 });
  await program.go({ disk: 'EIO', ticks: 30, losses: 3 });
  program.end({ disk: 'fine', ticks: 40, losses: 4 });
  const { segments } = readSources([program.folder], { directory: 'x' });
  const sinceUnixMillis = Math.max(
    ...segments.filter(({ ticks }) => ticks.count === 20).map(({ fromUnixMillis }) => fromUnixMillis),
  ) as UnixMilliseconds;
  const window = { option: '--since', sinceUnixMillis };
  const inWindow = buildReport(readSources([program.folder], { directory: 'x', window }).segments, []);
  expect(inWindow.ticks.count).toBe(60);
  const losses = Object.fromEntries(inWindow.losses.map(({ cause, count }) => [cause, count]));
  expect(losses).toMatchObject({ [LOSS]: 9, ticks_in_missing_segments: 30 });
});

it('says nothing of a record that is whole', async () => {
  const program = new CountingProcess();
  await program.go(FINE);
  program.end(FINE);
  expect(told(program.folder)).toEqual({ ticks: 6, missing: 0, losses: 0, notes: [] });
});
