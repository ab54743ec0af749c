// A program in which each tick starts the next one: no tick is inside the one before it, nor keeps it in memory.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it('counts 100,000 ticks that start each other, in memory that does not grow', async () => {
  const program = [fixture('hostile/self-scheduling.js')];
  const nodeArguments = ['--expose-gc'];
  const [bare, recorded] = await Promise.all([
    runBare(program, { nodeArguments }),
    runRecorded(program, { nodeArguments }),
  ]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  expect(JSON.parse(bare.stdout)).toMatchObject({ ticks: 100_000, hasGrown: false });
  expect(recorded.report.ticks).toMatchObject({ started: 100_000, count: 100_000, late: 0 });
}, 120_000);
