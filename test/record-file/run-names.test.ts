import { newRecordFileName, newRunName, runTime } from '../../src/record-file/run-names.js';

it('names a run by its start in UTC', () => {
  const name = newRunName(new Date('2026-01-02T03:04:05.678Z'));
  expect(name).toMatch(/^run-20260102-030405-[0-9a-f]{4}$/);
  expect(runTime(name)).toBe('20260102-030405');
});

it.each(['run-1', 'run-20260102-030405', 'x-run-20260102-030405-abcd', 'run-20260102-030405-abcd.tks'])(
  'does not take %s for a run',
  (name) => {
    expect(runTime(name)).toBeUndefined();
  },
);

it('names a file by its process, never twice the same', () => {
  const names = new Set(Array.from({ length: 100 }, () => newRecordFileName(4711)));
  expect(names.size).toBe(100);
  for (const name of names) expect(name).toMatch(/^4711-[0-9a-f]{8}\.tks$/);
  expect(newRecordFileName(4711, 3)).toMatch(/^4711\.3-[0-9a-f]{8}\.tks$/);
});
