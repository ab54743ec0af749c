// A tick's own time is told apart: the program's synchronous code, and waiting for what nobody traced.

import { fixture, runRecorded } from '../support/programs.js';

it('splits a tick’s own time into work and waiting, as the program measures it itself', async () => {
  const { stdout, report } = await runRecorded([fixture('capture/waits-and-works.js')]);
  const truth = JSON.parse(stdout) as { waited: number; worked: number };
  const criticalPathOf = (kind: string): number =>
    report.operations.find((operation) => operation.kind === kind)?.criticalPathNanos ?? 0;

  // Both sides measured the same run, so a busy machine stretches them together; 10 ms are for what lies between their clocks.
  expect(Math.abs(criticalPathOf('wait') / 1e6 - truth.waited)).toBeLessThan(10);
  expect(Math.abs(criticalPathOf('tick') / 1e6 - truth.worked)).toBeLessThan(10);
  expect(report.operations.find(({ kind }) => kind === 'wait')?.name).toBe('untraced: TradingBot.onTick');
  expect(criticalPathOf('wait') + criticalPathOf('tick')).toBe(report.ticks.maxNanos);
});
