// Symbol and time of events, in every position of a handler's arguments, by the program's own counts.

import { fixture, runBare, runRecorded } from '../support/programs.js';

jest.setTimeout(30_000);

it('are found beside other arguments, in envelopes, lists and rows', async () => {
  const program = [fixture('ticks/event-arguments.cjs')];
  const recorded = await runRecorded(program);
  const bare = await runBare(program);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, bare.code]);
  const { ticks, aged, symbols } = JSON.parse(bare.stdout) as {
    ticks: number;
    aged: number;
    symbols: Record<string, number>;
  };
  const { report } = recorded;
  expect(report.ticks.count).toBe(ticks);
  expect(Object.fromEntries(report.ticks.bySymbol.map(({ name, count }) => [name, count]))).toEqual(symbols);
  expect(report.ticks.age?.count).toBe(aged);
});
