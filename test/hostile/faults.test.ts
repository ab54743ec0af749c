// What the machine refuses the program, and Tickscope in it, is no concern of the program's: same output, same exit code.

import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import { fixture, REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A shell that sets a limit and becomes the program. */
const limited = (limit: string, ...command: string[]): string[] => [
  'sh',
  '-c',
  `ulimit ${limit} && exec "$0" "$@"`,
  process.execPath,
  ...command,
];

/** V8 says on stderr that it cannot write what it has counted. */
const WITHOUT_COVERAGE = { NODE_V8_COVERAGE: '' };

describe('a program that runs out of descriptors', () => {
  it.each(['goes on so', 'recovers'])('and %s', async (what) => {
    const folder = temporaryFolder();
    const program = [fixture('hostile/descriptors.js'), what];
    const [bare, recorded] = await Promise.all([
      run(limited('-n 64', ...program), { environment: WITHOUT_COVERAGE }),
      run(limited('-n 64', '--require', REGISTER, ...program), {
        environment: { ...WITHOUT_COVERAGE, TICKSCOPE_DIR: folder },
      }),
    ]);
    expect(bare).toMatchObject({ stdout: 'EMFILE\n4600\n', code: 0 });
    expect(recorded).toEqual(bare);
    const { segments, notes } = readSources([], { directory: folder });
    const report = buildReport(segments, notes);
    expect(report.ticks).toMatchObject({ started: 4_600, count: 4_600 });
    expect(report.notes).toEqual([]);
  });
});
