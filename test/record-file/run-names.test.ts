import {
  furtherFileOf,
  logFileOf,
  newRecordFileName,
  newRunName,
  pidOfFile,
  recordFilePlace,
  runTime,
} from '../../src/record-file/run-names.js';

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

it.each(['4711-c0ffee00.tks', '4711.3-12345678.tks'])('knows every file of a process by the first one, %s', (first) => {
  const log = logFileOf(first);
  expect(recordFilePlace(first)).toEqual({ tier: '', number: 1 });
  for (const place of [
    { tier: '', number: 2 },
    { tier: 'minutes', number: 1 },
    { tier: 'days', number: 31 },
  ]) {
    const file = furtherFileOf(first, place);
    expect([recordFilePlace(file), logFileOf(file), pidOfFile(file)]).toEqual([place, log, 4711]);
  }
});

it.each(['before.tks', '4711-c0ffee00.tks.gz', '4711-c0ffee.tks', 'x4711-c0ffee00.tks', '4711-c0ffee00.weeks-1.tks'])(
  'does not take %s for a file of its own',
  (name) => {
    expect(pidOfFile(name)).toBeUndefined();
  },
);
