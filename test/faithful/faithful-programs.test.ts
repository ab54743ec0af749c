// Small programs, each after a public report about another tool, behave under the preload as without, and are counted
// as they count themselves. The programs are in `test/fixtures/faithful`; each says its source in its first line.

import { allPrograms } from './programs.js';
import { runBoth } from './run-program.js';

const SOURCE = /^(?:#!.*\n)?\/\/ Source: [\w.-]+\/[\w.-]+#\d+/;

const programs = allPrograms();

describe.each([...new Set(programs.map(({ kind }) => kind))])('%s', (kind) => {
  const ofKind = programs.filter((program) => program.kind === kind);

  it.each(ofKind)(
    '$name',
    async (program) => {
      expect(program.text).toMatch(SOURCE);
      const { bare, recorded } = await runBoth(program);
      expect(recorded).toEqual(bare);
    },
    200_000,
  );
});

it('has at least 80 programs', () => {
  expect(programs.length).toBeGreaterThanOrEqual(80);
});
