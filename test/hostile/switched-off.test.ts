// Switched off, nothing is installed and nothing is written.

import { readdirSync } from 'node:fs';
import { fixture, REGISTER, run, runBare } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(30_000);

const PROGRAM = [fixture('hostile/untouched.js')];

it.each(['OTEL_SDK_DISABLED', 'TICKSCOPE_DISABLED'])('%s=true', async (variable) => {
  const folder = temporaryFolder();
  const environment = { TICKSCOPE_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  const under = (more: Readonly<Record<string, string>>): ReturnType<typeof run> =>
    run([process.execPath, '--require', REGISTER, ...PROGRAM], { environment: { ...environment, ...more } });
  const [bare, off] = await Promise.all([runBare(PROGRAM, { environment }), under({ [variable]: 'true' })]);
  expect(off).toEqual(bare);
  expect(readdirSync(folder)).toEqual([]);
  // And the program does see what is installed.
  const on = await under({});
  expect(on.stdout).not.toBe(bare.stdout);
  expect(readdirSync(folder)).toHaveLength(1);
});
