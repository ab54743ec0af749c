// Public packages that have nothing to do with trading, as the program's own code: the rules apply to all of it.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runBare, runRecorded, withoutTickscopeLines } from '../support/programs.js';
import { copyOutsideNodeModules } from './copied-packages.js';

// Packages outside node_modules are told of deprecated modules that they load, with the process's number.
const options = { nodeArguments: ['--no-deprecation'] };

let folder: string;

beforeAll(async () => {
  folder = await copyOutsideNodeModules('unrelated');
}, 120_000);

it.each([
  ['web-server', '"hooks":200', 200],
  ['build-tool', 'bundle 276!', 500],
  ['chat-bot', '"others":120', 50],
])(
  'there is no tick in a %s',
  async (program, done, leastFiles) => {
    const file = path.join(folder, `${program}.cjs`);
    const bare = await runBare([file], options);
    const { stdout, stderr, code, report } = await runRecorded([file], options);
    expect({ stdout, stderr: withoutTickscopeLines(stderr), code }).toEqual({
      stdout: bare.stdout,
      stderr: bare.stderr,
      code: 0,
    });
    expect(stdout).toContain(done);
    const loaded = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { copied: number; installed: number };
    expect(loaded.installed).toBe(0);
    expect(loaded.copied).toBeGreaterThan(leastFiles);
    expect(report.ticks).toMatchObject({ started: 0, count: 0 });
  },
  60_000,
);

it('there would be, had one of the packages a handler of ticks', async () => {
  const trading = path.join(folder, 'vendor/some-exchange');
  mkdirSync(trading);
  writeFileSync(path.join(trading, 'index.js'), 'exports.onTick = (tick) => console.log(tick.price);\n');
  const program = path.join(folder, 'trading.cjs');
  writeFileSync(program, "require('some-exchange').onTick({ symbol: 'BTC-USD', price: 1 });\n");
  const { stdout, report } = await runRecorded([program]);
  expect([stdout, report.ticks.started]).toEqual(['1\n', 1]);
});
