// Contexts of a program: between its ticks it has in them what it put there, and nothing of Tickscope's.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it('leaves nothing in the frames of a program, and what the program entered where it is', async () => {
  const program = [fixture('hostile/frames.js')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  expect(recorded.report.ticks.count).toBe(7_001);
});
