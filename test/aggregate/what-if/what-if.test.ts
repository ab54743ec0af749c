import * as fc from 'fast-check';
import { SegmentAccumulator } from '../../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../../src/aggregate/tick-analysis.js';
import { Retime } from '../../../src/aggregate/what-if/retime.js';
import { TickThinning, WHAT_IF_TICKS_PER_SECOND } from '../../../src/aggregate/what-if/tick-thinning.js';
import { WHAT_IF_OPERATIONS, WHAT_IF_TICK_OPERATIONS } from '../../../src/aggregate/what-if/what-if.js';
import { BucketArray } from '../../../src/model/histogram/bucket-array.js';
import { bucketIndex } from '../../../src/model/histogram/histogram-buckets.js';
import { addPacked, packBuckets } from '../../../src/model/histogram/packed-buckets.js';
import { NameTable } from '../../../src/model/name-table.js';
import type { OperationRow, RecordSegment } from '../../../src/model/record/record-segment.js';
import { HEAD } from '../measured-stream.js';
import { SEED } from '../random-trace.js';
import { buildTrace } from '../trace-builder.js';

const SECOND = 1e9;

function weights(thinning: TickThinning, second: number, ticks: number, operations = 10, overlap = false): number[] {
  return Array.from({ length: ticks }, (_, tick) => {
    const weight = thinning.weightOf((second + tick / ticks) * SECOND, (second + (tick + 1) / ticks) * SECOND, NaN);
    if (weight > 0) thinning.took(weight, operations, overlap);
    return weight;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('which ticks take part in what-if', () => {
  it('all of them at the rates of most bots, each for itself', () => {
    const thinning = new TickThinning();
    for (let second = 0; second < 20; second++) {
      expect(weights(thinning, second, WHAT_IF_TICKS_PER_SECOND)).toEqual(
        Array.from({ length: WHAT_IF_TICKS_PER_SECOND }, () => 1),
      );
    }
  });

  it.each([2_000, 9_000, 30_000])('at %d a second few enough, which stand for all', (rate) => {
    const thinning = new TickThinning();
    weights(thinning, 0, rate);
    const seconds = Array.from({ length: 15 }, (_, second) => weights(thinning, 1 + second, rate));
    for (const second of seconds) {
      expect(second.filter((weight) => weight > 0).length).toBeLessThan(2.5 * WHAT_IF_TICKS_PER_SECOND);
    }
    expect(Math.abs(sum(seconds.flat()) / (15 * rate) - 1)).toBeLessThan(0.05);
  });

  it('also where symbols take turns: each has its share of them', () => {
    const thinning = new TickThinning();
    const taken = [0, 0, 0, 0];
    for (let second = 0; second < 60; second++) {
      for (const [tick, weight] of weights(thinning, second, 8_000).entries()) taken[tick % 4]! += weight;
    }
    for (const weight of taken) expect(Math.abs(weight / 120_000 - 1)).toBeLessThan(0.05);
  });

  it('in the first second of a burst as well: few, that stand for all', () => {
    let total = 0;
    for (let turn = 0; turn < 20; turn++) {
      const thinning = new TickThinning();
      for (let before = 0; before < turn; before++) thinning.weightOf(before, before, NaN);
      const burst = weights(thinning, 5, 50_000);
      expect(burst.filter((weight) => weight > 0).length).toBeLessThan(12 * WHAT_IF_TICKS_PER_SECOND);
      total += sum(burst);
    }
    expect(Math.abs(total / (20 * 50_000) - 1)).toBeLessThan(0.1);
  });

  it('those that queued behind each other together, up to 64, and no fewer of them', () => {
    const thinning = new TickThinning();
    weights(thinning, 0, 8_000);
    const runs: number[] = [];
    let total = 0;
    for (let tick = 0; tick < 80_000; tick++) {
      // Each closes where the next one starts, and the next one had come before.
      const start = SECOND * (1 + tick / 8_000);
      const weight = thinning.weightOf(start, start + SECOND / 8_000, 1_000);
      if (weight > 0) thinning.took(weight, 10, false);
      if (weight !== runs.at(-1)) runs.push(weight);
      total += weight;
    }
    expect(runs.length).toBeLessThanOrEqual(Math.ceil(80_000 / 65));
    expect(Math.abs(total / 80_000 - 1)).toBeLessThan(0.1);
  });

  it('nobody by when it ended: an older one does not begin the second anew', () => {
    const thinning = new TickThinning();
    weights(thinning, 3, 20_000);
    expect(thinning.weightOf(2 * SECOND, 2 * SECOND, NaN)).not.toBe(1);
  });

  it('fewer of those that are more work: 512 operations that overlap are 129 times as much', () => {
    const thinning = new TickThinning();
    weights(thinning, 0, 400, 512, true);
    const seconds = Array.from({ length: 200 }, (_, second) => weights(thinning, 1 + second, 400, 512, true));
    const taken = seconds.flat().filter((weight) => weight > 0).length / 200;
    expect(taken).toBeLessThan((1.5 * WHAT_IF_TICKS_PER_SECOND) / 129);
    expect(Math.abs(sum(seconds.flat()) / (200 * 400) - 1)).toBeLessThan(0.1);
  });
});

/** One tick in which operations follow each other, each of a millisecond times its place. */
class Ticks {
  readonly #names = new NameTable();
  segment = new SegmentAccumulator(this.#names, new TickAnalysis(() => false));
  readonly #everyNanos: number;
  #now = 0;

  constructor(everyNanos: number = SECOND) {
    this.#everyNanos = everyNanos;
  }

  add(operations: readonly { readonly name: string; readonly nanos: number }[], overlapping = false): void {
    let now = this.#now;
    const children = operations.map(({ name, nanos }) => {
      const start = now;
      if (!overlapping) now += nanos;
      return { parent: 0, start, end: start + nanos, operationId: this.#names.intern('indicator', name) };
    });
    const end = Math.max(...children.map((child) => child.end));
    const root = { start: this.#now, end, operationId: this.#names.intern('tick', 'onTick') };
    this.segment.tickStarted();
    this.segment.tickClosed(buildTrace([root, ...children]), undefined);
    this.#now += this.#everyNanos;
  }

  cut(): RecordSegment {
    const segment = this.segment.toSegment(HEAD);
    this.segment = this.segment.next();
    return segment;
  }
}

function whatIfOf({ operations }: RecordSegment, name: string): OperationRow['whatIf'] {
  return operations.find((row) => row.name === name)?.whatIf;
}

describe('what a segment keeps of what-if', () => {
  it('where its ticks go with an operation a quarter, half, three quarters and all faster', () => {
    const ticks = new Ticks();
    ticks.add([
      { name: 'ema', nanos: 4_000_000 },
      { name: 'rsi', nanos: 1_000_000 },
    ]);
    const segment = ticks.cut();
    const from = bucketIndex(6, 5_000_000);
    expect(segment.whatIf).toEqual({ buckets: [from, 1], withWait: 0, leftOut: 0 });
    const goesTo = [4_000_000, 3_000_000, 2_000_000, 1_000_000].map((nanos) => bucketIndex(6, nanos));
    expect(whatIfOf(segment, 'ema')).toEqual({
      ticks: 1,
      missed: 0,
      // 819 of 1,024 parts of the tick.
      squaresByTick: [bucketIndex(4, 5_000_000), 819 ** 2],
      shifts: goesTo.map((to) => [to, 1, 0, from - to - 1, -1]),
    });
  });

  it('of calls of one operation side by side all faster, and not the longest only', () => {
    const ticks = new Ticks();
    ticks.add(
      [
        { name: 'ema', nanos: 4_000_000 },
        { name: 'ema', nanos: 3_900_000 },
        { name: 'rsi', nanos: 500_000 },
      ],
      true,
    );
    const from = bucketIndex(6, 4_000_000);
    const goesTo = [3_000_000, 2_000_000, 1_000_000, 500_000].map((nanos) => bucketIndex(6, nanos));
    expect(whatIfOf(ticks.cut(), 'ema')?.shifts).toEqual(goesTo.map((to) => [to, 1, 0, from - to - 1, -1]));
  });

  it('no shifts of an operation that is less than a hundredth of the tick', () => {
    const ticks = new Ticks();
    ticks.add([
      { name: 'ema', nanos: 991_000 },
      { name: 'rsi', nanos: 9_000 },
    ]);
    expect(whatIfOf(ticks.cut(), 'rsi')).toMatchObject({ ticks: 0, shifts: [] });
  });

  it('shifts of so many operations, from the second segment on of the heaviest; of others how many ticks they were in', () => {
    const ticks = new Ticks();
    const light = Array.from({ length: WHAT_IF_OPERATIONS }, (_, place) => ({ name: `light ${place}`, nanos: 20_000 }));
    const heavy = { name: 'heavy', nanos: 500_000 };
    ticks.add([...light, heavy]);
    expect(whatIfOf(ticks.cut(), 'heavy')).toMatchObject({ ticks: 1, missed: 1, shifts: [] });
    ticks.add([...light, heavy]);
    const second = ticks.cut();
    expect(whatIfOf(second, 'heavy')).toMatchObject({ ticks: 1, missed: 0 });
    const withShifts = second.operations.filter(({ whatIf }) => (whatIf?.shifts.length ?? 0) > 0);
    expect(withShifts).toHaveLength(WHAT_IF_OPERATIONS);
  });

  it('the same operations while none weighs twice as much as another', () => {
    const ticks = new Ticks();
    const all = Array.from({ length: WHAT_IF_OPERATIONS + 1 }, (_, place) => ({ name: `op ${place}`, nanos: 20_000 }));
    const last = `op ${WHAT_IF_OPERATIONS}`;
    ticks.add(all);
    ticks.cut();
    ticks.add(all.map(({ name }) => ({ name, nanos: name === last ? 39_000 : 20_000 })));
    expect(whatIfOf(ticks.cut(), last)).toMatchObject({ missed: 1 });
    ticks.add(all);
    expect(whatIfOf(ticks.cut(), last)).toMatchObject({ missed: 1 });
  });

  it('of ticks that come fast few that stand for all, so that its work is bounded', () => {
    const timed = jest.spyOn(Retime.prototype, 'read');
    const ticks = new Ticks(SECOND / 5_000);
    const overlapping = Array.from({ length: 8 }, (_, place) => ({
      name: `query ${place}`,
      nanos: 1_000 * (1 + place),
    }));
    for (let tick = 0; tick < 15_000; tick++) ticks.add(overlapping, true);
    const { buckets = [] } = ticks.cut().whatIf ?? {};
    // Three seconds; the first begins as if each tick could take part.
    expect(timed.mock.calls.length).toBeLessThan(4 * WHAT_IF_TICKS_PER_SECOND);
    expect(timed.mock.calls.length).toBeGreaterThan(0);
    expect(Math.abs((buckets[1] as number) / 15_000 - 1)).toBeLessThan(0.1);
    timed.mockRestore();
  });

  it('of a tick in which too much overlaps that it was left out, and of one in which it is one after the other all', () => {
    const ticks = new Ticks();
    const many = Array.from({ length: WHAT_IF_TICK_OPERATIONS }, (_, place) => ({ name: 'ema', nanos: 1_000 + place }));
    ticks.add(many, true);
    ticks.add(many);
    expect(ticks.cut().whatIf).toMatchObject({ leftOut: 1, buckets: [expect.any(Number), 1] });
  });
});

describe('buckets as a short list', () => {
  it('come back as they were', () => {
    const anyBuckets = fc.array(fc.tuple(fc.integer({ min: -700, max: 500 }), fc.integer({ min: -9, max: 9 })));
    fc.assert(
      fc.property(anyBuckets, (amounts) => {
        const buckets = new BucketArray();
        for (const [index, amount] of amounts) buckets.add(index, amount);
        const again = new BucketArray();
        addPacked(again, packBuckets(buckets));
        expect(again.toData()).toEqual(buckets.toData());
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('waiting before a tick for which nobody held the loop', () => {
  it('is shorter by what it is made shorter by, as in a queue of the program', () => {
    const names = new NameTable();
    const operationId = names.intern('tick', 'onTick');
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    for (let tick = 0; tick < 100; tick++) {
      segment.tickStarted();
      segment.tickClosed(
        buildTrace([{ start: tick * 1e7, end: tick * 1e7 + 100_000, operationId }]),
        undefined,
        1_000_000,
      );
    }
    const row = segment.toSegment(HEAD).operations.find(({ kind, name }) => kind === 'wait' && name === 'start');
    const shifts = new BucketArray();
    addPacked(shifts, (row as OperationRow).whatIf?.shifts[1] as Parameters<typeof addPacked>[1]);
    expect(shifts.get(bucketIndex(6, 1_100_000))).toBe(-100);
    expect(shifts.get(bucketIndex(6, 600_000))).toBe(100);
  });
});
