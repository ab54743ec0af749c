// A call whose promise is rejected has failed, whoever made the promise; and no promise is handled, and no value looked at, because
// Tickscope wants to know.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it('counts rejected promises of functions that are not async', async () => {
  const program = [fixture('capture/promise-outcomes.cjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);

  const { report } = recorded;
  const counts = report.operations
    .filter(({ kind }) => kind === 'database' || kind === 'tick')
    .map(({ name, count, failed }) => [name, { count, failed }]);
  expect(Object.fromEntries(counts)).toEqual(JSON.parse(bare.stdout.trimEnd().split('\n').at(-1) ?? ''));
  expect(report.ticks).toMatchObject({ count: 16, failed: 8 });
});
