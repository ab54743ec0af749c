// Handlers that behave badly behave the same, and are counted as what they were.

import { countsOf, fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

jest.setTimeout(30_000);

async function runSame(...program: string[]): Promise<Recorded> {
  const command = [fixture(`hostile/${program[0]}`), ...program.slice(1)];
  const [bare, recorded] = await Promise.all([runBare(command), runRecorded(command)]);
  expect(bare.stdout).not.toBe('');
  expect([recorded.stdout, recorded.stderr, recorded.code, recorded.signal]).toEqual([
    bare.stdout,
    bare.stderr,
    bare.code,
    bare.signal,
  ]);
  return recorded;
}

it.each([
  ['settles a promise twice', 'settlesTwice', { started: 100, count: 100, failed: 0, late: 0 }],
  ['calls back twice', 'callsBackTwice', { started: 50, count: 50, failed: 0 }],
  ['throws frozen errors and undefined, and rejects', 'throwsAndRejects', { started: 20, count: 20, failed: 12 }],
  ['is too deep a recursion', 'endlessRecursion', { started: 11, count: 11, failed: 1 }],
  ['is a method behind a proxy', 'proxies', { started: 6, count: 6, failed: 0 }],
  ['freezes its own class', 'frozen', { count: 5 }],
  ['reads itself while it is defined', 'looksAtItself', { started: 1, count: 1 }],
])('a handler that %s', async (_what, name, ticks) => {
  const { report } = await runSame('handlers.js', name);
  expect(report.ticks).toMatchObject(ticks);
  expect(report.notes).toEqual([]);
});

it('10,000 handlers that never settle: all started, none ended, trees of the first 4,096', async () => {
  const { report } = await runSame('handlers.js', 'neverSettles');
  expect(report.ticks).toMatchObject({ started: 10_000, count: 0 });
  expect(report.losses).toEqual([
    {
      cause: 'ticks_beyond_trees',
      count: 10_000 - 4_096,
      text: 'ticks open beyond 4,096 at once: counted, without their trees',
    },
  ]);
});

it('10,000 ticks in flight that all settle: all counted', async () => {
  const { report } = await runSame('handlers.js', 'inFlight');
  expect(report.ticks).toMatchObject({ started: 10_000, count: 10_000, failed: 0, late: 0 });
});

it('recursion of 3,000 calls has stack enough, and the deepest calls are counted as left out', async () => {
  const { report } = await runSame('handlers.js', 'recursion');
  expect(report.ticks).toMatchObject({ started: 2, count: 2, failed: 0 });
  expect(countsOf(report, 'internal')).toEqual({ 'TradingBot.onTick': 2 * 127 });
  expect(report.losses).toEqual([
    { cause: 'calls_too_deep', count: 2 * 2_873, text: 'calls more than 128 deep in others: not measured' },
  ]);
});

it('10,000 operations in one tick are all counted, 2,048 of them in its tree', async () => {
  const { report } = await runSame('handlers.js', 'manyOperations');
  expect(report.ticks).toMatchObject({ started: 3, count: 3 });
  expect(countsOf(report, 'indicator')).toEqual({ 'EmaIndicator.update': 30_000 });
  expect(report.losses).toEqual([
    {
      cause: 'operations_beyond_tree',
      count: 3 * (10_001 - 2_048),
      text: 'operations beyond 2,048 in one tick: counted, not in its tree',
    },
  ]);
});

it('natives that the program replaces: Promise, timers, clocks, JSON.parse, EventEmitter.emit, Module._load', async () => {
  const { report, stdout } = await runSame('replaced-natives.js');
  const { ticks } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { ticks: number };
  expect(report.ticks).toMatchObject({ started: ticks, count: ticks, failed: 0 });
});

it('exports that can only be read', async () => {
  const { report } = await runSame('getters.js');
  expect(report.ticks).toMatchObject({ started: 10, count: 10 });
});
