// Functions of packages are wrapped, and the promises that they return are the program's all the same: the same object, the
// same number of microtasks, no rejection handled or unhandled by Tickscope. Each call still counts, and lasts until its promise settles.

import { cpSync } from 'node:fs';
import path from 'node:path';
import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

it('hands on the very promise that a package has made, and ends the call when it settles', async () => {
  const cwd = temporaryFolder();
  cpSync(fixture('capture/returned-promises'), cwd, { recursive: true });
  cpSync(path.join(cwd, 'quote-source'), path.join(cwd, 'node_modules/quote-source'), { recursive: true });
  const [bare, recorded] = await Promise.all([
    runBare(['program.cjs'], { cwd }),
    runRecorded(['program.cjs'], { cwd }),
  ]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);

  const { report } = recorded;
  const calls = JSON.parse(bare.stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, number>;
  const expected = Object.entries(calls).map(([name, count]) => [`quote-source.${name}`, count]);
  expect(countsOf(report, 'external')).toEqual(Object.fromEntries(expected));
  const failed = report.operations.filter((operation) => operation.failed > 0);
  expect(Object.fromEntries(failed.map((operation) => [operation.name, operation.failed]))).toEqual({
    'quote-source.fetchRejected': calls['fetchRejected'],
    'quote-source.fetchRefused': calls['fetchRefused'],
  });
  const pending = report.operations.find(({ name }) => name === 'quote-source.fetchPending');
  // A timer of 20 ms may fire one millisecond early.
  expect((pending?.totalNanos ?? 0) / (pending?.count ?? 1)).toBeGreaterThanOrEqual(19e6);
  expect(report.losses).toEqual([
    expect.objectContaining({
      cause: 'calls_with_other_promises',
      count: calls['fetchLazy'],
    }),
  ]);
});
