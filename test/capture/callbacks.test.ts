// Calls that end by a callback, and what else they do, are counted once each.

import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';

it('counts a call once, however it ends, and keeps what happens behind a callback in its tick', async () => {
  const program = [fixture('capture/callbacks.js')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);

  const { report, segments } = recorded;
  expect(report.ticks).toMatchObject({ started: 3, count: 3, late: 0 });
  expect(countsOf(report, 'database')).toEqual({
    'QuoteDatabaseService.find': 3,
    'QuoteDatabaseService.remove': 3,
    'QuoteDatabaseService.save': 3,
    'QuoteDatabaseService.update': 3,
  });
  for (const { operations } of segments.flatMap(({ kept }) => kept)) expect(operations).toHaveLength(5);
});
