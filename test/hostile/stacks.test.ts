// Stacks of a program: the frames of Node.js below its own are those that it has without the preload, and as many.

import { fixture, runBare, runRecorded } from '../support/programs.js';

/**
 * What Node.js calls microtasks and `process.nextTick` from depends on whether another timer or immediate is due in the same turn, whoever
 * started it: the drain may. So those frames of Node.js are left out, and not what is printed behind them.
 */
const QUEUE =
  /\n +at (?:process\.processTicksAndRejections|runNextTicks|process\.processImmediate) \([^)]*\)(?:\n +at (?:runNextTicks|listOnTimeout|process\.\w+) \(node:internal[^)]*\))*/g;
const withoutQueue = (stacks: string): string => stacks.replaceAll(QUEUE, '');

it.each([[10], [50]])('prints the same stacks and the same limit, with one of %i frames', async (limit) => {
  const nodeArguments = [`--stack-trace-limit=${limit}`];
  const program = [fixture('hostile/loop-frames.js')];
  const [bare, recorded] = await Promise.all([
    runBare(program, { nodeArguments }),
    runRecorded(program, { nodeArguments }),
  ]);
  expect([withoutQueue(recorded.stdout), recorded.stderr, recorded.code]).toEqual([withoutQueue(bare.stdout), '', 0]);
  expect(recorded.report.ticks.count).toBe(10);
});

it('prints the columns of the program where text has moved: in an ES module, in code of `eval`, and behind an `await`', async () => {
  const program = [fixture('hostile/one-line-functions.as-written.mjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect(bare.stdout).toMatch(/eval at .*one-line-functions\.as-written\.mjs:3:\d+/);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  expect(recorded.report.ticks.count).toBe(3);
});
