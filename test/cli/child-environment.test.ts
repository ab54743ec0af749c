import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { childEnvironment } from '../../src/cli/run/child-environment.js';
import { writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();

it.each(['plain', 'with space', 'with "quotes" and space', 'with back\\slash and space', 'back\\slash'])(
  'names a preload in a folder %s so that Node.js finds it',
  (name) => {
    const register = writeFile(folder, join(name, 'register.js'), 'console.log("loaded")');
    const env = childEnvironment({ NODE_OPTIONS: '--no-warnings' }, { register, runFolder: 'x' });
    expect(execFileSync(process.execPath, ['-e', '0'], { env, encoding: 'utf8' })).toBe('loaded\n');
  },
);

it('adds to the environment and takes nothing away', () => {
  const preload = { register: '/r.js', runFolder: '/runs/1' };
  expect(childEnvironment({ HOME: '/h', TICKSCOPE_RUN: '/old' }, preload)).toEqual({
    HOME: '/h',
    NODE_OPTIONS: '--require /r.js',
    TICKSCOPE_RUN: '/runs/1',
  });
});

it("leaves the program's own setting of how often it writes", () => {
  const preload = { register: '/r.js', runFolder: '/runs/1', segmentMillis: 1_000 };
  expect(childEnvironment({}, preload)).toMatchObject({ TICKSCOPE_SEGMENT_MILLIS: '1000' });
  expect(childEnvironment({ TICKSCOPE_SEGMENT_MILLIS: '500' }, preload)).toMatchObject({
    TICKSCOPE_SEGMENT_MILLIS: '500',
  });
});

it('has the processor sampled where that is asked for, and else leaves it to the environment', () => {
  const preload = { register: '/r.js', runFolder: '/runs/1' };
  const given = { TICKSCOPE_PROFILE: 'false' };
  expect(childEnvironment(given, { ...preload, profile: true })).toMatchObject({ TICKSCOPE_PROFILE: 'true' });
  expect(childEnvironment(given, { ...preload, profile: false })).toMatchObject(given);
});
