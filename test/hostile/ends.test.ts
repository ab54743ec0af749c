// A program that is ended from outside, or that ends itself where no hook runs, ends as without the preload, and its record
// covers everything up to the last segment that was written.

import { fixture, runBare, runRecorded, type RunOptions, withoutTickscopeLines } from '../support/programs.js';

const WRITES_OFTEN = { environment: { TICKSCOPE_SEGMENT_MILLIS: '100' } };

/** The addresses of a native stack are others in each process. */
const withoutAddresses = (text: string): string => text.replaceAll(/0x[0-9a-f]+/g, '0x0');

async function expectSameEnd(program: readonly string[], options: RunOptions = {}): ReturnType<typeof runRecorded> {
  const [bare, recorded] = await Promise.all([
    runBare(program, options),
    runRecorded(program, { ...options, ...WRITES_OFTEN }),
  ]);
  expect([recorded.stdout, recorded.code, recorded.signal]).toEqual([bare.stdout, bare.code, bare.signal]);
  expect(withoutAddresses(withoutTickscopeLines(recorded.stderr))).toBe(withoutAddresses(bare.stderr));
  return recorded;
}

jest.setTimeout(30_000);

describe.each([
  ['SIGTERM', [], { kill: { after: 'ready', signal: 'SIGTERM' } }],
  ['SIGINT', [], { kill: { after: 'ready', signal: 'SIGINT' } }],
  ['SIGKILL', [], { kill: { after: 'ready', signal: 'SIGKILL' } }],
  ['process.abort()', ['abort'], {}],
  ['process.reallyExit(3)', ['reallyExit'], {}],
] as const)('%s in mid-run', (_what, args, options) => {
  it('ends the program as before, and the report says until when it covers', async () => {
    const { segments, report } = await expectSameEnd([fixture('hostile/killed.js'), ...args], options);
    expect(segments.length).toBeGreaterThanOrEqual(2);
    expect(report.ticks.started).toBe(segments.reduce((sum, { ticks }) => sum + ticks.started, 0));
    expect(report.ticks.count).toBeGreaterThan(0);
    expect(report.notes).toEqual([
      expect.stringMatching(
        /^killed\.js \(process \d+\) was killed before its last write, could not write it, or is still running: the report covers it up to \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$|^\S+\.tks is cut off at .* The report covers everything up to /,
      ),
    ]);
  });
});

it.each([
  ['handles uncaughtException and lives on', 'lives-on.js', 9, { started: 8, count: 8, failed: 2 }],
  ['waits at its top level for a promise that never settles', 'unsettled.mjs', 13, { started: 1, count: 0, failed: 0 }],
])('a program that %s: same output, same exit code, and a whole record', async (_what, name, code, ticks) => {
  const recorded = await expectSameEnd([fixture(`hostile/${name}`)]);
  expect(recorded.code).toBe(code);
  expect(recorded.report.ticks).toMatchObject(ticks);
  expect(recorded.report.notes).toEqual([]);
});

it('records workers beside the main thread: one that ends, one that is terminated in mid-tick, one that throws', async () => {
  const { report } = await expectSameEnd([fixture('hostile/workers.js')]);
  expect(report.program).toMatchObject({ name: 'worker, workers.js', processes: 4 });
  // Ten in the main thread, seven in each worker, and the one that was open at the end of its worker is in no segment.
  expect(report.ticks).toMatchObject({ count: 31, failed: 0 });
  expect(Object.fromEntries(report.ticks.byName.map(({ name, count }) => [name, count]))).toEqual({
    'TradingBot.onTick': 10,
    'WorkerBot.onTick': 21,
  });
  expect(report.notes).toEqual([
    expect.stringMatching(
      /^worker \(process \d+, worker thread \d+\) was killed before its last write|^\S+\.tks is cut off at /,
    ),
  ]);
});
