// Parts of the preload that are not there when they are needed, or whose code was spoiled: the program does not notice.

import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, REGISTER, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const program = fixture('processes/spans-and-ticks.cjs');

/** @returns the preload of a copy that has all parts but these */
function preloadWithout(...parts: readonly string[]): string {
  const copy = temporaryFolder();
  copyFileSync(REGISTER, path.join(copy, 'register.js'));
  cpSync(path.join(path.dirname(REGISTER), 'preload'), path.join(copy, 'preload'), { recursive: true });
  for (const part of parts) rmSync(path.join(copy, 'preload', `${part}.js`));
  return path.join(copy, 'register.js');
}

it('runs as without Tickscope where nothing of it can be loaded, and says so', async () => {
  const bare = await runBare([program]);
  const nodeArguments = ['--require', preloadWithout('core')];
  const { stdout, code, stderr } = await runBare([program], { nodeArguments });
  expect([stdout, code]).toEqual([bare.stdout, 0]);
  expect(stderr).toMatch(/^tickscope: its files cannot be loaded: Error: ENOENT.*\. The program runs without it\.\n$/);
});

it('leaves files as they are where the parser cannot be loaded, and names them in the report', async () => {
  const { stdout, code, stderr, report } = await runRecorded([program], { register: preloadWithout('parser') });
  expect([stdout, code, stderr]).toEqual(['span true\n', 0, '']);
  expect(report.coverage.notSeen).toMatchObject([{ why: expect.stringContaining('could not be read: Error: ENOENT') }]);
});

it('runs as without Tickscope where the doctor is asked for and cannot be loaded, and says so', async () => {
  const bare = await runBare([program]);
  const environment = { TICKSCOPE_DOCTOR: 'true', TICKSCOPE_DIR: temporaryFolder() };
  const { stdout, code, stderr } = await runBare([program], {
    nodeArguments: ['--require', preloadWithout('doctor')],
    environment,
  });
  expect([stdout, code]).toEqual([bare.stdout, 0]);
  expect(stderr).toMatch(/^tickscope: could not start: Error: ENOENT.*\. The program runs without it\.\n$/);
});

it('makes no spans where the SDK cannot be loaded, and measures ticks nevertheless', async () => {
  const { stdout, code, stderr, report } = await runRecorded([program], { register: preloadWithout('spans') });
  expect([stdout, code, stderr]).toEqual(['span false\n', 0, '']);
  expect(report.ticks.count).toBe(1);
});

it('has the SDK when the program makes its first span, with the program’s spans in its ticks', async () => {
  const { stdout, code, stderr, report } = await runRecorded([program]);
  expect([stdout, code, stderr]).toEqual(['span true\n', 0, '']);
  expect(report.ticks.count).toBe(1);
  expect(report.operations.find(({ name }) => name === 'inside')).toMatchObject({ kind: 'internal', count: 1 });
});

/** By name: which file it is, and when it was written. */
function filesOf(folder: string): Record<string, string> {
  const stats = readdirSync(folder).map((name) => [name, statSync(path.join(folder, name))] as const);
  return Object.fromEntries(stats.map(([name, { ino, mtimeMs }]) => [name, `${ino} ${mtimeMs}`]));
}

it('takes the code of its last start, makes it anew where it was spoiled, and measures the same', async () => {
  const code = path.join(temporaryFolder(), 'code');
  const environment = { TICKSCOPE_CODE_CACHE: code };
  const first = await runRecorded([program], { environment });
  const made = filesOf(code);
  expect(Object.keys(made).map((name) => name.replace(/-.*/, ''))).toEqual(['core', 'parser']);
  const second = await runRecorded([program], { environment });
  // V8 has taken it: else it would have been written again.
  expect(filesOf(code)).toEqual(made);

  for (const name of Object.keys(made)) {
    const bytes = readFileSync(path.join(code, name));
    writeFileSync(path.join(code, name), bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 9_000));
  }
  const spoiled = filesOf(code);
  const third = await runRecorded([program], { environment });
  const again = filesOf(code);
  expect(Object.keys(again)).toEqual(Object.keys(made));
  for (const name of Object.keys(made)) expect(again[name]).not.toBe(spoiled[name]);
  for (const { stdout, stderr, code: exitCode, report } of [first, second, third]) {
    expect([stdout, stderr, exitCode, report.ticks.count]).toEqual(['span true\n', '', 0, 1]);
  }
});

it('takes no code where V8 refuses it, and runs', async () => {
  const environment = { TICKSCOPE_CODE_CACHE: path.join(temporaryFolder(), 'code') };
  await runRecorded([program], { environment });
  for (const flag of ['--jitless', '--no-opt', '--stack-size=900', '--expose-gc', '--use-strict']) {
    const { stdout, stderr, code, report } = await runRecorded([program], { environment, nodeArguments: [flag] });
    expect([flag, stdout, stderr, code, report.ticks.count]).toEqual([flag, 'span true\n', '', 0, 1]);
  }
});
