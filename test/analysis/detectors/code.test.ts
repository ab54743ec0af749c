// What the program's own code does: synchronous calls, indicators, garbage, and who holds the loop; and what only looks like one of these.

import { detectAll } from '../../../src/analysis/detectors/index.js';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';
import { ownerLabel } from '../../../src/model/owner-table.js';
import type { KeptOperation, KeptTick } from '../../../src/model/record/record-segment.js';
import type { LoopOwnerRow } from '../../../src/model/record/runtime-rows.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { BEGIN } from '../segment-builder.js';
import { findingsOf, idsOf, type PlannedCall, type Recording, recordOf } from './recording.js';

const work: PlannedCall = { kind: 'internal', name: 'Strategy.evaluate', micros: 1_000 };

describe('a synchronous call', () => {
  it.each([
    ['fs.writeFileSync', 'behind the tick'],
    ['fs.appendFileSync', 'behind the tick'],
    ['fs.readFileSync', 'before the first tick'],
    ['fs.existsSync', 'before the first tick'],
    ['fs.readdirSync', 'Read it once before the first tick'],
    ['fs.fstatSync', 'Read it once before the first tick'],
    ['fs.mkdirSync', 'Do it once, before the first tick'],
    ['fs.openSync', 'keep what it opened'],
    ['fs.fsyncSync', 'Flush to the disk behind the tick'],
    ['fs.fdatasyncSync', 'Flush to the disk behind the tick'],
    ['fs.renameSync', 'Change files behind the tick'],
    ['fs.unlinkSync', 'Change files behind the tick'],
    ['fs.ftruncateSync', 'Change files behind the tick'],
    ['child_process.execSync', 'spawn'],
    ['child_process.execFileSync', 'spawn'],
    ['zlib.gzipSync', 'thread pool'],
    ['zlib.brotliCompressSync', 'thread pool'],
    ['crypto.pbkdf2Sync', 'thread pool'],
  ])('is found: %s', (name, advice) => {
    const call: PlannedCall = { kind: 'internal', name, micros: 700, every: 10, location: 'state.js:19' };
    const [finding] = findingsOf({ calls: [work, call] });
    expect(finding).toMatchObject({
      id: 'synchronous-calls',
      severity: 'high',
      location: 'state.js:19',
      evidence: { call: name, 'calls in a tick': '0.10', mean: '700 µs' },
      advice: expect.stringContaining(advice),
    });
  });

  it.each([
    ['what takes next to nothing', { kind: 'internal', name: 'fs.existsSync', micros: 2 }],
    ['code of the program', { kind: 'internal', name: 'Store.writeFileSync', micros: 700 }],
    ['an indicator of that name', { kind: 'indicator', name: 'fs.writeFileSync', micros: 700 }],
    ['a query', { kind: 'query', name: 'fs.writeFileSync', micros: 700 }],
    ['asynchronous work', { kind: 'untraced', name: 'onTick at bot.js:7', micros: 700 }],
  ] as [string, PlannedCall][])('is not found in %s', (_, call) => {
    expect(idsOf({ calls: [work, call] })).not.toContain('synchronous-calls');
  });
});

describe('an indicator', () => {
  const indicator = (more: Partial<PlannedCall['indicator']>, micros = 200): Recording => ({
    calls: [work, { kind: 'indicator', name: 'technicalindicators.sma', micros, indicator: { ...more } }],
  });

  it.each([
    ['half of the calls', { repeated: 100 }],
    ['a fifth of the calls', { repeated: 40 }],
    ['all in their tick', { repeated: 150, repeatedInTick: 150 }],
  ])('that is computed again from the same values is found: %s', (_, more) => {
    expect(idsOf(indicator(more))).toContain('repeated-indicators');
  });

  it('that is computed again in its tick is to be handed on; else its result is to be kept', () => {
    expect(findingsOf(indicator({ repeated: 150, repeatedInTick: 150 }))[0]?.advice).toContain('hand the result');
    expect(findingsOf(indicator({ repeated: 150, repeatedInTick: 3 }))[0]?.advice).toContain('Keep its last result');
    // Handed on, it would still be computed in each tick, from what it was in the tick before.
    expect(findingsOf(indicator({ repeated: 198, repeatedInTick: 132 }))[0]?.advice).toContain('Keep its last result');
  });

  it.each([
    ['is seldom computed again', indicator({ repeated: 39 })],
    ['takes next to nothing', indicator({ repeated: 150 }, 2)],
    ['has input that cannot be read', { calls: [work, { kind: 'indicator', name: 'EMA.update', micros: 200 }] }],
  ] as [string, Recording][])('that %s is not', (_, recording) => {
    expect(idsOf(recording)).not.toContain('repeated-indicators');
  });

  const CALLS = 200;
  it.each([20, 50, 1_000])('that goes through a window of %d values is found', (values) => {
    const ids = idsOf(indicator({ inputLength: values * CALLS, maxInputLength: values }));
    expect(ids).toContain('whole-window-indicators');
  });

  it('is told how its package goes on from one value', () => {
    const more = { inputLength: 50 * CALLS, maxInputLength: 50 };
    expect(findingsOf(indicator({ ...more, library: 'technicalindicators' }))[0]?.advice).toContain('nextValue(price)');
    expect(findingsOf(indicator(more))[0]?.advice).toContain('keep its state');
  });

  it.each([
    ['is to be computed once first', indicator({ inputLength: 50 * CALLS, maxInputLength: 50, repeated: 150 })],
    ['takes one value', indicator({ inputLength: CALLS })],
    ['has a short window', indicator({ inputLength: 14 * CALLS, maxInputLength: 14 })],
    [
      'is computed when a candle closes',
      {
        ticks: 1_000,
        calls: [
          work,
          {
            kind: 'indicator',
            name: 'sma',
            micros: 900,
            every: 5,
            indicator: { inputLength: 50 * CALLS, maxInputLength: 50 },
          },
        ],
      },
    ],
  ] as [string, Recording][])('that %s is not', (_, recording) => {
    expect(idsOf(recording)).not.toContain('whole-window-indicators');
  });
});

describe('garbage in ticks', () => {
  const collecting = (micros: number, every: number): Recording => ({
    calls: [work, { kind: 'wait', name: 'gc', micros, every }],
  });

  it('is found where it makes a tenth of the time in slow ticks', () => {
    expect(idsOf(collecting(2_000, 10))).toContain('collections-in-ticks');
  });

  /** Each tick computes an average and writes a log, and garbage is collected so long after its begin. */
  const keptWith = (...pausedAt: readonly number[]): Recording => {
    const kept = pausedAt.map((startNanos): KeptTick => {
      const operation = (name: string, parent: number, from: number, to: number): KeptOperation => ({
        kind: parent === -1 ? 'tick' : 'indicator',
        name,
        parent,
        location: `${name}.js:3`,
        startNanos: from as Nanoseconds,
        durationNanos: (to - from) as Nanoseconds,
      });
      return {
        ...(recordOf({ calls: [work] }).kept[0] as KeptTick),
        operations: [operation('onTick', -1, 0, 100), operation('ema', 0, 20, 60), operation('log', 0, 60, 80)],
        pauses: [{ kind: 'minor', startNanos: startNanos as Nanoseconds, durationNanos: 5 as Nanoseconds }],
      };
    });
    return { ...collecting(2_000, 10), parts: { kept } };
  };
  const foundIn = (recording: Recording): readonly unknown[] => {
    const finding = findingsOf(recording).find(({ id }) => id === 'collections-in-ticks');
    return [finding?.location, finding?.evidence['most begin in'], finding?.evidence['of those in kept ticks']];
  };

  it('begins where most is allocated: that is named, with its place', () => {
    expect(foundIn(keptWith(20, 40, 59, 30, 45, 10, 60, 99))).toEqual(['ema.js:3', 'indicator ema', '5 of 8 (62.5 %)']);
    expect(foundIn(keptWith(1, 2, 3, 4, 90))).toEqual(['onTick.js:3', 'onTick itself', '5 of 5 (100.0 %)']);
  });

  it('begins anywhere where many allocate, or too seldom to tell', () => {
    expect(foundIn(keptWith(20, 40, 59, 30))).toEqual([undefined, undefined, undefined]);
    expect(foundIn(keptWith(20, 40, 59, 30, 45, 10, 60, 61, 62, 63, 90))).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['short', collecting(50, 10)],
    ['one long collection', collecting(20_000, 100)],
  ])('is not: %s', (_, recording) => {
    expect(idsOf(recording)).not.toContain('collections-in-ticks');
  });
});

describe('who holds the event loop', () => {
  const held = (holder: string, micros = 500): Recording => ({
    calls: [work, { kind: 'wait', name: `loop: ${holder}`, micros }],
  });

  it.each(['timer rebalance (bot.js:41)', 'immediate sendNext (feed.js:32)', 'server connection (web.js:3)'])(
    'is found: %s',
    (holder) => {
      const [finding] = findingsOf(held(holder));
      expect(finding).toMatchObject({ id: 'held-loop', evidence: { 'held by': holder }, severity: 'high' });
      expect(finding?.advice).toContain('setImmediate');
    },
  );

  it.each([
    [{ kind: 'timer', name: 'rebalance', location: 'bot.js:41' }, 'bot.js:41'],
    [{ kind: 'socket', name: 'client', location: 'pg-protocol/dist/index.js:12' }, undefined],
  ] as const)('is named with a place that can be changed: %j', (owner, location) => {
    const row: LoopOwnerRow = {
      ...owner,
      held: new ExponentialHistogram(4).toData(),
      gcNanos: 0 as Nanoseconds,
      stalls: 0,
      stallNanos: 0 as Nanoseconds,
      delayedTicks: 0,
      delayedTickNanos: 0 as Nanoseconds,
    };
    const [finding] = findingsOf({ ...held(ownerLabel(owner)), parts: { owners: [row] } });
    expect([finding?.id, finding?.location]).toEqual(['held-loop', location]);
  });

  it('is told otherwise of sockets, where answers are handled', () => {
    expect(findingsOf(held('socket client (pg-protocol/dist/index.js:12)'))[0]?.advice).toContain('Ask for less');
  });

  it.each([
    ['another tick', held('tick onDepth')],
    ['Tickscope', held('tickscope')],
    ['somebody for a moment', held('timer rebalance', 10)],
  ])('is not: %s', (_, recording) => {
    expect(idsOf(recording)).not.toContain('held-loop');
  });

  it('leaves out what ticks wait for each other when it says how much a cause makes', () => {
    const call: PlannedCall = { kind: 'internal', name: 'fs.writeFileSync', micros: 980 };
    const queue: PlannedCall = { kind: 'wait', name: 'loop: tick onTick', micros: 200_000 };
    const [finding] = findingsOf({ calls: [call, queue] });
    expect(finding).toMatchObject({ severity: 'high', evidence: { 'of the time in slow ticks': '98.0 %' } });
  });
});

it('is low where even slow ticks are within their budget', () => {
  const severityAt = (micros: number): string | undefined =>
    findingsOf({ calls: [{ kind: 'internal', name: 'fs.writeFileSync', micros }] }).find(
      ({ id }) => id === 'synchronous-calls',
    )?.severity;
  expect([severityAt(900), severityAt(1_100)]).toEqual(['low', 'high']);
  const beside = findingsOf({
    calls: [
      { kind: 'internal', name: 'fs.writeFileSync', micros: 900 },
      { kind: 'wait', name: 'loop: tickscope', micros: 900 },
    ],
  });
  expect(beside.map(({ severity }) => severity)).toEqual(['low']);
});

it('makes a finding of a detector that throws, and keeps the others', () => {
  const input = { externals: [], caches: [], feed: [], rows: [] } as never;
  const detect = (): never => {
    throw new TypeError('no rows');
  };
  const found = detectAll(input, [
    { id: 'broken', title: 'Broken', titleOfNone: '', needsAllTicks: true, detect },
    {
      id: 'fine',
      title: 'Fine',
      titleOfNone: '',
      needsAllTicks: true,
      detect: () => [{ share: 0.3 as never, evidence: {}, advice: 'Rest.' }],
    },
  ]);
  expect(found).toEqual([
    { id: 'fine', title: 'Fine', severity: 'high', evidence: {}, advice: 'Rest.' },
    expect.objectContaining({ id: 'broken', severity: 'low', evidence: { error: 'TypeError: no rows' } }),
  ]);
});

describe('a program that nothing measures', () => {
  const withPackages = (telemetry: readonly string[] | undefined, micros = 1_000): Recording => ({
    calls: [{ ...work, micros }],
    parts: {
      processes: [
        {
          id: 'p1',
          pid: 4_711,
          name: 'bot.js',
          nodeVersion: '24.21.0',
          startedAtUnixMillis: BEGIN,
          ...(telemetry !== undefined && { telemetry }),
        },
      ],
    },
  });

  it('is found where its ticks are slow', () => {
    expect(idsOf(withPackages([]))).toContain('nothing-measures');
    expect(idsOf(withPackages([], 100))).not.toContain('nothing-measures');
  });

  it('is none with a package for metrics, nor where none of its packages was seen', () => {
    expect(idsOf(withPackages(['prom-client']))).not.toContain('nothing-measures');
    expect(idsOf(withPackages(undefined))).not.toContain('nothing-measures');
  });
});
