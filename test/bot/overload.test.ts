// More ticks than the database can take: whoever waits is not to blame.

import { fixture, runRecorded } from '../support/programs.js';

it('says that the program is overloaded instead of blaming the database', async () => {
  const { report } = await runRecorded([fixture('capture/overloaded.js')]);
  expect(report.verdict.kind).toBe('cannot-keep-up');
  expect(report.verdict.text).toMatch(/arrive faster than they end.*not to blame/s);
  expect(report.ticks.started).toBeGreaterThan(report.ticks.count);
}, 60_000);
