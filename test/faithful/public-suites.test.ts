// Test suites that other people wrote give the same results under the preload as without, with every function of what they
// test configured as an operation. What is tested is copied outside of `node_modules`: there, only packages are.

import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { installFixture } from '../support/installed-fixture.js';
import { countsOf, fixture, type Outcome, runBare, runRecorded, withoutTickscopeLines } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FIXTURE = 'public-suites';
const COPIED = ['bluebird', 'fastq', 'mqemitter', 'promises-aplus-tests', 'steed'];

/** The suite rejects promises that nobody handles, which mocha would take for failures. */
const PROMISE_FLAGS = ['--unhandled-rejections=none', '--no-warnings'];

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly flags: readonly string[];
  /** Of its last lines, what says that all of its tests have run and passed. */
  readonly passed: RegExp;
}

const promiseSuite = (adapter: string): Suite => ({
  name: `Promises/A+ on promises of ${adapter}`,
  command: ['promises/run.cjs', adapter],
  flags: PROMISE_FLAGS,
  passed: /^# pass 872\n# fail 0\n$/m,
});

const suites: readonly Suite[] = [
  { name: 'fastq, callbacks', command: ['fastq/test/test.js'], flags: [], passed: /^# pass {2}222$/m },
  { name: 'fastq, promises', command: ['fastq/test/promise.js'], flags: [], passed: /^# pass {2}52$/m },
  { name: 'mqemitter', command: ['mqemitter/test/test.js'], flags: [], passed: /pass 33$/m },
  { name: 'steed', command: ['steed/test.js'], flags: [], passed: /^# pass {2}436$/m },
  ...['native', 'own-class', 'bluebird'].map(promiseSuite),
];

let folder: string;

beforeAll(async () => {
  await installFixture(FIXTURE);
  folder = temporaryFolder();
  const source = fixture(FIXTURE);
  const installed = path.join(source, 'node_modules');
  for (const name of ['promises', 'tickscope.config.json']) {
    cpSync(path.join(source, name), path.join(folder, name), { recursive: true });
  }
  for (const name of COPIED) cpSync(path.join(installed, name), path.join(folder, name), { recursive: true });
  symlinkSync(installed, path.join(folder, 'node_modules'), 'dir');
}, 300_000);

it.each(suites)(
  '$name',
  async ({ command, flags, passed }) => {
    const options = { cwd: folder, nodeArguments: flags, timeoutMillis: 240_000 };
    const [bare, recorded] = await Promise.all([runBare(command, options), runRecorded(command, options)]);
    expect(bare.stdout).toMatch(passed);
    expect(results(recorded)).toEqual(results(bare));

    // The packages were reached: each of them calls dozens of functions.
    const calls = Object.values(countsOf(recorded.report, 'external')).reduce((sum, count) => sum + count, 0);
    expect(calls).toBeGreaterThan(100);
  },
  300_000,
);

/** Without the durations that test runners print. */
function results({ stdout, stderr, code, signal }: Outcome): Outcome {
  const withoutTimes = stdout.replaceAll(/\(\d[\d.]*ms\)|duration_ms .*/g, '');
  return {
    stdout: withoutTimes,
    stderr: withoutTickscopeLines(stderr).replaceAll(/\(node:\d+\)/g, '(node:<pid>)'),
    code,
    signal,
  };
}
