// However a program ends, it ends as without the preload, and what was measured until then is in the report.

import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, REGISTER, run, runBare, runRecorded, withoutTickscopeLines } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

it.each([
  ['throws in a tick', 'throws.js', { started: 3, count: 3, failed: 1 }],
  ['rejects in a tick', 'rejects.js', { started: 3, count: 3, failed: 1 }],
  ['exits in mid-tick', 'exits-in-mid-tick.js', { started: 3, count: 2, failed: 0 }],
  ['handles rejections late', 'handles-rejection.js', { started: 4, count: 4, failed: 4 }],
  ['has no tick', 'no-tick.js', { started: 0, count: 0, failed: 0 }],
])('a program that %s: same output, same stack, same exit code', async (_what, name, ticks) => {
  const program = [fixture(`capture/${name}`)];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect(recorded.stdout).toBe(bare.stdout);
  expect(recorded.stderr).toBe(bare.stderr);
  expect([recorded.code, recorded.signal]).toEqual([bare.code, bare.signal]);
  expect(recorded.report.ticks).toMatchObject(ticks);
});

it('a program without ticks is told so, and what would be one', async () => {
  const { report } = await runRecorded([fixture('capture/no-tick.js')]);
  expect(report.verdict.kind).toBe('no-ticks');
  expect(report.verdict.text).toContain('onTick');
});

it('a preload that is given twice says so in one line and records once', async () => {
  const program = [fixture('capture/throws.js')];
  const bare = await runBare(program);
  const twice = await runRecorded(program, { nodeArguments: ['--require', REGISTER] });
  expect(twice.stderr).toMatch(/^tickscope: the preload was given twice/);
  expect(withoutTickscopeLines(twice.stderr)).toBe(bare.stderr);
  expect(twice.report.ticks.started).toBe(3);
});

it('a second copy of the package says so in one line and records nothing', async () => {
  const folder = temporaryFolder();
  cpSync(path.dirname(REGISTER), folder, { recursive: true });
  symlinkSync(path.join(path.dirname(REGISTER), '../node_modules'), path.join(folder, 'node_modules'));
  const program = [fixture('capture/throws.js')];
  const bare = await runBare(program);
  const twice = await runRecorded(program, { nodeArguments: ['--require', path.join(folder, 'register.js')] });
  expect(twice.stderr).toMatch(/^tickscope: the preload was given twice/);
  expect(withoutTickscopeLines(twice.stderr)).toBe(bare.stderr);
  expect([twice.code, twice.report.ticks.started]).toEqual([bare.code, 3]);
});

it('a record that cannot be kept costs one line that names the folder and the way out', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  const program = [fixture('capture/exits-in-mid-tick.js')];
  const bare = await runBare(program);
  const beneath = await run([process.execPath, '--require', REGISTER, ...program], {
    environment: { TICKSCOPE_DIR: path.join(file, 'records') },
  });
  expect([beneath.stdout, beneath.code]).toEqual([bare.stdout, bare.code]);
  expect(beneath.stderr).toMatch(/^tickscope: cannot keep a record in .*a-file.*ENOTDIR.*TICKSCOPE_DIR.*\n$/);
});

describe('a disk that fills', () => {
  const program = [fixture('capture/ticks-for-a-while.js')];
  const full = (bytes: number): Promise<Awaited<ReturnType<typeof runRecorded>>> =>
    runRecorded(program, {
      // The fixture has to stand before the preload, which takes the functions that it finds.
      environment: {
        NODE_OPTIONS: `--require ${JSON.stringify(fixture('capture/full-disk.js'))}`,
        FULL_DISK_BYTES: String(bytes),
        TICKSCOPE_SEGMENT_MILLIS: '100',
      },
    });

  it('leaves the program alone, says so once, and keeps what was written', async () => {
    // Less than half of what the program leaves, and more than its longest segment.
    const [bare, recorded] = await Promise.all([runBare(program), full(60_000)]);
    expect([recorded.stdout, recorded.code]).toEqual([bare.stdout, bare.code]);
    expect(recorded.stderr).toMatch(/^tickscope: cannot write to .*ENOSPC.*TICKSCOPE_DIR.*\n$/);
    expect(recorded.report.ticks.count).toBeGreaterThan(0);
    expect(recorded.report.ticks.count).toBeLessThan(2_000);
  });
});

it('a Node that is too old is told which one to use, and the program runs', async () => {
  // The version is what the preload asks; a preload before it can change the answer.
  const older = path.join(temporaryFolder(), 'older.js');
  writeFileSync(
    older,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });",
  );
  const outcome = await run([
    process.execPath,
    '--require',
    older,
    '--require',
    REGISTER,
    fixture('capture/no-tick.js'),
  ]);
  expect(outcome.stderr).toMatch(/^tickscope: Node 20\.20\.2 is not supported: use .*Node 24.*\n$/);
  expect([outcome.stdout, outcome.code]).toEqual(['1 2 3\n', 5]);
});
