// Parts of the preload that are not there when they are needed: the program does not notice.

import { copyFileSync, cpSync, rmSync } from 'node:fs';
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
