// Calls that `vm` stops by its timeout: what comes after them is measured as before.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it('goes on to count where scripts were stopped in the middle of an indicator or a service', async () => {
  const program = [fixture('hostile/stopped-scripts.js')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  const calls = { onTick: 450, update: 900, load: 450, stopped: 154 };
  expect(JSON.parse(bare.stdout)).toEqual(calls);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  const { ticks, operations, losses } = recorded.report;
  const countOf = (method: string): number => operations.find(({ name }) => name.endsWith(`.${method}`))?.count ?? 0;
  expect(ticks).toMatchObject({ started: 450, count: 450, failed: 0 });
  expect(countOf('load')).toBe(calls.load);
  // The rest of a tick in which an indicator was stopped counts as inside of it: one call a tick, and two outside.
  expect(countOf('update')).toBeLessThanOrEqual(calls.update);
  expect(countOf('update')).toBeGreaterThanOrEqual(calls.update - 79);
  // Each tick with a script that was stopped is a slow one.
  expect(losses.map(({ cause }) => cause)).toEqual(['kept_ticks_beyond_segment']);
});
