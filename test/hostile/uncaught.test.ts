// What Node.js prints of an error that nobody catches is the same to the byte, though the line that it would print has insertions.

import { readFileSync } from 'node:fs';
import { fixture, REGISTER, run, runBare, withoutTickscopeLines } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROGRAM = fixture('hostile/uncaught.as-written.js');
const ways = Array.from(
  readFileSync(PROGRAM, 'utf8').matchAll(/^ {2}(?:async )?(on\w+)[:(]/gm),
  ([, way]) => way as string,
);

it.each(ways)('prints the same: %s', async (way) => {
  const folder = temporaryFolder();
  const recordedCommand = [process.execPath, '--require', REGISTER, PROGRAM, way];
  const [bare, recorded] = await Promise.all([
    runBare([PROGRAM, way]),
    run(recordedCommand, { environment: { TICKSCOPE_DIR: folder } }),
  ]);
  expect({ ...recorded, stderr: withoutTickscopeLines(recorded.stderr) }).toEqual(bare);
  expect(bare.stdout + bare.stderr).not.toBe('');
});
