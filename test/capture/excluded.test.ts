// What the configuration excludes is left alone, whatever it is.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROGRAM = [fixture('capture/excluded.js')];

it.each([
  ['nothing', [], 10],
  ['an event', [{ event: 'trade' }], 5],
  ['a pull', ['watchTrades'], 5],
  ['both', [{ event: 'trade' }, 'watch*'], 0],
])('with %s excluded', async (_what, exclude, ticks) => {
  const file = path.join(temporaryFolder(), 'tickscope.config.json');
  writeFileSync(file, JSON.stringify({ exclude }));
  const bare = await runBare(PROGRAM);
  const { report, stdout, stderr, code } = await runRecorded(PROGRAM, { environment: { TICKSCOPE_CONFIG: file } });
  expect([stdout, stderr, code]).toEqual([bare.stdout, bare.stderr, 0]);
  expect(report.ticks.count).toBe(ticks);
  expect(report.coverage.notSeen).toEqual([]);
});
