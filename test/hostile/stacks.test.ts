// Stacks of a program: the frames of Node.js below its own are those that it has without the preload, and as many.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it.each([[10], [50]])('prints the same stacks and the same limit, with one of %i frames', async (limit) => {
  const nodeArguments = [`--stack-trace-limit=${limit}`];
  const program = [fixture('hostile/loop-frames.js')];
  const [bare, recorded] = await Promise.all([
    runBare(program, { nodeArguments }),
    runRecorded(program, { nodeArguments }),
  ]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  expect(recorded.report.ticks.count).toBe(10);
});

it('prints the columns of the program where text has moved: in an ES module, in code of `eval`, and behind an `await`', async () => {
  const program = [fixture('hostile/one-line-functions.as-written.mjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect(bare.stdout).toMatch(/eval at .*one-line-functions\.as-written\.mjs:3:\d+/);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  expect(recorded.report.ticks.count).toBe(3);
});
