// Module-level helpers, the commonest form of database code: however they are exported, and in files called by their folder.

import { countsOf, fixture, runRecorded } from '../support/programs.js';

jest.setTimeout(30_000);

it('counts helpers in the ways in which programs export them', async () => {
  const { report, code, stderr } = await runRecorded([fixture('database/helpers/program.mjs')]);
  expect([code, stderr]).toEqual([0, '']);
  expect(countsOf(report, 'database')).toEqual({
    'db.query': 2 + 3,
    'db.transaction': 3,
    'database.query': 4 + 5,
    'database.queryOne': 5,
    'pool.query': 6 + 7,
    'pool.execute': 7,
    'postgres.sql': 8,
  });
});
